package import Market

extension MatchingEngine {
    /// The fills that the order would have now, without having them.
    package func fills(of order: LimitOrder, from owner: Participant) -> [Match] {
        var copy = self
        var fills: [Match] = []
        var taking = order
        taking.timeInForce = .fillAndKill
        _ = copy.match(taking, from: owner, fills: &fills)
        return fills
    }

    /// The shares that a buyer gets who takes from the best offer on until `money` is spent, and whether the money was
    /// the limit of it, not the book.
    ///
    /// Every fill is rounded as `Clearing` rounds it, so that what is paid never exceeds `money`.
    /// - Parameter order: its asset, side and limit; its size is not looked at.
    package func purchase(_ order: LimitOrder, for money: Money, by owner: Participant) -> (size: Size, isSpent: Bool) {
        var left = money.microdollars
        var total = Size.zero
        for level in (order.isBid ? asks : bids).levels {
            guard order.isBid ? level.price <= order.yesPrice : level.price >= order.yesPrice else { break }
            let price = Int64((order.asset.outcome == .yes ? level.price : level.price.complement).units)
            for maker in level.queue {
                var size = min(maker.order.size, Size(microshares: Self.quotient(left, price)))
                while !size.isZero {
                    let taker = RestingOrder(order: order, owner: owner)
                    let fill = Match(maker: maker, taker: taker, price: level.price, size: size)
                    let cost = Clearing.amounts(of: fill).taker.microdollars
                    if cost <= left {
                        left -= cost
                        total += size
                        break
                    }
                    size -= Size(microshares: 1)
                }
                if size < maker.order.size { return (total, true) }
            }
        }
        return (total, left * Int64(Price.one) < Int64(order.price.units))
    }

    /// Millionths of a share that `microdollars` buy at a price.
    private static func quotient(_ microdollars: Int64, _ price: Int64) -> Int64 {
        let (high, low) = microdollars.multipliedFullWidth(by: Int64(Price.one))
        return price.dividingFullWidth((high, low)).quotient
    }
}
