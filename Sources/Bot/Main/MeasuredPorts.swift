import BotEngine
import Features
import Market

/// A source whose time is measured, for the timing table of a run.
final class MeasuredSource<Source: EventSource>: EventSource {
    private let source: Source
    private let stopwatch: Stopwatch
    private let stage: Stopwatch.Stage

    init(_ source: Source, stopwatch: Stopwatch, stage: Stopwatch.Stage) {
        self.source = source
        self.stopwatch = stopwatch
        self.stage = stage
    }

    func next(before deadline: Timestamp) async throws(ExchangeError) -> EngineEvent {
        let clock = ContinuousClock()
        let begin = clock.now
        defer { stopwatch.add(clock.now - begin, to: stage) }
        return try await source.next(before: deadline)
    }
}

/// A journal whose time is measured and whose rows somebody else may see as they are drawn.
final class MeasuredJournal<Memory: Journal>: Journal {
    private let journal: Memory
    private let stopwatch: Stopwatch
    private let onRow: ((FeatureRow) -> Void)?

    init(_ journal: Memory, stopwatch: Stopwatch, onRow: ((FeatureRow) -> Void)? = nil) {
        self.journal = journal
        self.stopwatch = stopwatch
        self.onRow = onRow
    }

    func append(_ entry: JournalEntry) {
        if let onRow, case .sampled(let row) = entry { onRow(row) }
        let clock = ContinuousClock()
        let begin = clock.now
        journal.append(entry)
        stopwatch.add(clock.now - begin, to: .store)
    }

    func commit() async throws {
        let clock = ContinuousClock()
        let begin = clock.now
        defer { stopwatch.add(clock.now - begin, to: .store) }
        try await journal.commit()
    }

    func breathe() async throws {
        let clock = ContinuousClock()
        let begin = clock.now
        defer { stopwatch.add(clock.now - begin, to: .store) }
        try await journal.breathe()
    }
}
