import Market

/// Sums over the rows of one event: what its forecasts got right, and wrong.
///
/// The markets of an event move together and their labels overlap, so that an event, not a row, is one observation.
public struct EventScore: Codable, Hashable, Sendable {
    public var event: UInt32
    public var rows: Int
    /// sum w y^2 and sum w (y - f)^2 in log-odds.
    public var outcome: Double
    public var error: Double
    /// Weight of rows where neither outcome nor forecast is a tie, and of those whose signs agree.
    public var decided: Double
    public var hits: Double

    init(event: EventID, _ scores: HourlyScores, rows: Int) {
        self.event = event.rawValue
        self.rows = rows
        outcome = scores.logit.outcome.reduce(0, +)
        error = scores.logit.error.reduce(0, +)
        decided = scores.decided.reduce(0, +)
        hits = scores.hits.reduce(0, +)
    }
}

/// The walk-forward scores of all retrains, with intervals from a bootstrap that draws whole events.
public struct EventSummary: Codable, Hashable, Sendable {
    public var events: Int
    public var rows: Int
    public var r2Zero: Estimate?
    public var directionAccuracy: Estimate?

    static let drawCount = 2_000

    /// - Parameter records: in time order. A record whose hours overlap with those of one before is left out.
    public init(_ records: [WalkForwardRecord], seed: UInt64) {
        var sums: [UInt32: EventScore] = [:]
        var last = Int64.min
        for record in records {
            guard let first = record.hours.first?.hour, let end = record.hours.last?.hour, first > last else {
                continue
            }
            last = end
            for score in record.events {
                guard var sum = sums[score.event] else {
                    sums[score.event] = score
                    continue
                }
                sum.rows += score.rows
                sum.outcome += score.outcome
                sum.error += score.error
                sum.decided += score.decided
                sum.hits += score.hits
                sums[score.event] = sum
            }
        }
        let scores = sums.values.sorted { $0.event < $1.event }
        events = scores.count
        rows = scores.reduce(0) { $0 + $1.rows }
        let draws = Self.draws(scores.count, seed: seed)
        r2Zero = Self.estimate(scores.map(\.error), scores.map(\.outcome), draws)?.complement
        directionAccuracy = Self.estimate(scores.map(\.hits), scores.map(\.decided), draws)
    }

    private static func draws(_ count: Int, seed: UInt64) -> [[Int]] {
        guard count > 0 else { return [] }
        var random = SeededRandom(seed: seed ^ 0xe7e7)
        return (0..<drawCount).map { _ in (0..<count).map { _ in random.index(below: count) } }
    }

    private static func estimate(_ top: [Double], _ bottom: [Double], _ draws: [[Int]]) -> Estimate? {
        let total = bottom.reduce(0, +)
        guard total > 0 else { return nil }
        let ratios = draws.compactMap { draw -> Double? in
            let below = draw.reduce(0) { $0 + bottom[$1] }
            return below > 0 ? draw.reduce(0) { $0 + top[$1] } / below : nil
        }.sorted()
        guard !ratios.isEmpty else { return nil }
        return Estimate(
            value: top.reduce(0, +) / total, lower95: quantile(ratios, 0.025), upper95: quantile(ratios, 0.975),
            lower90: quantile(ratios, 0.05), upper90: quantile(ratios, 0.95))
    }
}
