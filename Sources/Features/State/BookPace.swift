internal import Market

/// How often the book and its best prices change, and how late its messages come.
struct BookPace: Sendable {
    /// Book messages.
    private var updates = DecayBank<1>(halfLife: 60)
    /// Changes of the mid.
    private var midChanges = DecayBank<1>(halfLife: 3_600)
    /// Completed times between changes of the best prices, in seconds.
    private var lifetimes = DecayedMoments(halfLife: 900)
    /// Receive time less exchange time, in milliseconds.
    private var lag = DecayedMoments(halfLife: 300)
    private(set) var lastChange: Timestamp?
    private var best: SIMD2<Int32>?

    mutating func received(exchangeTime: Timestamp, at t: Timestamp) {
        updates.advance(to: t)
        updates.add(1, to: 0)
        lag.add(t.seconds(since: exchangeTime) * 1e3, at: t)
    }

    /// The best prices became those of `quote`; nil: the book is not healthy, and the spell that was is not counted.
    mutating func bookChanged(to quote: BestQuote?, at t: Timestamp) {
        guard let quote else {
            (best, lastChange) = (nil, nil)
            return
        }
        let new = SIMD2(quote.bid, quote.ask)
        guard new != best else { return }
        if let best {
            if let lastChange { lifetimes.add(t.seconds(since: lastChange), at: t) }
            if best.x + best.y != new.x + new.y {
                midChanges.advance(to: t)
                midChanges.add(1, to: 0)
            }
            lastChange = t
        } else {
            // How long these prices have stood is not known.
            lastChange = nil
        }
        best = new
    }

    func updateRate(at t: Timestamp) -> Double { updates.rate(0, at: t) }
    func midChanges(at t: Timestamp) -> Double { midChanges.value(0, at: t) }
    func lifetime(at t: Timestamp) -> Double { lifetimes.mean(at: t) }
    func lagMilliseconds(at t: Timestamp) -> Double { lag.mean(at: t) }
    /// Seconds since the best prices changed; NaN when no change was seen in this epoch.
    func age(at t: Timestamp) -> Double { lastChange.map { t.seconds(since: $0) } ?? .nan }
}

extension BookPace: Restorable {
    mutating func archive(_ coder: inout StateCoder) throws(SnapshotError) {
        try updates.archive(&coder)
        try midChanges.archive(&coder)
        try lifetimes.archive(&coder)
        try lag.archive(&coder)
        try coder.optional(&lastChange)
        try coder.optional(&best, blank: .zero) { (prices: inout SIMD2<Int32>, coder) throws(SnapshotError) in
            try coder.number(&prices.x, StateCoder.prices)
            try coder.number(&prices.y, StateCoder.prices)
        }
    }
}
