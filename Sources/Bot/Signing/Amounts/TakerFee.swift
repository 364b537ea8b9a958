/// What the venue charges takers: shares * rate * (p * (1 - p))^exponent in pUSD (its documentation, "Fees").
///
/// Rounded to five decimal places, halves up: the documentation says the places and not the direction.
public struct TakerFee: Hashable, Sendable {
    /// In millionths.
    public let rate: Int64
    public let exponent: Int

    /// Schedules seen have exponents 0, 1 and 2 and rates below one.
    /// - Throws: ``FeeError``
    public init(rate: Int64, exponent: Int) throws(FeeError) {
        guard (0...1_000_000).contains(rate) else { throw .rateOutOfRange }
        guard (0...2).contains(exponent) else { throw .exponentOutOfRange(exponent) }
        (self.rate, self.exponent) = (rate, exponent)
    }

    /// The fee of a fill in millionths of pUSD, a whole number of tens.
    /// - Parameters:
    ///   - shares: in millionths.
    ///   - price: in units of 0.0001.
    /// - Throws: ``FeeError``
    public func fee(shares: Int64, price: Int64) throws(FeeError) -> Int64 {
        guard (0...10_000).contains(price), shares >= 0 else { throw .inputOutOfRange }
        let (factor, scale) = curve(price)
        // Millionths times millionths times the curve; the fee is wanted in units of 10^-5.
        let (product, overflowed) = (Int128(shares) * Int128(rate)).multipliedReportingOverflow(by: factor)
        guard !overflowed else { throw .inputOutOfRange }
        let unit = 10_000_000 * scale
        let rounded = product / unit + (product % unit * 2 >= unit ? 1 : 0)
        guard let fee = Int64(exactly: rounded * 10) else { throw .inputOutOfRange }
        return fee
    }

    /// The most that a market BUY may spend on shares so that with the fees it spends at most `budget`: the budget over
    /// 1 + rate * (p * (1 - p))^exponent / p + builder's rate, rounded down. All amounts in millionths of pUSD.
    /// - Parameters:
    ///   - price: in units of 0.0001, above zero.
    ///   - builderRate: in millionths of what is spent.
    /// - Throws: ``FeeError``
    public func spendable(budget: Int64, price: Int64, builderRate: Int64 = 0) throws(FeeError) -> Int64 {
        guard (1...9_999).contains(price), budget >= 0, (0...1_000_000).contains(builderRate) else {
            throw .inputOutOfRange
        }
        let (factor, scale) = curve(price)
        // The divisor times p, both times 10^6 (rates) and the curve's scale; p itself in units of 10^-4.
        let unit = Int128(price) * scale
        let divisor = unit * Int128(1_000_000 + builderRate) + Int128(rate) * factor * 10_000
        let (product, overflowed) = (unit * 1_000_000).multipliedReportingOverflow(by: Int128(budget))
        guard !overflowed else { throw .inputOutOfRange }
        return Int64(product / divisor)
    }

    /// (p * (1 - p))^exponent as a whole number and what it is to be divided by.
    private func curve(_ price: Int64) -> (factor: Int128, scale: Int128) {
        var (factor, scale): (Int128, Int128) = (1, 1)
        for _ in 0..<exponent {
            factor *= Int128(price * (10_000 - price))
            scale *= 100_000_000
        }
        return (factor, scale)
    }
}

public enum FeeError: Error, Hashable, CustomStringConvertible {
    case rateOutOfRange
    case exponentOutOfRange(Int)
    case inputOutOfRange

    public var description: String {
        switch self {
        case .rateOutOfRange: "a fee rate lies between 0 and 1"
        case .exponentOutOfRange(let exponent): "a fee's exponent is 0, 1 or 2, not \(exponent)"
        case .inputOutOfRange: "prices lie between 0 and 1, amounts are not negative and fit into 64 bits"
        }
    }
}
