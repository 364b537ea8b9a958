import Market

/// One connection of the market channel with at most 200 tokens, as a pure state machine: no socket, no clock.
///
/// The driver hands in what happens with the time it happened at, does what comes out in order, and calls again with
/// `.timer` when `deadline` has come. A token is silent from a gap until a whole book of it is taken, by the channel or
/// by REST; while it is silent nothing of it comes out.
struct MarketChannel: Sendable {
    enum Link: Hashable, Sendable {
        case down
        case up(since: Timestamp)
        /// Waits for `disconnected`.
        case closing
    }

    /// How far the question "quiet or frozen?" has come.
    enum Probe: Hashable, Sendable {
        case none
        case asked(token: Int)
        /// The venue's book has moved and no message told of it; frozen unless data come before `until`.
        case suspect(until: Timestamp)
    }

    let settings: MarketChannelSettings
    var counters = MarketChannelCounters()
    var unknown = UnknownFields()
    var link = Link.down
    var tokens: [TokenFeed] = []
    var index: [String: Int] = [:]
    /// Tick size by market, as last announced.
    var ticks: [MarketID: Int32] = [:]
    var probe = Probe.none
    /// Which token the next probe asks about.
    var probeTurn = 0
    var lastPing = Timestamp.distantPast
    var lastPong = Timestamp.distantPast
    var lastData = Timestamp.distantPast
    var lastProbe = Timestamp.distantPast
    var hashText = BookHashText()
    /// False when hashes never matched though the books did: then the venue hashes something else.
    var trustsHashes = true

    init(tokens: [ChannelToken], settings: MarketChannelSettings = MarketChannelSettings()) {
        precondition(tokens.count <= SubscriptionPlan.tokenCountMax, "too many tokens for one connection")
        self.settings = settings
        for token in tokens { add(token, waitingSince: .distantFuture) }
    }

    private mutating func add(_ token: ChannelToken, waitingSince time: Timestamp) {
        guard index[token.name] == nil else { return }
        index[token.name] = tokens.count
        tokens.append(TokenFeed(token: token, waitingSince: time))
        // Tokens are checked in turn: both of a market change in one frame, and two hashes would be twice the wait.
        tokens[tokens.count - 1].changesUntilHash = (tokens.count - 1) * 37 % max(1, settings.changesPerHash)
        if let tick = token.tick { ticks[token.asset.market] = tick }
    }

    /// More tokens on the same connection. Those beyond the limit come back.
    mutating func subscribe(
        _ more: [ChannelToken], at now: Timestamp, _ outputs: inout [ChannelOutput]
    ) -> ArraySlice<ChannelToken> {
        let new = more.filter { index[$0.name] == nil }
        let taken = new.prefix(SubscriptionPlan.tokenCountMax - tokens.count)
        for token in taken { add(token, waitingSince: now) }
        if case .up = link, !taken.isEmpty {
            var request = SubscriptionRequest(.subscribe, tokens: taken.map(\.name))
            request.customFeatures = true
            outputs.append(.send(request.text))
        }
        return new.dropFirst(taken.count)
    }

    /// Tokens that are of no more interest. Nothing more comes out about them.
    mutating func unsubscribe(_ names: [String], _ outputs: inout [ChannelOutput]) {
        let gone = names.filter { index[$0] != nil }
        guard !gone.isEmpty else { return }
        let set = Set(gone)
        tokens.removeAll { set.contains($0.token.name) }
        index = [:]
        for (position, feed) in tokens.enumerated() { index[feed.token.name] = position }
        // Positions have moved.
        probe = .none
        if case .up = link {
            outputs.append(.send(SubscriptionRequest(.unsubscribe, tokens: gone).text))
        }
    }

    mutating func handle(_ input: ChannelInput, at now: Timestamp, _ outputs: inout [ChannelOutput]) {
        switch input {
        case .connected: connect(at: now, &outputs)
        case .frame(let bytes): receive(bytes, at: now, &outputs)
        case .timer: tick(at: now, &outputs)
        case .disconnected: disconnect(at: now, &outputs)
        case .book(let book): audit(book, at: now, &outputs)
        case .bookFailed(let token):
            if let position = index[token] { tokens[position].isAsked = false }
            if case .asked(let position) = probe, position == index[token] { probe = .none }
        }
    }

    private mutating func connect(at now: Timestamp, _ outputs: inout [ChannelOutput]) {
        link = .up(since: now)
        counters.connects += 1
        (lastPing, lastPong, lastData, lastProbe) = (now, now, now, now)
        probe = .none
        for position in tokens.indices { tokens[position].wait(since: now) }
        var request = SubscriptionRequest(.market, tokens: tokens.map(\.token.name))
        request.customFeatures = true
        outputs.append(.send(request.text))
    }

