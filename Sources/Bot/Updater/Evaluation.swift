import Market

/// Every score of one forecast on one set of rows, with bootstrap intervals over hours (validation.md section 4).
public struct EvaluationReport: Codable, Hashable, Sendable {
    public var rows: Int
    public var hours: Int
    public var events: Int
    public var effectiveSampleSize: Double
    /// 1 - sum w (y - f)^2 / sum w y^2 against the zero forecast, on winsorised y_logit; nil where nothing moved.
    public var r2Zero: Estimate?
    public var r2Price: Estimate?
    /// The same on the original's target, the relative return of the mid.
    public var r2Return: Estimate?
    /// Share of equal signs where neither outcome nor forecast is below half a tick; nil when there is no such row.
    public var directionAccuracy: Estimate?
    /// The same where the forecast exceeds the cost of a round trip.
    public var directionAccuracyAboveCost: Estimate?
    public var tieRate: Double
    public var abstainRate: Double
    /// sum w sign(f) y / sum w |y|: ties weigh nothing by nature.
    public var signedScore: Estimate?
    /// Weighted mean square error on winsorised y_logit.
    public var loss: Double

    /// Share of rows on which the forecast says anything.
    public var coverage: Double { 1 - abstainRate }

    init(_ scores: HourlyScores, evidence: Evidence, bootstrap: HourBootstrap) {
        let weight = scores.weight.reduce(0, +)
        let share = { (part: [Double]) in weight > 0 ? part.reduce(0, +) / weight : 0 }
        rows = evidence.rows
        hours = scores.hours.count
        events = evidence.events
        effectiveSampleSize = evidence.effectiveSampleSize
        r2Zero = bootstrap.estimate(scores.logit.error, scores.logit.outcome)?.complement
        r2Price = bootstrap.estimate(scores.price.error, scores.price.outcome)?.complement
        r2Return = bootstrap.estimate(scores.relative.error, scores.relative.outcome)?.complement
        directionAccuracy = bootstrap.estimate(scores.hits, scores.decided)
        directionAccuracyAboveCost = bootstrap.estimate(scores.hitsAboveCost, scores.decidedAboveCost)
        tieRate = share(scores.ties)
        abstainRate = share(scores.abstained)
        signedScore = bootstrap.estimate(scores.signed, scores.absolute)
        loss = share(scores.logit.error)
    }
}

/// How much there is to judge by, whatever the model.
public struct Evidence: Codable, Hashable, Sendable {
    public var rows: Int
    public var events: Int
    public var effectiveSampleSize: Double
    public var hours: Int
    public var first: Int64?
    public var last: Int64?
    public var lastEnd: Int64?

    init(_ examples: ExampleSet, rows: [Int], weights: [Double]) {
        self.rows = rows.count
        events = Set(rows.map { examples.events[$0] }).count
        hours = Set(rows.map { examples.hour($0) }).count
        effectiveSampleSize = BotUpdater.effectiveSampleSize(examples, rows: rows, weights: weights)
        first = rows.first.map { examples.times[$0].nanoseconds }
        last = rows.last.map { examples.times[$0].nanoseconds }
        lastEnd = rows.map { examples.ends[$0].nanoseconds }.max()
    }
}
