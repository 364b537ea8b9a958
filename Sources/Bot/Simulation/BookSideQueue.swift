import Market

/// One price: its orders in the order of their arrival, and the sum of their sizes.
struct PriceLevel: Sendable {
    let price: Price
    var total: Size
    var queue: [RestingOrder]
}

/// One side of a book, best level first.
struct BookSideQueue: Sendable {
    let side: BookSide
    var levels: [PriceLevel] = []

    init(side: BookSide) { self.side = side }

    /// Where `price` is, or would be.
    func position(of price: Price) -> Int {
        var index = 0
        while index < levels.count, side == .bid ? levels[index].price > price : levels[index].price < price {
            index += 1
        }
        return index
    }

    func size(at price: Price) -> Size {
        let index = position(of: price)
        return index < levels.count && levels[index].price == price ? levels[index].total : .zero
    }

    mutating func append(_ resting: RestingOrder, at price: Price) {
        let index = position(of: price)
        if index < levels.count, levels[index].price == price {
            levels[index].total += resting.order.size
            levels[index].queue.append(resting)
        } else {
            levels.insert(PriceLevel(price: price, total: resting.order.size, queue: [resting]), at: index)
        }
    }

    /// Fills `taker` from the best level on, as far as its limit goes.
    mutating func match(_ taker: inout RestingOrder, limit: Price, changed: inout [Price], fills: inout [Match]) {
        var emptied = 0
        for index in levels.indices {
            let price = levels[index].price
            guard !taker.order.size.isZero, side == .bid ? price >= limit : price <= limit else { break }
            MatchingEngine.note(price, in: &changed)
            var served = 0
            while served < levels[index].queue.count, !taker.order.size.isZero {
                let maker = levels[index].queue[served]
                let size = min(taker.order.size, maker.order.size)
                fills.append(Match(maker: maker, taker: taker, price: price, size: size))
                taker.order.size -= size
                levels[index].total -= size
                if size == maker.order.size {
                    served += 1
                } else {
                    levels[index].queue[served].order.size -= size
                }
            }
            levels[index].queue.removeFirst(served)
            if levels[index].queue.isEmpty { emptied += 1 }
        }
        levels.removeFirst(emptied)
    }

    mutating func remove(_ id: OrderID) -> RestingOrder? {
        for index in levels.indices {
            guard let place = levels[index].queue.firstIndex(where: { $0.order.id == id }) else { continue }
            return remove(at: index, place)
        }
        return nil
    }

    private mutating func remove(at index: Int, _ place: Int) -> RestingOrder {
        let found = levels[index].queue.remove(at: place)
        levels[index].total -= found.order.size
        if levels[index].queue.isEmpty { levels.remove(at: index) }
        return found
    }

    /// What `owner` has resting at `price`.
    func size(of owner: Participant, at price: Price) -> Size {
        let index = position(of: price)
        guard index < levels.count, levels[index].price == price else { return .zero }
        return levels[index].queue.reduce(into: Size.zero) { if $1.owner == owner { $0 += $1.order.size } }
    }

    /// Lowers what `owner` has at `price` to `size`; the youngest orders leave first, so the others keep their places.
    /// Returns whether anything changed.
    mutating func lower(_ owner: Participant, at price: Price, to size: Size) -> Bool {
        let index = position(of: price)
        guard index < levels.count, levels[index].price == price else { return false }
        var excess = self.size(of: owner, at: price)
        guard excess > size else { return false }
        excess -= size
        var place = levels[index].queue.count - 1
        while !excess.isZero {
            if levels[index].queue[place].owner == owner {
                let cut = min(excess, levels[index].queue[place].order.size)
                levels[index].queue[place].order.size -= cut
                levels[index].total -= cut
                excess -= cut
                if levels[index].queue[place].order.size.isZero { levels[index].queue.remove(at: place) }
            }
            place -= 1
        }
        if levels[index].queue.isEmpty { levels.remove(at: index) }
        return true
    }
}