    private mutating func disconnect(at now: Timestamp, _ outputs: inout [ChannelOutput]) {
        link = .down
        probe = .none
        for position in tokens.indices {
            silence(position, at: now, &outputs)
            tokens[position].wait(since: .distantFuture)
            tokens[position].isAsked = false
            tokens[position].mirror.forgetTime()
        }
    }

    /// From here on nothing of the token is known.
    mutating func silence(_ position: Int, at now: Timestamp, _ outputs: inout [ChannelOutput]) {
        guard tokens[position].isLive else { return }
        tokens[position].isLive = false
        tokens[position].waitingSince = now
        tokens[position].hasGap = true
        counters.gaps += 1
        emit(.gap, of: position, milliseconds: nil, at: now, &outputs)
    }

    /// Asks for the token's book, once per token and interval.
    mutating func request(_ position: Int, at now: Timestamp, _ outputs: inout [ChannelOutput]) {
        guard case .up = link, !tokens[position].isAsked else { return }
        guard now >= tokens[position].lastAsked + settings.bookInterval else { return }
        tokens[position].isAsked = true
        tokens[position].lastAsked = now
        counters.bookRequests += 1
        outputs.append(.requestBook(token: tokens[position].token.name))
    }

    /// - Parameter milliseconds: the venue's time; nil when the event is our own.
    func emit(
        _ kind: MarketEvent.Kind, of position: Int, milliseconds: Int64?, at now: Timestamp,
        _ outputs: inout [ChannelOutput]
    ) {
        let exchangeTime = min(milliseconds.map(InstantText.unix) ?? now, now)
        outputs.append(
            .event(
                MarketEvent(
                    asset: tokens[position].token.asset, exchangeTime: exchangeTime, receiveTime: now, kind: kind)))
    }

    /// A checkpoint: the book of every token is asked for, and compared when it comes.
    mutating func checkpoint(at now: Timestamp, _ outputs: inout [ChannelOutput]) {
        for position in tokens.indices { request(position, at: now, &outputs) }
    }

    /// The token's book as it is known, with its fingerprint where all that it covers is known; nil while it is silent.
    mutating func book(of token: String) -> (mirror: BookMirror, hash: BookHash?)? {
        guard let position = index[token], tokens[position].isLive else { return nil }
        let mirror = tokens[position].mirror
        return (mirror, tokens[position].context.map { mirror.hash($0, text: &hashText) })
    }
}

/// What is known of one token of a channel.
struct TokenFeed: Sendable {
    let token: ChannelToken
    var mirror = BookMirror()
    /// False: silent until a whole book is taken.
    var isLive = false
    /// Whether the silence was announced by a gap.
    var hasGap = false
    /// Since when a whole book is waited for; `distantFuture` while the link is down.
    var waitingSince: Timestamp
    /// Whether a request for a book is under way.
    var isAsked = false
    var lastAsked = Timestamp.distantPast
    /// Books that were refused for their age since the token fell silent.
    var staleCount = 0
    /// Whether a hash did not match, and a book that was asked for will say whether the levels do.
    var doubtsHash = false
    /// The time of the mirror when a book that was asked for was ahead of it.
    var laggingAt: Int64?
    var changesUntilHash = 0
    var sizeMin: String?
    var tickText: String?
    var isNegativeRisk: Bool?
    var lastTradePrice: String?
    var version: String?

    init(token: ChannelToken, waitingSince: Timestamp) {
        self.token = token
        self.waitingSince = waitingSince
        sizeMin = token.sizeMin
        isNegativeRisk = token.isNegativeRisk
    }

    mutating func wait(since time: Timestamp) { waitingSince = time }

    /// What the fingerprint covers beside the levels; nil until a REST book has told it.
    var context: BookHashContext? {
        guard let sizeMin, let tickText, let isNegativeRisk, let lastTradePrice else { return nil }
        return BookHashContext(
            market: token.conditionID, asset: token.name, sizeMin: sizeMin, tick: tickText,
            isNegativeRisk: isNegativeRisk, lastTradePrice: lastTradePrice, version: version)
    }

    /// Keeps what a book says beside its levels.
    mutating func note(_ book: BookMessage) {
        sizeMin = book.sizeMin ?? sizeMin
        tickText = book.tick ?? tickText
        isNegativeRisk = book.isNegativeRisk ?? isNegativeRisk
        lastTradePrice = book.lastTradePrice ?? lastTradePrice
        version = book.version ?? version
    }
}
