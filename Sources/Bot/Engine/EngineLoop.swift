public import BotStrategy
public import Market

/// The one loop: pull, remember, handle, act. Live, replay and simulation differ only in the ports.
public struct EngineLoop<Source: EventSource, Venue: Exchange, Memory: Journal, S: Strategy> {
    public let source: Source
    public let exchange: Venue
    public let journal: Memory
    public private(set) var engine: Engine<S>
    private var actions: [Action] = []
    public private(set) var eventCount = 0

    public init(source: Source, exchange: Venue, journal: Memory, engine: Engine<S>) {
        self.source = source
        self.exchange = exchange
        self.journal = journal
        self.engine = engine
    }

    /// Runs until `end`: all that happens up to and including it is handled. Throws what the ports throw;
    /// `ExchangeError.exhausted` is the end of a tape.
    public mutating func run(until end: Timestamp) async throws {
        while true {
            let deadline = min(engine.deadline, end)
            let event = try await source.next(before: deadline)
            try await step(event)
            if case .timer(let time) = event, time >= end { return }
        }
    }

    /// Handles one event to the end, orders sent included.
    public mutating func step(_ event: EngineEvent) async throws {
        eventCount += 1
        journal.append(.received(event))
        actions.removeAll(keepingCapacity: true)
        engine.handle(event, into: &actions)
        var commands: [OrderCommand] = []
        for action in actions {
            switch action {
            case .journal(let entry): journal.append(entry)
            case .send(let command): commands.append(command)
            }
        }
        if !commands.isEmpty {
            // Nothing leaves whose intent is not on disk.
            try await journal.commit()
            for command in commands { exchange.send(command) }
        }
        try await journal.breathe()
    }
}
