/// Decimal text to whole numbers of a small unit and back, exactly: no number ever passes through Double.
///
/// Takes the forms that the venue's back ends write: `0.040`, `.48`, `5.`, `1e-05`. No sign: prices and sizes have
/// none.
public enum DecimalText {
    /// A number in units of 10^-places.
    public struct Scaled: Hashable, Sendable {
        /// The number, what is finer than a unit left off.
        public var units: Int64
        /// Whether nothing was left off.
        public var isExact: Bool
    }

    /// The number that `text` says, rounded down to units of 10^-`places`.
    /// - Throws: ``DecimalError``; `empty` for empty text, which the venue writes for an absent number.
    public static func floor(_ text: some StringProtocol, places: Int) throws(DecimalError) -> Scaled {
        guard !text.isEmpty else { throw .empty }
        let mantissa = text.utf8.prefix { $0 != 0x65 && $0 != 0x45 }
        let exponent = try exponent(text.utf8.dropFirst(mantissa.count))
        var (digits, fractionDigits, hasPoint) = (0, 0, false)
        for byte in mantissa {
            if byte == 0x2e, !hasPoint {
                hasPoint = true
                continue
            }
            guard byte >= 0x30, byte <= 0x39 else { throw .malformed }
            digits += 1
            if hasPoint { fractionDigits += 1 }
        }
        guard digits > 0 else { throw .malformed }
        // The first `kept` digits make the units; more than there are stands for zeros after them.
        let kept = digits - fractionDigits + exponent + places
        var scaled = Scaled(units: 0, isExact: true)
        var index = 0
        for byte in mantissa where byte != 0x2e {
            let digit = Int64(byte - 0x30)
            if index < kept {
                scaled.units = try appending(digit, to: scaled.units)
            } else if digit != 0 {
                scaled.isExact = false
            }
            index += 1
        }
        while index < kept, scaled.units != 0 {
            scaled.units = try appending(0, to: scaled.units)
            index += 1
        }
        return scaled
    }

    /// The number that `text` says, in units of 10^-`places`.
    /// - Throws: ``DecimalError``; `tooFine` when it is no whole number of units.
    public static func exact(_ text: some StringProtocol, places: Int) throws(DecimalError) -> Int64 {
        let scaled = try floor(text, places: places)
        guard scaled.isExact else { throw .tooFine(places: places) }
        return scaled.units
    }

    /// `units` of 10^-`places` in the shortest form: no zeros after the last digit that counts, no bare point.
    public static func text(_ units: Int64, places: Int) -> String {
        let digits = String(units.magnitude)
        let padded = String(repeating: "0", count: max(0, places + 1 - digits.count)) + digits
        var fraction = padded.suffix(places)
        while fraction.last == "0" { fraction.removeLast() }
        let whole = (units < 0 ? "-" : "") + padded.dropLast(places)
        return fraction.isEmpty ? whole : whole + "." + fraction
    }

    private static func exponent(_ text: some Collection<UInt8>) throws(DecimalError) -> Int {
        guard !text.isEmpty else { return 0 }
        var digits = text.dropFirst()
        let isNegative = digits.first == 0x2d
        if isNegative || digits.first == 0x2b { digits = digits.dropFirst() }
        guard !digits.isEmpty, digits.count <= 3 else { throw .malformed }
        var exponent = 0
        for byte in digits {
            guard byte >= 0x30, byte <= 0x39 else { throw .malformed }
            exponent = exponent * 10 + Int(byte - 0x30)
        }
        return isNegative ? -exponent : exponent
    }

    private static func appending(_ digit: Int64, to units: Int64) throws(DecimalError) -> Int64 {
        let (tens, overflowed) = units.multipliedReportingOverflow(by: 10)
        let (sum, carried) = tens.addingReportingOverflow(digit)
        if overflowed || carried { throw .tooLarge }
        return sum
    }
}

/// What is wrong with decimal text. The text itself is not repeated: it may be a secret in the wrong place.
public enum DecimalError: Error, Hashable, CustomStringConvertible {
    case empty
    case malformed
    case tooLarge
    case tooFine(places: Int)

    public var description: String {
        switch self {
        case .empty: "a number is due and the text is empty"
        case .malformed: "a decimal number is due, such as 0.57"
        case .tooLarge: "the number is too large"
        case .tooFine(let places): "the number has more than \(places) decimal places"
        }
    }
}
