public import Features
public import Market

/// A source that fits tables on what passes through it and gives them to the engine at midnight UTC, before anything
/// of the new day: what live and simulated runs put between their source and the loop.
///
/// A replay of a run's journal does without: the tables stand in it.
public final class NightlyTables<Source: EventSource>: EventSource {
    private let source: Source
    private var fit: TableFit
    private var day: Timestamp?
    /// What came first on the new day.
    private var waiting: EngineEvent?

    /// - Parameter fit: of what was received before the source's first event.
    public init(_ source: Source, fit: TableFit = TableFit()) {
        self.source = source
        self.fit = fit
    }

    public func next(before deadline: Timestamp) async throws(ExchangeError) -> EngineEvent {
        if let event = waiting {
            waiting = nil
            return pass(event)
        }
        let event = try await source.next(before: deadline)
        let midnight = event.time.floored(to: .days(1))
        defer { day = midnight }
        guard let day, midnight > day else { return pass(event) }
        waiting = event
        return .tables(fit.tables(before: midnight), at: midnight)
    }

    private func pass(_ event: EngineEvent) -> EngineEvent {
        switch event {
        case .exchange(.market(let event)): fit.apply(event)
        case .exchange(.connection(let state, let time)): fit.apply(state, at: time)
        case .exchange(.order), .reference, .operation, .modelInstalled, .tables, .timer: break
        }
        return event
    }
}
