/// The limit price of a market order: how deep into the book it has to reach.
public enum MarketOrderPrice {
    /// A price of the book with all that rests there.
    public struct Level: Hashable, Sendable {
        /// Units of 0.0001 pUSD.
        public var price: Int64
        /// Millionths of a share.
        public var size: Int64

        public init(price: Int64, size: Int64) { (self.price, self.size) = (price, size) }
    }

    /// The price, in units of 0.0001, at which the levels up to there are worth `amount`; of a fill-and-kill order the
    /// worst price when all levels together are worth less. Nil when a fill-or-kill order finds too little, or nothing
    /// is there.
    ///
    /// A BUY whose amount uses up a level to the last unit takes the next level's price, if there is one: the fills of
    /// a level are rounded, and a limit without slack would leave the rest unfilled. (There py-clob-client-v2's answer
    /// hangs on how a product of binary fractions rounds.)
    /// - Parameters:
    ///   - levels: the other side of the book in the venue's order: the best last.
    ///   - amount: millionths of pUSD of a BUY, of a share of a SELL.
    public static func limit(
        _ side: ExchangeOrder.Side, amount: Int64, levels: [Level], type: OrderType
    ) -> Int64? {
        // A BUY counts in 10^-10 pUSD, a SELL in millionths of a share.
        let wanted = Int128(amount) * (side == .buy ? 10_000 : 1)
        var found: Int128 = 0
        for level in levels.reversed() {
            found += side == .buy ? Int128(level.price) * Int128(level.size) : Int128(level.size)
            if side == .buy ? found > wanted : found >= wanted { return level.price }
        }
        let isWorstDue = type != .fillOrKill || (found == wanted && found > 0)
        return isWorstDue ? levels.first?.price : nil
    }
}
