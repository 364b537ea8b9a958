/// The grid of prices of a market, in units of 0.0001 pUSD: the six that the venue has.
public enum TickSize: Int64, CaseIterable, Hashable, Sendable {
    case tenth = 1_000
    case hundredth = 100
    case fiveThousandths = 50
    case twentyFiveTenThousandths = 25
    case thousandth = 10
    case tenThousandth = 1

    /// Reads 0.01 and its like.
    /// - Throws: ``OrderError/unknownTickSize``
    public init(_ text: some StringProtocol) throws(OrderError) {
        do {
            guard let tick = TickSize(rawValue: try DecimalText.exact(text, places: 4)) else {
                throw OrderError.unknownTickSize
            }
            self = tick
        } catch {
            throw .unknownTickSize
        }
    }

    /// Decimal places of a price, the first column of both clients' table `ROUNDING_CONFIG`.
    public var priceDecimals: Int {
        switch self {
        case .tenth: 1
        case .hundredth: 2
        case .fiveThousandths, .thousandth: 3
        case .twentyFiveTenThousandths, .tenThousandth: 4
        }
    }

    /// Decimal places of a size, the same for every tick.
    public static let sizeDecimals = 2

    /// Decimal places of the computed amount: a price times a size never has more.
    public var amountDecimals: Int { priceDecimals + Self.sizeDecimals }

    public var text: String { DecimalText.text(rawValue, places: 4) }
}
