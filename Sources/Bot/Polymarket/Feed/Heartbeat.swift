import Market

/// The dead man's switch as a pure state machine: beats every 5 s, and says when so much time passed without a valid
/// one that the venue may have cancelled every order of the key (section 4.8 of the specification).
struct Heartbeat: Hashable, Sendable {
    enum Output: Hashable, Sendable {
        /// `POST /v1/heartbeats` with this id, to be answered by `accepted`, `refused` or `failed`.
        case beat(id: String)
        /// Open orders must be read again: they may be gone.
        case lapsed
    }

    let interval: Duration
    /// Without a valid beat for so long the venue cancels.
    let limit: Duration
    private var id = ""
    private var isWaiting = false
    private var nextBeat = Timestamp.distantFuture
    /// When the last valid beat was sent; nil before the first, when nothing is armed.
    private var lastValid: Timestamp?
    private var sentAt = Timestamp.distantPast
    private var refusals = 0

    init(interval: Duration = .seconds(5), limit: Duration = .seconds(10)) {
        self.interval = interval
        self.limit = limit
    }

    /// From the first accepted beat on, orders live as long as the beats.
    var isArmed: Bool { lastValid != nil }

    /// When `timer` is due.
    var deadline: Timestamp {
        let lapse = lastValid.map { $0 + limit } ?? .distantFuture
        return min(isWaiting ? .distantFuture : nextBeat, lapse)
    }

    mutating func start(at now: Timestamp) { nextBeat = now }

    mutating func timer(at now: Timestamp) -> [Output] {
        var outputs: [Output] = []
        if let lastValid, now >= lastValid + limit {
            // The venue's chain has ended; a new one begins with no id.
            self.lastValid = nil
            id = ""
            outputs.append(.lapsed)
        }
        if !isWaiting, now >= nextBeat { outputs.append(beat(at: now)) }
        return outputs
    }

    mutating func accepted(_ reply: HeartbeatReply) {
        isWaiting = false
        refusals = 0
        id = reply.id
        lastValid = sentAt
    }

    /// The id was wrong, and the reply says which it should be: a second beat goes at once, a third waits for its turn.
    mutating func refused(_ reply: ErrorReply, at now: Timestamp) -> [Output] {
        isWaiting = false
        id = reply.heartbeatID ?? ""
        refusals += 1
        guard refusals < 2, reply.heartbeatID != nil else { return [] }
        return [beat(at: now)]
    }

    mutating func failed() { isWaiting = false }

    private mutating func beat(at now: Timestamp) -> Output {
        isWaiting = true
        sentAt = now
        nextBeat = now + interval
        return .beat(id: id)
    }
}
