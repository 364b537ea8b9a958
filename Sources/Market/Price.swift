/// A price of an outcome token in units of 0.0001 USDC, strictly between 0 and 1.
///
/// Every tick size of the venue (0.1, 0.01, 0.001, 0.0001) is a whole number of units, so a change of tick size never
/// rescales a price. The tick size belongs to the instrument.
public struct Price: Hashable, Comparable, Sendable {
    public let units: Int32

    /// Units in one USDC.
    public static let one: Int32 = 10_000

    /// Nil unless 0 < units < 10,000.
    @inlinable
    public init?(units: Int32) {
        guard units > 0, units < Price.one else { return nil }
        self.units = units
    }

    /// For prices that are known to be inside the open interval; traps otherwise.
    @inlinable
    public init(checked units: Int32) {
        precondition(units > 0 && units < Price.one, "a price lies strictly between 0 and 1")
        self.units = units
    }

    /// The nearest price to a decimal number of USDC; nil when that is outside (0, 1) or not a number.
    public init?(nearest dollars: Double) {
        guard dollars > 0, dollars < 1 else { return nil }
        self.init(units: Int32((dollars * Double(Price.one)).rounded()))
    }

    @inlinable public static func < (a: Price, b: Price) -> Bool { a.units < b.units }

    /// The price of the other token of the market: 1 - p.
    @inlinable public var complement: Price { Price(checked: Price.one - units) }

    /// USDC per share.
    @inlinable public var dollars: Double { Double(units) * 1e-4 }

    /// Whether the price lies on the grid of `tick` units.
    public func isMultiple(of tick: Int32) -> Bool { units % tick == 0 }
}
