import Market

/// A decimal number as it stood on the wire: `coefficient / 10^places`, exact, never through Double.
///
/// Two spellings of a number are equal (`0.040` and `.04`), yet each keeps its places, since the venue's book hash is
/// taken over the spelling.
struct WireDecimal: Sendable {
    let coefficient: Int64
    /// Digits after the point as written, 0...18.
    let places: Int

    static let zero = WireDecimal(0)
    static let placesMax = 18

    init(_ whole: Int64) { self.init(coefficient: whole, places: 0) }

    init(coefficient: Int64, places: Int) {
        precondition((0...Self.placesMax).contains(places), "a decimal has at most 18 places")
        self.coefficient = coefficient
        self.places = places
    }

    init?(_ text: String) {
        let bytes = Array(text.utf8)
        self.init(bytes, bytes.indices)
    }

    /// The number in `bytes[range]`: digits with an optional sign, point and exponent. The digit before the point may
    /// be missing (`.48`), one after it may not.
    ///
    /// Nil for anything else and for what 64 bits or 18 places cannot hold.
    init?(_ bytes: [UInt8], _ range: Range<Int>) {
        var index = range.lowerBound
        let isNegative = index < range.upperBound && bytes[index] == UInt8(ascii: "-")
        if isNegative { index += 1 }
        var value: Int64 = 0
        var places = 0
        var digitCount = 0
        var hasPoint = false
        var exponent = 0
        scan: while index < range.upperBound {
            let byte = bytes[index]
            index += 1
            switch byte {
            case UInt8(ascii: "0")...UInt8(ascii: "9"):
                digitCount += 1
                let digit = Int64(byte &- UInt8(ascii: "0"))
                let (tens, overflowed) = value.multipliedReportingOverflow(by: 10)
                let (sum, carried) = tens.addingReportingOverflow(digit)
                if overflowed || carried || hasPoint && places == Self.placesMax {
                    // Zeros beyond what can be held change nothing.
                    guard hasPoint, digit == 0 else { return nil }
                    continue scan
                }
                value = sum
                if hasPoint { places += 1 }
            case UInt8(ascii: "."):
                guard !hasPoint, index < range.upperBound, Self.isDigit(bytes[index]) else { return nil }
                hasPoint = true
            case UInt8(ascii: "e"), UInt8(ascii: "E"):
                guard digitCount > 0, let found = Self.exponent(bytes, index..<range.upperBound) else { return nil }
                exponent = found
                break scan
            default: return nil
            }
        }
        guard digitCount > 0 else { return nil }
        while exponent > 0, places > 0 {
            places -= 1
            exponent -= 1
        }
        while exponent > 0, value != 0 {
            let (tens, overflowed) = value.multipliedReportingOverflow(by: 10)
            guard !overflowed else { return nil }
            value = tens
            exponent -= 1
        }
        while exponent < 0 {
            if places < Self.placesMax {
                places += 1
            } else {
                guard value % 10 == 0 else { return nil }
                value /= 10
            }
            exponent += 1
        }
        self.init(coefficient: isNegative ? -value : value, places: places)
    }

    private static func isDigit(_ byte: UInt8) -> Bool { byte >= UInt8(ascii: "0") && byte <= UInt8(ascii: "9") }

    private static func exponent(_ bytes: [UInt8], _ range: Range<Int>) -> Int? {
        var index = range.lowerBound
        guard index < range.upperBound else { return nil }
        let isNegative = bytes[index] == UInt8(ascii: "-")
        if isNegative || bytes[index] == UInt8(ascii: "+") { index += 1 }
        guard index < range.upperBound, range.upperBound - index <= 3 else { return nil }
        var value = 0
        while index < range.upperBound {
            guard isDigit(bytes[index]) else { return nil }
            value = value * 10 + Int(bytes[index] - UInt8(ascii: "0"))
            index += 1
        }
        return isNegative ? -value : value
    }

    /// The number in units of `10^-places`; nil when it is finer or too large.
    func units(places wanted: Int) -> Int64? {
        var value = coefficient
        var have = places
        while have > wanted {
            guard value % 10 == 0 else { return nil }
            value /= 10
            have -= 1
        }
        while have < wanted {
            let (tens, overflowed) = value.multipliedReportingOverflow(by: 10)
            guard !overflowed else { return nil }
            value = tens
            have += 1
        }
        return value
    }

    /// As a price of a token; nil unless strictly between 0 and 1 and on the grid of 0.0001.
    var price: Price? {
        guard let units = units(places: 4), units > 0, units < Int64(Price.one) else { return nil }
        return Price(checked: Int32(units))
    }

    /// As a number of shares; nil when negative or finer than a millionth.
    var size: Size? {
        guard let units = units(places: 6), units >= 0 else { return nil }
        return Size(microshares: units)
    }

    /// As USDC; nil when finer than a millionth.
    var money: Money? { units(places: 6).map(Money.init(microdollars:)) }

    /// As a tick size in price units; nil unless positive, at most 1 and whole.
    var tick: Int32? {
        guard let units = units(places: 4), units > 0, units <= Int64(Price.one) else { return nil }
        return Int32(units)
    }

    var isZero: Bool { coefficient == 0 }

    /// The nearest Double, for what only ranks or informs.
    var double: Double {
        var scale = 1.0
        for _ in 0..<places { scale *= 10 }
        return Double(coefficient) / scale
    }

    private var normalized: (coefficient: Int64, places: Int) {
        var value = coefficient
        var left = places
        while left > 0, value % 10 == 0 {
            value /= 10
            left -= 1
        }
        return (value, left)
    }
}

extension WireDecimal: Hashable, Comparable {
    static func == (a: WireDecimal, b: WireDecimal) -> Bool { a.normalized == b.normalized }

    func hash(into hasher: inout Hasher) {
        hasher.combine(normalized.coefficient)
        hasher.combine(normalized.places)
    }

    static func < (a: WireDecimal, b: WireDecimal) -> Bool {
        // 63 bits by 10^18 stay below 2^127.
        Int128(a.coefficient) * power(b.places) < Int128(b.coefficient) * power(a.places)
    }

    private static func power(_ exponent: Int) -> Int128 {
        var value: Int128 = 1
        for _ in 0..<exponent { value *= 10 }
        return value
    }
}

extension WireDecimal: CustomStringConvertible {
    /// With the places it was written with, and a digit before the point.
    var description: String {
        var bytes: [UInt8] = []
        Self.append(coefficient, places: places, to: &bytes)
        return String(decoding: bytes, as: UTF8.self)
    }

    /// Writes `units / 10^places` with exactly `places` digits after the point.
    static func append(_ units: Int64, places: Int, to bytes: inout [UInt8]) {
        if units < 0 { bytes.append(UInt8(ascii: "-")) }
        var rest = units.magnitude
        let start = bytes.count
        var written = 0
        while rest > 0 || written <= places {
            if written == places, places > 0 { bytes.append(UInt8(ascii: ".")) }
            bytes.append(UInt8(ascii: "0") + UInt8(rest % 10))
            rest /= 10
            written += 1
        }
        bytes[start...].reverse()
    }
}
