import Market

/// What goes wrong on demand (specification, 10.5). Shares are probabilities for each request, frame or trade.
public struct VenueFaults: Hashable, Sendable {
    /// 429 with `Retry-After`.
    public var rateLimitedShare = 0.0
    public var retryAfter = Duration.seconds(2)
    /// 500, before anything has happened.
    public var serverErrorShare = 0.0
    /// 403 with a page instead of JSON, as from the network in front of the venue.
    public var forbiddenShare = 0.0
    /// Answers held back, in wall time.
    public var slowShare = 0.0
    public var slowness = Duration.seconds(2)
    /// Orders taken whose answer is lost.
    public var lostAnswerShare = 0.0
    /// Data frames lost.
    public var droppedFrameShare = 0.0
    /// Channels that answer PING and are silent otherwise.
    public var frozen: Set<Channel> = []
    /// By how much the server's clock is ahead.
    public var clockSkew = Duration.zero
    /// Balances stay as they were when the cache was last refreshed.
    public var hasStaleBalances = false
    /// User events that come twice, and the time within which each is delayed by itself.
    public var duplicateShare = 0.0
    public var shuffle = Duration.zero
    /// Trades that are retried before they settle, and that fail for good.
    public var retryingShare = 0.0
    public var failedShare = 0.0

    public init() {}
}

/// Why a text describes no faults.
public struct VenueFaultsError: Error, Hashable, Sendable, CustomStringConvertible {
    public var description: String
}

extension VenueFaults {
    /// One object; a name that is not known, or a value out of its range, is an error that names it.
    ///
    ///     {"rate_limited_share": 0.01, "retry_after_seconds": 2, "server_error_share": 0.01, "forbidden_share": 0.01,
    ///      "slow_share": 0.05, "slow_milliseconds": 2000, "lost_answer_share": 0.01, "dropped_frame_share": 0.001,
    ///      "frozen": ["market", "user"], "clock_skew_milliseconds": 0, "stale_balances": false,
    ///      "duplicate_share": 0.1, "shuffle_milliseconds": 200, "retrying_share": 0.05, "failed_share": 0.02}
    public init(json text: [UInt8]) throws(VenueFaultsError) {
        self.init()
        let json: JSON
        do {
            json = try JSON(parsing: text)
        } catch {
            throw VenueFaultsError(description: "no JSON at byte \(error.offset): \(error.reason)")
        }
        guard let members = json.members else { throw VenueFaultsError(description: "an object is due") }
        for member in members { try set(member.name, member.value) }
    }

    private mutating func set(_ name: String, _ value: JSON) throws(VenueFaultsError) {
        func share() throws(VenueFaultsError) -> Double {
            guard let share = value.double, (0...1).contains(share) else {
                throw VenueFaultsError(description: "\(name) takes a number from 0 to 1")
            }
            return share
        }
        func whole(_ range: ClosedRange<Int64>) throws(VenueFaultsError) -> Int64 {
            guard let number = value.integer, range.contains(number) else {
                throw VenueFaultsError(
                    description: "\(name) takes a whole number from \(range.lowerBound) to \(range.upperBound)")
            }
            return number
        }
        switch name {
        case "rate_limited_share": rateLimitedShare = try share()
        case "retry_after_seconds": retryAfter = .seconds(try whole(1...3_600))
        case "server_error_share": serverErrorShare = try share()
        case "forbidden_share": forbiddenShare = try share()
        case "slow_share": slowShare = try share()
        case "slow_milliseconds": slowness = .milliseconds(try whole(0...600_000))
        case "lost_answer_share": lostAnswerShare = try share()
        case "dropped_frame_share": droppedFrameShare = try share()
        case "clock_skew_milliseconds": clockSkew = .milliseconds(try whole(-86_400_000...86_400_000))
        case "stale_balances":
            guard let flag = value.bool else { throw VenueFaultsError(description: "\(name) takes true or false") }
            hasStaleBalances = flag
        case "duplicate_share": duplicateShare = try share()
        case "shuffle_milliseconds": shuffle = .milliseconds(try whole(0...60_000))
        case "retrying_share": retryingShare = try share()
        case "failed_share": failedShare = try share()
        case "frozen":
            let channels = value.elements?.map { $0.string.flatMap { Channel(rawValue: $0) } }
            guard let channels, !channels.contains(nil) else {
                throw VenueFaultsError(description: "frozen takes a list of \"market\" and \"user\"")
            }
            frozen = Set(channels.compactMap { $0 })
        default: throw VenueFaultsError(description: "unknown fault '\(name)'")
        }
    }
}
