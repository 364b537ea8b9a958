/// Wall time by stage, for reports.
final class Stopwatch {
    enum Stage: String, CaseIterable {
        case simulate, features, store, label, train, judge
    }

    private let clock = ContinuousClock()
    private var spent: [Stage: Duration] = [:]
    private let start: ContinuousClock.Instant

    init() { start = clock.now }

    var total: Duration { clock.now - start }
    func seconds(_ stage: Stage) -> Double { (spent[stage] ?? .zero) / .seconds(1) }
    func add(_ duration: Duration, to stage: Stage) { spent[stage, default: .zero] += duration }

    func measure<Value>(_ stage: Stage, _ body: () async throws -> Value) async rethrows -> Value {
        let begin = clock.now
        defer { add(clock.now - begin, to: stage) }
        return try await body()
    }

    func measure<Value>(_ stage: Stage, _ body: () throws -> Value) rethrows -> Value {
        let begin = clock.now
        defer { add(clock.now - begin, to: stage) }
        return try body()
    }
}
