package import Market

extension MatchingEngine {
    package func best(_ side: BookSide) -> Price? { (side == .bid ? bids : asks).levels.first?.price }

    /// What `owner` has resting at a price.
    func size(of owner: Participant, _ side: BookSide, at price: Price) -> Size {
        side == .bid ? bids.size(of: owner, at: price) : asks.size(of: owner, at: price)
    }

    /// Lowers what `owner` has at a price to `size`; his youngest orders leave first.
    mutating func lower(_ owner: Participant, _ side: BookSide, at price: Price, to size: Size) {
        if side == .bid {
            if bids.lower(owner, at: price, to: size) { Self.note(price, in: &changedBids) }
        } else {
            if asks.lower(owner, at: price, to: size) { Self.note(price, in: &changedAsks) }
        }
    }

    /// Takes away all that `owner` has on a side outside of `prices`.
    mutating func withdraw(_ owner: Participant, _ side: BookSide, outside prices: [Price]) {
        for level in (side == .bid ? bids : asks).levels where !prices.contains(level.price) {
            lower(owner, side, at: level.price, to: .zero)
        }
    }
}
