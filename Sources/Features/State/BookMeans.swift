internal import Market

/// Time-weighted means of what is in force between book changes, paused while the book is not healthy.
struct BookMeans: Sendable {
    /// Price units.
    private(set) var spread = TimeWeightedMean(halfLife: 300)
    /// Shares: half of the sizes at the best prices.
    private(set) var depth = TimeWeightedMean(halfLife: 300)
    /// Shares: a tenth of the sizes of five levels on both sides.
    private(set) var depthOfFive = TimeWeightedMean(halfLife: 300)
    /// L of the mid, half-lives 5 min, 1 h, 24 h.
    private(set) var logits: InlineArray<3, TimeWeightedMean> = [
        TimeWeightedMean(halfLife: 300), TimeWeightedMean(halfLife: 3_600), TimeWeightedMean(halfLife: 86_400),
    ]
    /// When a healthy book was first seen.
    private(set) var since: Timestamp?

    /// The best prices or their sizes changed.
    mutating func quoteChanged(to quote: BestQuote?, tick: Int32, at t: Timestamp) {
        if since == nil, quote != nil { since = t }
        spread.set(quote.map { Double($0.ask - $0.bid) } ?? .nan, at: t)
        depth.set(quote.map { ($0.bidSize + $0.askSize) / 2 } ?? .nan, at: t)
        let logit = quote.map { LogOdds.of(doubleMid: $0.doubleMid, tick: tick) } ?? .nan
        for index in 0..<3 { logits[index].set(logit, at: t) }
    }

    mutating func levelsChanged(to levels: TopLevels, at t: Timestamp) {
        depthOfFive.set(levels.totalDepth / 10, at: t)
    }

    /// Whether a healthy book was first seen at least half of the window ago.
    func isWarm(_ window: Double, at t: Timestamp) -> Bool { since.map { t.seconds(since: $0) >= window / 2 } ?? false }

    /// EMA of L of one half-life less that of the next longer one; NaN until half of the longer one has passed.
    func logitGap(_ index: Int, at t: Timestamp) -> Double {
        let (short, long) = (logits[index], logits[index + 1])
        return isWarm(long.halfLife, at: t) ? short.value(at: t) - long.value(at: t) : .nan
    }
}

extension BookMeans: Restorable {
    mutating func archive(_ coder: inout StateCoder) throws(SnapshotError) {
        try spread.archive(&coder)
        try depth.archive(&coder)
        try depthOfFive.archive(&coder)
        for index in 0..<3 { try logits[index].archive(&coder) }
        try coder.optional(&since)
    }
}
