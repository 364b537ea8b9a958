import Market

/// What the venue's last replies let us do.
struct TradingWindow: Hashable, Sendable {
    /// After a restart the engine takes only post-only orders for so long.
    static let postOnlyAfterRestart = Duration.minutes(2)

    private(set) var mode = VenueMode.open
    /// When a restriction is worth testing again.
    private(set) var until = Timestamp.distantPast
    /// Whether open orders must be read again: nobody says whether they survive a restart.
    private(set) var needsReconciliation = false

    init() {}

    mutating func restrict(_ mode: VenueMode, retry: Duration, at now: Timestamp) {
        if mode == .restarting { needsReconciliation = true }
        self.mode = mode
        until = now + retry
    }

    /// The venue took an order.
    mutating func placed(isPostOnly: Bool, at now: Timestamp) {
        switch mode {
        case .restarting: beginPostOnly(at: now)
        case .postOnly: if !isPostOnly || now >= until { mode = .open }
        case .open, .cancelOnly, .disabled: mode = .open
        }
    }

    /// The venue took a cancel, which says little: only that the engine runs.
    mutating func cancelled(at now: Timestamp) { if mode == .restarting { beginPostOnly(at: now) } }

    private mutating func beginPostOnly(at now: Timestamp) {
        mode = .postOnly
        until = now + Self.postOnlyAfterRestart
    }

    mutating func reconciled() { needsReconciliation = false }

    /// Whether an order may be tried. A restriction whose time is over may be tested.
    func mayPlace(isPostOnly: Bool, at now: Timestamp) -> Bool {
        switch mode {
        case .open: true
        case .postOnly: isPostOnly || now >= until
        case .restarting, .cancelOnly, .disabled: now >= until
        }
    }

    func mayCancel(at now: Timestamp) -> Bool {
        switch mode {
        case .open, .postOnly, .cancelOnly: true
        case .restarting, .disabled: now >= until
        }
    }
}
