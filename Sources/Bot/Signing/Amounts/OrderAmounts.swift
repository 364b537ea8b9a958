/// What an order gives and what it wants, in millionths of pUSD or of a share.
///
/// Rounded as both of the venue's clients do with exact decimals, on whole numbers alone. With P decimal places of a
/// price and A = P + 2 of an amount, their rule shortens an amount that has more than A places by rounding up to A + 4
/// and then down to A. The price lies on the tick, so it has at most P places, and price times size at most A:
/// nothing is left to round but a quotient.
public struct OrderAmounts: Hashable, Sendable {
    /// What the maker of the order gives: pUSD of a BUY, shares of a SELL.
    public var maker: Int64
    /// What the maker of the order gets.
    public var taker: Int64

    /// - Throws: ``OrderError/negativeAmount``
    public init(maker: Int64, taker: Int64) throws(OrderError) {
        guard maker >= 0, taker >= 0 else { throw .negativeAmount }
        self.init(unchecked: maker, taker)
    }

    private init(unchecked maker: Int64, _ taker: Int64) { (self.maker, self.taker) = (maker, taker) }

    /// Units of 0.000001 in the 0.01 that sizes and spent amounts are rounded down to.
    private static let hundredth: Int64 = 10_000

    /// A limit order for `size` millionths of a share. Either amount may come out as zero.
    /// - Throws: ``OrderError/negativeAmount``
    public static func limit(
        _ side: ExchangeOrder.Side, price: OrderPrice, size: Int64
    ) throws(OrderError) -> OrderAmounts {
        guard size >= 0 else { throw .negativeAmount }
        let hundredths = size / hundredth
        // 0.01 shares at 0.0001 pUSD: millionths. A price below one keeps the product below the size's own limit.
        let (shares, collateral) = (hundredths * hundredth, hundredths * price.units)
        return side == .buy ? .init(unchecked: collateral, shares) : .init(unchecked: shares, collateral)
    }

    /// A market order that spends `amount` millionths, of pUSD to buy or of a share to sell, at `price` or better.
    /// Either amount may come out as zero.
    /// - Throws: ``OrderError/negativeAmount``, ``OrderError/amountTooLarge``
    public static func market(
        _ side: ExchangeOrder.Side, price: OrderPrice, amount: Int64
    ) throws(OrderError) -> OrderAmounts {
        guard amount >= 0 else { throw .negativeAmount }
        let hundredths = amount / hundredth
        let spent = hundredths * hundredth
        guard side == .buy else { return .init(unchecked: spent, hundredths * price.units) }
        let places = price.tick.amountDecimals
        // Shares in units of 10^-(A+4): (hundredths / 100) / (price / 10^4), rounded up.
        let dividend = Int128(hundredths) * 100 * power(places + 4)
        let roundedUp = (dividend + Int128(price.units) - 1) / Int128(price.units)
        let shares = roundedUp / 10_000 * power(6 - places)
        guard let taker = Int64(exactly: shares) else { throw .amountTooLarge }
        return .init(unchecked: spent, taker)
    }

    /// The same with what is got rounded down to four decimal places, whatever the tick: the venue refuses immediate
    /// orders that are finer (py-clob-client-v2, issue 99). The price that the amounts imply moves by less than a unit
    /// of the amount, up for a BUY.
    public var roundedForImmediateOrders: OrderAmounts { .init(unchecked: maker, taker / 100 * 100) }

    private static func power(_ exponent: Int) -> Int128 {
        var power: Int128 = 1
        for _ in 0..<exponent { power *= 10 }
        return power
    }
}
