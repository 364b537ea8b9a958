public import Market

/// All that happens, in one order. A port: mailbox (live), tape (replay) and simulated world implement it.
///
/// Pulled, not pushed: in a simulation this call is what advances time, so there is one task and one order of events.
public protocol EventSource: AnyObject {
    /// The next event, or `.timer(deadline)` when nothing happens at or before `deadline`.
    ///
    /// Times never fall from one call to the next. Throws `exhausted` at the end of a tape, once everything due at or
    /// before the last event has been delivered.
    func next(before deadline: Timestamp) async throws(ExchangeError) -> EngineEvent
}
