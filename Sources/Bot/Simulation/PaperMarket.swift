import Market

/// What a tape has said of one market so far, and what of it a paper account has used up.
struct PaperMarket {
    private(set) var instrument: Instrument?
    private(set) var isOpen = false
    private var yes = OrderBook()
    /// The NO token's own book, once the tape has shown one.
    private var no: OrderBook?
    /// Shares that we took from a level and that the tape still shows there.
    private var taken: [Place: Size] = [:]

    /// A level in the YES token's book: what NO shows at 1 - p is the same liquidity.
    private struct Place: Hashable {
        var side: BookSide
        var price: Price

        init(_ side: BookSide, _ price: Price, of outcome: Outcome) {
            self.side = outcome == .yes ? side : side.opposite
            self.price = outcome == .yes ? price : price.complement
        }
    }

    /// Takes what the tape says. A book message that is refused leaves its book without sizes until the next one.
    mutating func apply(_ event: MarketEvent) {
        switch event.kind {
        case .listed(let instrument):
            self.instrument = instrument
            isOpen = true
        case .tickChanged(let tick): instrument?.tick = tick
        case .feeChanged(let fee): instrument?.fee = fee
        case .closed, .resolved, .recordingEnded: isOpen = false
        default: break
        }
        var book = event.asset.outcome == .yes ? yes : no ?? OrderBook()
        let before = book
        do { try book.apply(event.kind) } catch { taken.removeAll() }
        if event.asset.outcome == .yes { yes = book } else { no = book }
        switch event.kind {
        case .snapshot, .delta, .quote: forgetChanged(from: before, to: book, of: event.asset.outcome)
        case .tickChanged, .closed, .resolved, .recordingEnded:
            // They concern both tokens.
            if event.asset.outcome == .yes { do { try no?.apply(event.kind) } catch { no = nil } }
        default: break
        }
    }

    /// The same liquidity is not taken twice until its level changes.
    private mutating func forgetChanged(from before: OrderBook, to after: OrderBook, of outcome: Outcome) {
        guard !taken.isEmpty else { return }
        taken = taken.filter { place, _ in
            let side = outcome == .yes ? place.side : place.side.opposite
            let price = outcome == .yes ? place.price : place.price.complement
            return Self.size(in: before, side, price) == Self.size(in: after, side, price)
        }
    }

    private static func size(in book: OrderBook, _ side: BookSide, _ price: Price) -> Size {
        (side == .bid ? book.bids : book.asks).first { $0.price == price }?.size ?? .zero
    }

    private func book(of outcome: Outcome) -> OrderBook {
        if outcome == .yes { return yes }
        return no ?? yes.mirrored
    }

    /// Why nothing can be bought or sold for lack of a book.
    func objection(to order: LimitOrder) -> RejectReason? {
        guard let instrument, isOpen else { return .marketNotOpen }
        if !order.price.isMultiple(of: instrument.tick) { return .priceOffTick }
        if order.size < instrument.sizeMin || order.size.isZero { return .sizeBelowMinimum }
        let book = book(of: order.asset.outcome)
        return book.isSynchronized && book.hasSizes && !book.isCrossed ? nil : .noSizeKnown
    }

    /// What an order would fill against the last known book, best first, without what was taken before.
    func fills(for order: LimitOrder) -> [(price: Price, size: Size)] {
        let outcome = order.asset.outcome
        let book = book(of: outcome)
        guard isOpen, book.isSynchronized, book.hasSizes, !book.isCrossed else { return [] }
        let side: BookSide = order.side == .buy ? .ask : .bid
        var left = order.size
        var result: [(price: Price, size: Size)] = []
        for level in side == .ask ? book.asks : book.bids {
            guard side == .ask ? level.price <= order.price : level.price >= order.price, !left.isZero else { break }
            let used = taken[Place(side, level.price, of: outcome)] ?? .zero
            let size = min(left, level.size > used ? level.size - used : .zero)
            if size.isZero { continue }
            result.append((level.price, size))
            left -= size
        }
        return result
    }

    /// Remembers that `size` of the level that an order met is ours now.
    mutating func take(_ size: Size, at price: Price, by order: LimitOrder) {
        let side: BookSide = order.side == .buy ? .ask : .bid
        taken[Place(side, price, of: order.asset.outcome), default: .zero] += size
    }
}
