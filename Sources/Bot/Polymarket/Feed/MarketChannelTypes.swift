import Market

/// What can happen to a channel. Every input comes with the time it happened at.
enum ChannelInput: Sendable {
    case connected
    /// A text frame.
    case frame([UInt8])
    /// The deadline came.
    case timer
    case disconnected
    /// The reply to a request for a book.
    case book(BookMessage)
    /// There will be no reply: the request failed.
    case bookFailed(token: String)
}

/// What a channel wants done.
enum ChannelOutput: Sendable {
    case send(String)
    /// To be answered by `disconnected`.
    case close(CloseReason)
    case event(MarketEvent)
    /// `GET /book` of a token, to be answered by `book` or `bookFailed`.
    case requestBook(token: String)
    /// The venue says that a market is decided: to be confirmed by a second source before it is believed.
    case resolved(MarketResolvedMessage)
    case announced(NewMarketMessage)
    /// To be logged; the state is unharmed.
    case malformed(WireError)
}

enum CloseReason: String, Hashable, Sendable {
    case noPong = "no PONG came"
    /// PONGs come, data do not, and the venue's books move.
    case frozen = "the link is frozen"
    case rotation = "planned rotation"
}

/// Times and rates of a market channel.
struct MarketChannelSettings: Hashable, Sendable {
    var pingInterval: Duration = .seconds(10)
    var pongTimeout: Duration = .seconds(30)
    /// Silence after which a book is asked for, to tell a quiet market from a frozen link.
    var quietMax: Duration = .seconds(20)
    /// How long messages may lag behind a book that was asked for.
    var frozenGrace: Duration = .seconds(3)
    /// How long after subscribing a token's first book may take.
    var snapshotTimeout: Duration = .seconds(10)
    /// Between two requests for the same token's book.
    var bookInterval: Duration = .seconds(3)
    /// How far the venue's time may go back before the book is asked for.
    var regressionMax: Duration = .seconds(1)
    /// How far the venue's time may be ahead of ours. A message from later yet would make all that follows look old.
    var futureMax: Duration = .seconds(60)
    /// One change in so many has its hash checked.
    var changesPerHash = 100
    /// Age at which a connection is given up; nil for never.
    var rotation: Duration?
}

/// What a market channel has seen and done.
struct MarketChannelCounters: Hashable, Sendable {
    var connects = 0
    var frames = 0
    var pongs = 0
    var books = 0
    var changes = 0
    var trades = 0
    /// Frames and messages that could not be understood, or come from the future.
    var malformed = 0
    /// Of kinds that this build does not know.
    var unknownKinds = 0
    /// About tokens that are not subscribed: both tokens of a market come together.
    var foreign = 0
    /// Older than what is known.
    var stale = 0
    /// Changes and trades of tokens that wait for a book.
    var silenced = 0
    var refused = 0
    var topMismatches = 0
    var crossed = 0
    var hashesVerified = 0
    var hashMismatches = 0
    /// Hashes that did not match though every level did.
    var hashesUnexplained = 0
    var gaps = 0
    var resyncs = 0
    var bookRequests = 0
    /// Books asked for that agreed with what is known.
    var audits = 0
    var auditMismatches = 0
    var quietProbes = 0
    var freezes = 0
}
