import Market

/// What the matching engine takes at the moment.
struct TradingMode: Hashable, Sendable {
    /// Set by hand.
    var state = State.normal
    /// The engine restarts until then.
    var restartEnd = Timestamp.distantPast
    /// Two minutes after it only orders that rest are taken.
    var postOnlyEnd = Timestamp.distantPast

    enum State: String, Hashable, Sendable {
        case normal
        case cancelOnly = "cancel-only"
        case disabled
    }
}

extension Venue {
    var isPostOnlyTime: Bool { now >= mode.restartEnd && now < mode.postOnlyEnd }

    /// The engine goes down for `length`, then takes only post-only orders for two minutes.
    func restart(for length: Duration) {
        mode.restartEnd = now + length
        mode.postOnlyEnd = mode.restartEnd + .minutes(2)
    }

    /// Refuses what the mode does not allow (check 2 of section 4.3).
    func checkMode(isPostOnly: Bool) throws(Refusal) {
        try checkCancelMode()
        if mode.state == .cancelOnly {
            throw Refusal(
                503, "Trading is currently cancel-only. New orders are not accepted, but cancels are allowed.")
        }
        if isPostOnlyTime && !isPostOnly {
            let seconds = max(1, now.duration(to: mode.postOnlyEnd).secondsRoundedUp)
            let body: JSON = [
                "error": "post-only mode: only post-only orders and cancels are allowed", "code": "post_only_mode",
                "retry_after_seconds": JSON(seconds),
            ]
            throw Refusal(503, body: body, headers: ["Retry-After": String(seconds)])
        }
    }

    func checkCancelMode() throws(Refusal) {
        if now < mode.restartEnd { throw Refusal(425, "too early") }
        if mode.state == .disabled {
            throw Refusal(503, "Trading is currently disabled. Check polymarket.com for updates")
        }
    }
}
