/// Why a book change was refused.
public enum BookError: Error, Hashable, Sendable {
    /// A level appears twice, or the levels are not ordered from the best.
    case unordered(BookSide)
    /// A snapshot holds a level without size.
    case emptyLevel(BookSide, Price)
}

/// The resting orders of one token, by level, best first.
///
/// Invariant: bids strictly fall, asks strictly rise, every size is positive unless the book came from a `quote`, which
/// knows no sizes. A book may be crossed (the venue sends such); then it is not healthy and nothing is read from it.
public struct OrderBook: Hashable, Sendable {
    public private(set) var bids: [Level] = []
    public private(set) var asks: [Level] = []
    /// False when the levels come from a quote: prices are known, sizes are not.
    public private(set) var hasSizes = true
    /// False before the first book message, and from a gap until the next whole book.
    public private(set) var isSynchronized = false

    public init() {}

    /// The book that had these properties. Without sizes it has at most a level a side, as it comes from a quote.
    public init(bids: [Level], asks: [Level], hasSizes: Bool, isSynchronized: Bool) throws(BookError) {
        if hasSizes {
            try replace(bids: bids, asks: asks)
        } else {
            guard bids.count <= 1 else { throw .unordered(.bid) }
            guard asks.count <= 1 else { throw .unordered(.ask) }
            try apply(.quote(bid: bids.first?.price, ask: asks.first?.price))
        }
        self.isSynchronized = isSynchronized
    }

    @inlinable public var bestBid: Level? { bids.first }
    @inlinable public var bestAsk: Level? { asks.first }

    /// Whether the best bid is at or above the best ask.
    public var isCrossed: Bool {
        guard let bid = bids.first, let ask = asks.first else { return false }
        return bid.price >= ask.price
    }

    /// Synchronized, quoted on both sides and not crossed: only then does the book have a mid.
    public var isHealthy: Bool {
        guard isSynchronized, let bid = bids.first, let ask = asks.first else { return false }
        return bid.price < ask.price
    }

    /// Best bid plus best ask in price units: twice the mid, exact; nil unless healthy.
    public var doubleMid: Int32? {
        guard isHealthy else { return nil }
        return bids[0].price.units + asks[0].price.units
    }

    /// Applies what concerns the book and ignores the rest.
    ///
    /// A delta to a book that is not synchronized is ignored: its base is unknown. A refused change leaves the book
    /// unsynchronized, so that nothing false is read from it. O(levels) for a snapshot, O(log levels) to find a change.
    public mutating func apply(_ kind: MarketEvent.Kind) throws(BookError) {
        switch kind {
        case .snapshot(let newBids, let newAsks): try replace(bids: newBids, asks: newAsks)
        case .delta(let changes):
            guard isSynchronized, hasSizes else { return }
            for change in changes { set(change.level, on: change.side) }
        case .quote(let bid, let ask):
            bids = bid.map { [Level(price: $0, size: .zero)] } ?? []
            asks = ask.map { [Level(price: $0, size: .zero)] } ?? []
            hasSizes = false
            isSynchronized = true
        case .gap, .tickChanged: isSynchronized = false
        case .closed, .resolved, .recordingEnded:
            bids = []
            asks = []
            isSynchronized = false
        case .listed, .trade, .feeChanged, .resynced: break
        }
    }

    /// The book of the other token of the market, when both tokens trade in one book.
    public var mirrored: OrderBook {
        var book = self
        book.bids = asks.map(\.mirrored)
        book.asks = bids.map(\.mirrored)
        return book
    }

    private mutating func replace(bids newBids: [Level], asks newAsks: [Level]) throws(BookError) {
        isSynchronized = false
        try Self.check(newBids, side: .bid)
        try Self.check(newAsks, side: .ask)
        // Into the book's own room: a shared buffer would be copied by the next change.
        bids.removeAll(keepingCapacity: true)
        bids.append(contentsOf: newBids)
        asks.removeAll(keepingCapacity: true)
        asks.append(contentsOf: newAsks)
        hasSizes = true
        isSynchronized = true
    }

    private static func check(_ levels: [Level], side: BookSide) throws(BookError) {
        for index in levels.indices {
            let level = levels[index]
            if level.size.isZero { throw .emptyLevel(side, level.price) }
            guard index > 0 else { continue }
            let previous = levels[index - 1].price
            guard side == .bid ? level.price < previous : level.price > previous else { throw .unordered(side) }
        }
    }

    private mutating func set(_ level: Level, on side: BookSide) {
        if side == .bid {
            Self.set(level, in: &bids) { $0 > $1 }
        } else {
            Self.set(level, in: &asks) { $0 < $1 }
        }
    }

    @inline(__always)
    private static func set(_ level: Level, in levels: inout [Level], isBetter: (Price, Price) -> Bool) {
        var low = 0
        var high = levels.count
        while low < high {
            let middle = (low + high) / 2
            if isBetter(levels[middle].price, level.price) { low = middle + 1 } else { high = middle }
        }
        let isPresent = low < levels.count && levels[low].price == level.price
        switch (isPresent, level.size.isZero) {
        case (true, true): levels.remove(at: low)
        case (true, false): levels[low].size = level.size
        case (false, false): levels.insert(level, at: low)
        case (false, true): break
        }
    }
}
