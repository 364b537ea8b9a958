import Market

extension FeeRate {
    /// The fee of a taker fill as the venue charges it: rounded to 0.00001 USDC, halves up (the direction is inferred,
    /// section 8.3 of the specification).
    func charged(_ price: Price, _ size: Size) -> Money {
        // millionths * units * units * microshares / 10^20 USDC; in units of 0.00001 that is / 10^15.
        let variance = Int128(price.units) * Int128(Price.one - price.units)
        let product = Int128(millionths) * variance * Int128(size.microshares)
        let divisor: Int128 = 1_000_000_000_000_000
        let hundredThousandths = (product * 2 + divisor) / (divisor * 2)
        return Money(microdollars: Int64(hundredThousandths) * 10)
    }
}
