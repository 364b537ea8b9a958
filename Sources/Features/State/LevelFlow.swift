internal import Market

/// Order flow imbalance at levels 1 to 5 (Xu, Gould, Howison 2019), decayed with a half-life of 60 s: at each level
/// what was added to the bid and taken from the ask since the state before, as at the best level.
struct LevelFlow: Sendable {
    private var isKnown = false
    private var since: Timestamp?
    private var sums = DecayBank<5>(halfLife: 60)

    /// The book changed; to or from levels that are not known there is no flow.
    mutating func bookChanged(from old: TopLevels, to new: TopLevels, at t: Timestamp) {
        isKnown = new.isKnown
        guard new.isKnown else { return }
        if since == nil { since = t }
        guard old.isKnown else { return }
        sums.advance(to: t)
        let flow = Self.flow(from: old, to: new)
        for index in 0..<5 { sums.add(flow[index], to: index) }
    }

    /// A gap or another tick size: what was before cannot be compared with what comes.
    mutating func startEpoch() { self = LevelFlow() }

    /// Shares at level `index + 1`; NaN until half of the half-life was observed.
    func value(_ index: Int, at t: Timestamp) -> Double {
        guard let since, isKnown, t.seconds(since: since) >= sums.halfLife / 2 else { return .nan }
        return sums.value(index, at: t)
    }

    /// Of all levels at once. A level that is absent holds nothing at the worst price.
    private static func flow(from old: TopLevels, to new: TopLevels) -> SIMD8<Double> {
        let none = SIMD8<Double>.zero
        return none.replacing(with: new.bids.shares, where: new.bids.prices .>= old.bids.prices)
            - none.replacing(with: old.bids.shares, where: new.bids.prices .<= old.bids.prices)
            - none.replacing(with: new.asks.shares, where: new.asks.prices .<= old.asks.prices)
            + none.replacing(with: old.asks.shares, where: new.asks.prices .>= old.asks.prices)
    }
}

extension LevelFlow: Restorable {
    mutating func archive(_ coder: inout StateCoder) throws(SnapshotError) {
        try coder.flag(&isKnown)
        try coder.optional(&since)
        try sums.archive(&coder)
    }
}
