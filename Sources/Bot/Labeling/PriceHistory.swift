public import Features
internal import Market

/// The price points of one market over a span of time, indexed so that a label costs O(log points).
///
/// Prices are those of the YES token.
public struct PriceHistory: Sendable {
    /// What was known of the book after a point.
    enum Standing: Sendable {
        /// Nothing new.
        case unknown
        case quote
        /// The book had no two healthy sides.
        case noQuote
        /// The feed was interrupted and the book has not been seen since.
        case gap
        /// The recording had stopped and the book has not been seen since.
        case ended
    }

    private let times: [Int64]
    private let kinds: [PricePoint.Kind]
    /// For each point the last one at or before it that says what the book is; -1 where there is none.
    private let states: [Int]
    /// For each point the last quote at or before it; -1 where there is none.
    private let quotes: [Int]
    /// Indices of closings and resolutions.
    private let closings: [Int]
    /// Indices of ends of the recording.
    private let endings: [Int]

    /// - Parameter points: of one market, in order of time.
    public init(_ points: [PricePoint]) {
        times = points.map(\.time.nanoseconds)
        kinds = points.map(\.kind)
        var states: [Int] = []
        var quotes: [Int] = []
        var closings: [Int] = []
        var endings: [Int] = []
        states.reserveCapacity(points.count)
        quotes.reserveCapacity(points.count)
        var (state, quote) = (-1, -1)
        for (index, point) in points.enumerated() {
            switch point.kind {
            case .quote: (state, quote) = (index, index)
            case .noQuote, .gap: state = index
            case .recordingEnded:
                state = index
                endings.append(index)
            case .closed, .resolved: closings.append(index)
            // The feed is whole, the book still unknown: only its next state ends a gap.
            case .resynced: break
            }
            states.append(state)
            quotes.append(quote)
        }
        self.states = states
        self.quotes = quotes
        self.closings = closings
        self.endings = endings
    }

    /// How many points have a time at or before `time`: the index of the first later one.
    func count(through time: Timestamp) -> Int {
        var (low, high) = (0, times.count)
        while low < high {
            let middle = (low + high) / 2
            if times[middle] > time.nanoseconds { high = middle } else { low = middle + 1 }
        }
        return low
    }

    func time(_ index: Int) -> Timestamp { Timestamp(nanoseconds: times[index]) }

    /// The first closing or resolution among `points`.
    func firstClosing(in points: Range<Int>) -> Int? { Self.first(of: closings, in: points) }

    /// The first end of the recording among `points`.
    func firstEnding(in points: Range<Int>) -> Int? { Self.first(of: endings, in: points) }

    /// What was known of the book after the first `count` points, as told by one from `start` on.
    func standing(after count: Int, since start: Int) -> Standing {
        guard count > start, states[count - 1] >= start else { return .unknown }
        switch kinds[states[count - 1]] {
        case .quote: return .quote
        case .noQuote: return .noQuote
        case .gap: return .gap
        case .recordingEnded: return .ended
        case .resynced, .closed, .resolved: return .unknown
        }
    }

    /// The last quote among the first `count` points.
    func lastQuote(in count: Int) -> (index: Int, bid: Price, ask: Price)? {
        guard count > 0, quotes[count - 1] >= 0, case .quote(let bid, let ask) = kinds[quotes[count - 1]] else {
            return nil
        }
        return (quotes[count - 1], bid, ask)
    }

    /// The first payout among `points` that was known by `deadline`, with the time at which it was.
    func payout(in points: Range<Int>, knownBy deadline: Timestamp) -> (payout: Payout, known: Timestamp)? {
        var from = points.lowerBound
        while from < points.upperBound, let index = firstClosing(in: from..<points.upperBound) {
            if case .resolved(let payout, let knownAt) = kinds[index], max(knownAt, time(index)) <= deadline {
                return (payout, max(knownAt, time(index)))
            }
            from = index + 1
        }
        return nil
    }

    var count: Int { times.count }

    private static func first(of indices: [Int], in points: Range<Int>) -> Int? {
        var (low, high) = (0, indices.count)
        while low < high {
            let middle = (low + high) / 2
            if indices[middle] >= points.lowerBound { high = middle } else { low = middle + 1 }
        }
        return low < indices.count && indices[low] < points.upperBound ? indices[low] : nil
    }
}
