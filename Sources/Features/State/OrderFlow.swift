internal import Market

/// Order flow imbalance at the best level (Cont, Kukanov, Stoikov 2014): what was added to the bid and taken from the
/// ask since the state before, as decayed sums over three half-lives.
struct OrderFlow: Sendable {
    private var previous: BestQuote?
    /// First quote with sizes of this book epoch.
    private var since: Timestamp?
    private var sums = [DecayedSum(halfLife: 10), DecayedSum(halfLife: 60), DecayedSum(halfLife: 300)]

    /// The book changed to `quote`, nil when it is not healthy. A quote without sizes voids the previous state.
    mutating func bookChanged(to quote: BestQuote?, at time: Timestamp) {
        guard let quote, quote.hasSizes else {
            previous = nil
            return
        }
        if since == nil { since = time }
        if let previous, previous != quote {
            let flow = Self.flow(from: previous, to: quote)
            // One power of two serves all: half-lives are multiples of each other.
            let slow = sums[2].factor(at: time)
            let middle = slow * slow * slow * slow * slow
            let cube = middle * middle * middle
            sums[0].add(flow, factor: cube * cube, at: time)
            sums[1].add(flow, factor: middle, at: time)
            sums[2].add(flow, factor: slow, at: time)
        }
        previous = quote
    }

    /// A gap or another tick size: what was before cannot be compared with what comes.
    mutating func startEpoch() { self = OrderFlow() }

    /// Shares, in the order of half-lives 10 s, 60 s, 300 s; NaN until half of it was observed.
    func value(_ index: Int, at time: Timestamp) -> Double {
        guard let since, previous != nil, time.seconds(since: since) >= sums[index].halfLife / 2 else { return .nan }
        return sums[index].value(at: time)
    }

    /// e_n of the catalogue's row 56.
    static func flow(from old: BestQuote, to new: BestQuote) -> Double {
        var flow = 0.0
        if new.bid >= old.bid { flow += new.bidSize }
        if new.bid <= old.bid { flow -= old.bidSize }
        if new.ask <= old.ask { flow -= new.askSize }
        if new.ask >= old.ask { flow += old.askSize }
        return flow
    }
}

extension OrderFlow: Restorable {
    mutating func archive(_ coder: inout StateCoder) throws(SnapshotError) {
        try coder.optional(&previous, blank: BestQuote(bid: 1, ask: 1, bidSize: 0, askSize: 0))
        try coder.optional(&since)
        for index in sums.indices { try sums[index].archive(&coder) }
    }
}
