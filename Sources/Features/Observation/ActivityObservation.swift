internal import Market

/// What has been happening to the token's book, at the row's time.
struct ActivityObservation: Sendable {
    /// USDC, half-life 5 min.
    let spreadMean: Double
    /// Sums of order flow at levels 2 to 5 in shares, half-life 60 s.
    let levelFlow: InlineArray<4, Double>
    /// The same of levels 1 to 5 by weight, over the mean size of a level.
    let integratedFlow: Double
    /// Shares added within five ticks of the best price, net, half-life 60 s.
    let netBids: Double
    let netAsks: Double
    let cancelTradeRatio: Double
    /// Book messages a second, half-life 60 s.
    let updateRate: Double
    /// Seconds.
    let quoteAge: Double
    let quoteLifetime: Double
    let recoveryTime: Double
    let resyncAge: Double
    /// Milliseconds, half-life 5 min.
    let feedLag: Double
    let twoSidedShare: Double
    /// Ticks.
    let markout: Double
    /// USDC per share, and the share of variance explained.
    let impactHour: Double
    let impactDay: Double
    let determinationDay: Double

    /// Call after `token.advance(through: time, tick: tick)`.
    init(_ token: TokenState, weights: PrincipalWeights, at time: Timestamp) {
        let means = token.means
        func warm(_ window: Double, _ value: @autoclosure () -> Double) -> Double {
            means.isWarm(window, at: time) ? value() : .nan
        }
        spreadMean = warm(300, means.spread.value(at: time) * 1e-4)
        levelFlow = InlineArray<4, Double> { token.levelFlow.value($0 + 1, at: time) }
        var flow = 0.0
        for index in 0..<5 { flow += weights.weights[index] * token.levelFlow.value(index, at: time) }
        let depth = means.depthOfFive.value(at: time)
        integratedFlow = depth > 0 ? flow / depth : .nan
        let hasSizes = depth > 0
        netBids = hasSizes ? warm(60, token.churn.netBids(at: time)) : .nan
        netAsks = hasSizes ? warm(60, token.churn.netAsks(at: time)) : .nan
        cancelTradeRatio = hasSizes ? warm(300, token.churn.cancelTradeRatio(at: time)) : .nan
        updateRate = warm(60, token.pace.updateRate(at: time))
        quoteAge = token.pace.age(at: time)
        quoteLifetime = warm(900, token.pace.lifetime(at: time))
        recoveryTime = token.recovery.mean(at: time)
        resyncAge = token.lastResync.map { time.seconds(since: $0) } ?? .nan
        feedLag = token.pace.lagMilliseconds(at: time)
        twoSidedShare = token.twoSided.share(at: time)
        markout = token.markouts.mean(at: time)
        let impact = token.impact
        impactHour = impact.isWarm(3_600, at: time) ? impact.hour.slope(at: time) : .nan
        impactDay = impact.isWarm(86_400, at: time) ? impact.day.slope(at: time) : .nan
        determinationDay = impact.isWarm(86_400, at: time) ? impact.day.determination(at: time) : .nan
    }
}
