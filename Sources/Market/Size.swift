/// A number of shares in millionths, never negative.
public struct Size: Hashable, Comparable, Sendable {
    public let microshares: Int64

    public static let zero = Size(microshares: 0)

    @inlinable
    public init(microshares: Int64) {
        precondition(microshares >= 0, "a size is not negative")
        self.microshares = microshares
    }

    /// The nearest size; nil when negative, not finite, or above 10^12 shares.
    public init?(shares: Double) {
        guard shares >= 0, shares <= 1e12 else { return nil }
        self.init(microshares: Int64((shares * 1e6).rounded()))
    }

    @inlinable public static func < (a: Size, b: Size) -> Bool { a.microshares < b.microshares }
    @inlinable public static func + (a: Size, b: Size) -> Size { Size(microshares: a.microshares + b.microshares) }
    /// Traps when `b` is larger than `a`.
    @inlinable public static func - (a: Size, b: Size) -> Size { Size(microshares: a.microshares - b.microshares) }
    @inlinable public static func += (a: inout Size, b: Size) { a = a + b }
    @inlinable public static func -= (a: inout Size, b: Size) { a = a - b }

    @inlinable public var shares: Double { Double(microshares) * 1e-6 }
    public var isZero: Bool { microshares == 0 }
}

/// An amount of USDC in millionths; may be negative. Whole numbers only, so that a ledger balances exactly.
public struct Money: Hashable, Comparable, Sendable {
    public var microdollars: Int64

    public static let zero = Money(microdollars: 0)

    @inlinable public init(microdollars: Int64) { self.microdollars = microdollars }
    /// The nearest amount to a number of USDC.
    public init(dollars: Double) { microdollars = Int64((dollars * 1e6).rounded()) }

    @inlinable public static func < (a: Money, b: Money) -> Bool { a.microdollars < b.microdollars }
    @inlinable public static func + (a: Money, b: Money) -> Money {
        Money(microdollars: a.microdollars + b.microdollars)
    }
    @inlinable public static func - (a: Money, b: Money) -> Money {
        Money(microdollars: a.microdollars - b.microdollars)
    }
    @inlinable public static func += (a: inout Money, b: Money) { a = a + b }
    @inlinable public static func -= (a: inout Money, b: Money) { a = a - b }
    @inlinable public static prefix func - (a: Money) -> Money { Money(microdollars: -a.microdollars) }

    @inlinable public var dollars: Double { Double(microdollars) * 1e-6 }

    /// `price * size`, to the nearest microdollar, halves up. One rounding a fill, shared by both sides of it, so that
    /// nothing is created or lost.
    public static func notional(_ price: Price, _ size: Size) -> Money {
        let (high, low) = Int64(price.units).multipliedFullWidth(by: size.microshares)
        let (quotient, remainder) = Int64(Price.one).dividingFullWidth((high, low))
        return Money(microdollars: remainder * 2 >= Int64(Price.one) ? quotient + 1 : quotient)
    }
}

/// The taker fee schedule of a market: `shares * rate * p * (1 - p)` USDC, takers only
/// (Polymarket's documentation, page "Fees"). The rate is in millionths.
public struct FeeRate: Hashable, Sendable {
    public let millionths: Int32

    public static let free = FeeRate(millionths: 0)

    public init(millionths: Int32) {
        precondition(millionths >= 0, "a fee rate is not negative")
        self.millionths = millionths
    }

    public var rate: Double { Double(millionths) * 1e-6 }

    /// The fee of a taker fill, to the nearest microdollar, halves up. Symmetric in `p` and `1 - p`.
    public func fee(_ price: Price, _ size: Size) -> Money {
        // shares*1e6 * rate*1e6 * p*1e4 * (1-p)*1e4 / 1e14 = microdollars
        let variance = Int64(price.units) * Int64(Price.one - price.units)
        let (high, low) = (Int64(millionths) * variance).multipliedFullWidth(by: size.microshares)
        let divisor: Int64 = 100_000_000_000_000
        let (quotient, remainder) = divisor.dividingFullWidth((high, low))
        return Money(microdollars: remainder >= divisor / 2 ? quotient + 1 : quotient)
    }

    /// USDC per share at a price in (0, 1).
    public func perShare(at price: Double) -> Double { rate * price * (1 - price) }
}
