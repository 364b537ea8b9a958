public import BotEngine
public import Market

/// A recorded run, event for event, as the engine received it: its timers, orders and models are the recorded ones.
///
/// Deadlines are ignored, nothing is made up, and commands are noted instead of executed: what became of them is on the
/// tape. Feeding it to an equal engine must give equal rows and equal commands.
public final class TapeSource: EventSource, Exchange {
    public let clock: VirtualClock
    /// What the engine sent, in order.
    public private(set) var commands: [OrderCommand] = []
    private let account: AccountSnapshot
    private let read: () throws(ExchangeError) -> EngineEvent?
    private var eventCount = 0
    private var lastTime = Timestamp.distantPast

    /// - Parameter account: what `accountSnapshot` answers.
    /// - Parameter read: the next event of the run, nil at its end.
    public init(
        clock: VirtualClock, account: AccountSnapshot = AccountSnapshot(cash: .zero, positions: []),
        read: @escaping () throws(ExchangeError) -> EngineEvent?
    ) {
        self.clock = clock
        self.account = account
        self.read = read
    }

    public convenience init(
        _ events: some Sequence<EngineEvent>, clock: VirtualClock,
        account: AccountSnapshot = AccountSnapshot(cash: .zero, positions: [])
    ) {
        var iterator = events.makeIterator()
        self.init(clock: clock, account: account) { () throws(ExchangeError) in iterator.next() }
    }

    public func send(_ command: OrderCommand) { commands.append(command) }

    public func accountSnapshot() throws(ExchangeError) -> AccountSnapshot { account }

    /// The next recorded event, whatever the deadline. Throws `exhausted` after the last, and `malformed` for one that
    /// is earlier than the one that it follows.
    public func next(before deadline: Timestamp) throws(ExchangeError) -> EngineEvent {
        guard let event = try read() else { throw .exhausted }
        eventCount += 1
        guard event.time >= lastTime else {
            throw .malformed(
                "event \(eventCount) of the recorded run goes back in time: \(event.time.text) follows "
                    + "\(lastTime.text)")
        }
        lastTime = event.time
        clock.advance(to: event.time)
        return event
    }
}
