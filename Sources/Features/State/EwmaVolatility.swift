private import Glibc
internal import Market

/// Decayed volatility of the log-odds of the weighted mid at book events, over half-lives of 1 min, 15 min and 4 h
/// (RiskMetrics 1996, in continuous time): the square root of sum(r^2) ln2 / (H (1 - 2^(-age/H))).
struct EwmaVolatility: Sendable {
    private var previous: Double?
    private var since: Timestamp?
    private var sums = [DecayedSum(halfLife: 60), DecayedSum(halfLife: 900), DecayedSum(halfLife: 14_400)]

    mutating func bookChanged(to quote: BestQuote?, tick: Int32, at time: Timestamp) {
        guard let quote, quote.hasSizes else {
            previous = nil
            return
        }
        let logit = LogOdds.of(quote.weightedMid, tick: tick)
        if since == nil { since = time }
        if let previous, previous != logit {
            let step = logit - previous
            // One power of two serves all: half-lives are multiples of each other.
            let slow = sums[2].factor(at: time)
            let fourth = slow * slow * slow * slow
            let middle = fourth * fourth * fourth * fourth
            let fifth = middle * middle * middle * middle * middle
            sums[0].add(step * step, factor: fifth * fifth * fifth, at: time)
            sums[1].add(step * step, factor: middle, at: time)
            sums[2].add(step * step, factor: slow, at: time)
        }
        previous = logit
    }

    /// The step to the next quote is unknown.
    mutating func breakSeries() { previous = nil }

    /// Logit per square root of a second, in the order of half-lives; NaN until half of it was observed.
    func value(_ index: Int, at time: Timestamp) -> Double {
        let halfLife = sums[index].halfLife
        guard let since, time.seconds(since: since) >= halfLife / 2 else { return .nan }
        let weight = halfLife * (1 - Decay.factor(time.seconds(since: since), halfLife: halfLife))
        return sqrt(sums[index].value(at: time) * Decay.ln2 / weight)
    }
}

extension EwmaVolatility: Restorable {
    mutating func archive(_ coder: inout StateCoder) throws(SnapshotError) {
        try coder.optional(&previous)
        try coder.optional(&since)
        for index in sums.indices { try sums[index].archive(&coder) }
    }
}
