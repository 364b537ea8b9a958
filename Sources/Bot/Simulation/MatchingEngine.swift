package import Market

/// Who stands behind an order.
package struct Participant: Hashable, Comparable, Sendable {
    package let rawValue: UInt32

    package init(_ rawValue: UInt32) { self.rawValue = rawValue }
    package static func < (a: Participant, b: Participant) -> Bool { a.rawValue < b.rawValue }

    /// The account under test.
    static let bot = Participant(0)
    /// All simulated traders together.
    package static let crowd = Participant(1)

    /// Whether it is one of the accounts that a venue keeps for its clients (`SimulatedExchange.addMember`).
    package var isMember: Bool { rawValue > 1 }
}

/// An order in the book; `order.size` is what is left of it.
package struct RestingOrder: Hashable, Sendable {
    package var order: LimitOrder
    package var owner: Participant
}

/// Two orders met. Both keep their own view: their token, their side.
package struct Match: Hashable, Sendable {
    package var maker: RestingOrder
    package var taker: RestingOrder
    /// Of the YES token.
    package var price: Price
    package var size: Size

    /// The fill's price as the owner of an order for `asset` sees it.
    package func price(of asset: AssetID) -> Price { asset.outcome == .yes ? price : price.complement }
}

extension LimitOrder {
    /// A buy of NO at p is a sell of YES at 1 - p, so one book holds both tokens.
    package var isBid: Bool { (asset.outcome == .yes) == (side == .buy) }
    /// The limit in prices of the YES token.
    package var yesPrice: Price { asset.outcome == .yes ? price : price.complement }
}

/// The book of one market with price-time priority, as Polymarket keeps it: YES and NO orders meet in one book, where
/// two buys of different tokens mint a pair and two sells redeem one.
///
/// Pure: no accounts (see `Clearing`), no time, no chance. Prices are those of the YES token. The levels are few, so
/// sorted arrays are searched from the best.
package struct MatchingEngine: Sendable {
    let market: MarketID
    package var tick: Int32
    private(set) var sizeMin: Size
    var bids = BookSideQueue(side: .bid)
    var asks = BookSideQueue(side: .ask)
    var changedBids: [Price] = []
    var changedAsks: [Price] = []

    init(market: MarketID, tick: Int32, sizeMin: Size) {
        precondition(tick > 0 && Price.one % tick == 0, "a tick divides one dollar")
        self.market = market
        self.tick = tick
        self.sizeMin = sizeMin
    }

    package enum Submission: Hashable, Sendable {
        case rejected(RejectReason)
        /// `resting` stays in the book, `cancelled` is gone; with the fills they make up the order's size.
        case executed(resting: Size, cancelled: Size)
    }

    /// Why an order may not enter, by its form alone.
    func objection(to order: LimitOrder) -> RejectReason? {
        if !order.price.isMultiple(of: tick) { return .priceOffTick }
        if order.size < sizeMin || order.size.isZero { return .sizeBelowMinimum }
        return nil
    }

    /// Matches `order` against the best levels first, the oldest order of a level first, at the resting order's price.
    ///
    /// A fill-or-kill that cannot be filled whole, or a fill-and-kill that meets nothing, is `nothingToMatch`.
    /// - Parameter fills: the new fills are appended, in the order in which they happened.
    mutating func submit(_ order: LimitOrder, from owner: Participant, fills: inout [Match]) -> Submission {
        precondition(order.asset.market == market, "an order goes to its own market's book")
        if let reason = objection(to: order) { return .rejected(reason) }
        return match(order, from: owner, fills: &fills)
    }

    /// As `submit`, for an order whose form somebody else has judged.
    mutating func match(_ order: LimitOrder, from owner: Participant, fills: inout [Match]) -> Submission {
        let isBid = order.isBid
        let limit = order.yesPrice
        if order.timeInForce != .goodTillCancelled {
            let needed = order.timeInForce == .fillOrKill ? order.size : Size(microshares: 1)
            if depth(isBid ? .ask : .bid, upTo: limit, atMost: needed) < needed { return .rejected(.nothingToMatch) }
        }
        var taker = RestingOrder(order: order, owner: owner)
        if isBid {
            asks.match(&taker, limit: limit, changed: &changedAsks, fills: &fills)
        } else {
            bids.match(&taker, limit: limit, changed: &changedBids, fills: &fills)
        }
        let rest = taker.order.size
        if rest.isZero || order.timeInForce != .goodTillCancelled {
            return .executed(resting: .zero, cancelled: rest)
        }
        insert(taker)
        return .executed(resting: rest, cancelled: .zero)
    }

    /// Takes an order out of the book; nil when it does not rest there. O(orders).
    mutating func cancel(_ id: OrderID) -> RestingOrder? {
        if let found = bids.remove(id) {
            Self.note(found.order.yesPrice, in: &changedBids)
            return found
        }
        guard let found = asks.remove(id) else { return nil }
        Self.note(found.order.yesPrice, in: &changedAsks)
        return found
    }

    /// Takes every order out, best first; the changes since the last `drainChanges` are forgotten.
    mutating func removeAll() -> [RestingOrder] {
        defer {
            bids.levels.removeAll()
            asks.levels.removeAll()
            changedBids.removeAll()
            changedAsks.removeAll()
        }
        return bids.levels.flatMap(\.queue) + asks.levels.flatMap(\.queue)
    }

    /// What rests on a side at `limit` or better, counted no further than `atMost`.
    package func depth(_ side: BookSide, upTo limit: Price, atMost: Size) -> Size {
        var total = Size.zero
        for level in (side == .bid ? bids : asks).levels {
            guard side == .bid ? level.price >= limit : level.price <= limit, total < atMost else { break }
            total += level.total
        }
        return min(total, atMost)
    }

    /// What the order would fill now, without filling it: prices as its owner sees them. The rest would find nothing.
    func preview(_ order: LimitOrder) -> [(price: Price, size: Size)] {
        let limit = order.yesPrice
        let isBid = order.isBid
        var left = order.size
        var result: [(price: Price, size: Size)] = []
        for level in (isBid ? asks : bids).levels {
            guard isBid ? level.price <= limit : level.price >= limit else { break }
            for resting in level.queue where !left.isZero {
                let size = min(left, resting.order.size)
                result.append((order.asset.outcome == .yes ? level.price : level.price.complement, size))
                left -= size
            }
        }
        return result
    }

    package func levels(_ side: BookSide) -> [Level] {
        (side == .bid ? bids : asks).levels.map { Level(price: $0.price, size: $0.total) }
    }

    /// The levels touched since the last call with their size now, zero for those that are gone: bids, then asks.
    mutating func drainChanges() -> [LevelChange] {
        guard !changedBids.isEmpty || !changedAsks.isEmpty else { return [] }
        var changes: [LevelChange] = []
        changes.reserveCapacity(changedBids.count + changedAsks.count)
        for price in changedBids { changes.append(LevelChange(.bid, Level(price: price, size: bids.size(at: price)))) }
        for price in changedAsks { changes.append(LevelChange(.ask, Level(price: price, size: asks.size(at: price)))) }
        changedBids.removeAll(keepingCapacity: true)
        changedAsks.removeAll(keepingCapacity: true)
        return changes
    }

    mutating func insert(_ resting: RestingOrder) {
        let price = resting.order.yesPrice
        if resting.order.isBid {
            bids.append(resting, at: price)
            Self.note(price, in: &changedBids)
        } else {
            asks.append(resting, at: price)
            Self.note(price, in: &changedAsks)
        }
    }

    static func note(_ price: Price, in changed: inout [Price]) {
        if !changed.contains(price) { changed.append(price) }
    }
}
