import Market

/// Whole numbers of a smaller unit as decimal text, as the venue writes them: no trailing zeros.
enum DecimalText {
    /// `value` / 10^`digits`.
    static func text(_ value: Int64, digits: Int) -> String {
        let magnitude = String(value.magnitude)
        let padded = String(repeating: "0", count: max(0, digits + 1 - magnitude.count)) + magnitude
        let whole = padded.dropLast(digits)
        var fraction = padded.suffix(digits)
        while fraction.last == "0" { fraction.removeLast() }
        return (value < 0 ? "-" : "") + whole + (fraction.isEmpty ? "" : "." + fraction)
    }

    /// Nil for anything but up to 18 digits with at most `digits` of them behind a point.
    static func units(_ text: some StringProtocol, digits: Int) -> Int64? {
        var value: Int64 = 0
        var (count, fraction) = (0, -1)
        for byte in text.utf8 {
            if byte == 0x2e {
                guard fraction < 0 else { return nil }
                fraction = 0
                continue
            }
            guard byte >= 0x30, byte <= 0x39, count < 18 else { return nil }
            value = value * 10 + Int64(byte - 0x30)
            count += 1
            if fraction >= 0 { fraction += 1 }
        }
        guard count > 0, fraction <= digits else { return nil }
        for _ in max(0, fraction)..<digits {
            let (product, overflowed) = value.multipliedReportingOverflow(by: 10)
            guard !overflowed else { return nil }
            value = product
        }
        return value
    }
}

extension Price {
    var text: String { DecimalText.text(Int64(units), digits: 4) }
}

extension Size {
    var text: String { DecimalText.text(microshares, digits: 6) }
}

extension Money {
    var text: String { DecimalText.text(microdollars, digits: 6) }
}

extension Timestamp {
    var milliseconds: Int64 { nanoseconds.quotientFloored(by: 1_000_000) }
    var seconds: Int64 { nanoseconds.quotientFloored(by: 1_000_000_000) }
}

extension Duration {
    /// Whole seconds, a part of one counted as one.
    var secondsRoundedUp: Int64 { (nanoseconds + 999_999_999) / 1_000_000_000 }
}

extension Int64 {
    fileprivate func quotientFloored(by divisor: Int64) -> Int64 {
        let quotient = self / divisor
        return self % divisor < 0 ? quotient - 1 : quotient
    }
}
