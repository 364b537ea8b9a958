import Market

/// What the user channel wants done.
enum UserOutput: Sendable {
    /// May hold credentials.
    case send(Secret)
    /// To be answered by `disconnected`.
    case close(CloseReason)
    case event(OrderEvent)
    /// Read open orders, trades and balances: the channel tells nothing of what happened while it was away.
    case reconcile
    /// Read the trades of an order that ended with fills that were never told.
    case lookUp(digest: String)
    /// To be logged; the state is unharmed.
    case malformed(WireError)
}

/// What can happen to the user channel.
enum UserInput: Sendable {
    case connected
    case frame([UInt8])
    case timer
    case disconnected
    /// Answers to `reconcile` and `lookUp`.
    case orders([OrderRecord])
    case trades([TradeRecord])
}

/// The account's channel as a pure state machine: no socket, no clock.
struct UserChannel: Sendable {
    struct Counters: Hashable, Sendable {
        var connects = 0
        var frames = 0
        var pongs = 0
        var orders = 0
        var trades = 0
        var malformed = 0
        var unknownKinds = 0
    }

    private enum Link: Hashable, Sendable {
        case down
        case up
        case closing
    }

    private let key: String
    private let secret: Secret
    private let passphrase: Secret
    private let pingInterval: Duration
    private let pongTimeout: Duration
    private let lookUpInterval: Duration
    private var link = Link.down
    private var lastPing = Timestamp.distantPast
    private var lastPong = Timestamp.distantPast
    private var lastLookUp = Timestamp.distantPast
    private(set) var counters = Counters()
    private(set) var unknown = UnknownFields()
    /// Our orders. The order path tells it what is sent and what was replied.
    var tracker = OrderTracker()

    init(
        key: String, secret: Secret, passphrase: Secret, pingInterval: Duration = .seconds(10),
        pongTimeout: Duration = .seconds(30), lookUpInterval: Duration = .seconds(5)
    ) {
        self.key = key
        self.secret = secret
        self.passphrase = passphrase
        self.pingInterval = pingInterval
        self.pongTimeout = pongTimeout
        self.lookUpInterval = lookUpInterval
    }

    /// When `.timer` is due; `distantFuture` while the link is down.
    var deadline: Timestamp {
        guard link == .up else { return .distantFuture }
        return min(lastPing + pingInterval, lastPong + pongTimeout, lastLookUp + lookUpInterval)
    }

    mutating func handle(_ input: UserInput, at now: Timestamp, _ outputs: inout [UserOutput]) {
        switch input {
        case .connected:
            link = .up
            counters.connects += 1
            (lastPing, lastPong, lastLookUp) = (now, now, now)
            outputs.append(.send(subscription))
            outputs.append(.reconcile)
        case .frame(let bytes): receive(bytes, at: now, &outputs)
        case .timer: tick(at: now, &outputs)
        case .disconnected: link = .down
        case .orders(let records):
            tell(&outputs) { tracker, events in for record in records { tracker.apply(record, at: now, &events) } }
        case .trades(let records):
            // Newest first as they come: oldest first is how they happened.
            tell(&outputs) { tracker, events in
                for record in records.reversed() { tracker.apply(record, at: now, &events) }
            }
        }
    }

    /// All markets of the account.
    private var subscription: Secret {
        var request = SubscriptionRequest(.user)
        request.credentials = ChannelCredentials(key: key, secret: secret, passphrase: passphrase)
        return Secret(request.text)
    }

    private mutating func receive(_ bytes: [UInt8], at now: Timestamp, _ outputs: inout [UserOutput]) {
        guard link == .up else { return }
        counters.frames += 1
        do throws(WireError) {
            switch try ChannelFrame<UserMessage>(bytes, unknown: &unknown) {
            case .pong:
                counters.pongs += 1
                lastPong = now
            case .empty: break
            case .messages(let messages):
                for message in messages { apply(message, at: now, &outputs) }
            }
        } catch {
            counters.malformed += 1
            outputs.append(.malformed(error))
            outputs.append(.reconcile)
        }
    }

    private mutating func apply(
        _ message: Result<UserMessage, WireError>, at now: Timestamp, _ outputs: inout [UserOutput]
    ) {
        switch message {
        case .success(.order(let record)):
            counters.orders += 1
            tell(&outputs) { tracker, events in tracker.apply(record, at: now, &events) }
        case .success(.trade(let record)):
            counters.trades += 1
            tell(&outputs) { tracker, events in tracker.apply(record, at: now, &events) }
        case .success(.other): counters.unknownKinds += 1
        case .failure(let error):
            // It may have told of a fill.
            counters.malformed += 1
            outputs.append(.malformed(error))
            outputs.append(.reconcile)
        }
    }

    private mutating func tell(
        _ outputs: inout [UserOutput], _ change: (inout OrderTracker, inout [OrderEvent]) -> Void
    ) {
        var events: [OrderEvent] = []
        change(&tracker, &events)
        outputs += events.map(UserOutput.event)
    }

    private mutating func tick(at now: Timestamp, _ outputs: inout [UserOutput]) {
        guard link == .up else { return }
        if now >= lastPong + pongTimeout {
            link = .closing
            outputs.append(.close(.noPong))
            return
        }
        if now >= lastPing + pingInterval {
            lastPing = now
            outputs.append(.send(Secret("PING")))
        }
        if now >= lastLookUp + lookUpInterval {
            lastLookUp = now
            outputs += tracker.overdue(at: now).map { .lookUp(digest: $0) }
        }
    }
}
