import Market

/// One price of a fill.
struct FillLeg: Hashable, Sendable {
    var price: Price
    var size: Size
}

extension TradeRecord {
    /// What the taker got, by price: fills are at the makers' prices, and a maker of the other token stands for one
    /// minus its price (mints and merges).
    ///
    /// One leg at the trade's own price where the makers do not add up to the trade. Nil when not even that is known.
    func takerLegs() -> [FillLeg]? {
        guard let total = size?.size, !total.isZero else { return nil }
        if let legs = makerLegs(), legs.reduce(Size.zero, { $0 + $1.size }) == total { return legs }
        guard let price = price?.price else { return nil }
        return [FillLeg(price: price, size: total)]
    }

    private func makerLegs() -> [FillLeg]? {
        var legs: [FillLeg] = []
        for fill in makers {
            guard let price = fill.price?.price, let size = fill.size?.size, !size.isZero,
                size.microshares < 1 << 56
            else { return nil }
            let own = fill.asset == asset ? price : price.complement
            if let place = legs.firstIndex(where: { $0.price == own }) {
                legs[place].size += size
            } else {
                legs.append(FillLeg(price: own, size: size))
            }
        }
        return legs.count < 1 << 7 ? legs : nil
    }
}

extension MakerFill {
    /// What the maker got: its own element, never the trade's own price, side or token.
    func leg() -> FillLeg? {
        guard let price = price?.price, let size = size?.size, !size.isZero else { return nil }
        return FillLeg(price: price, size: size)
    }
}
