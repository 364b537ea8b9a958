/// Decimal text as the nearest Double, ties to even, as C's `strtod` in the C locale.
///
/// Up to 19 digits are handled here: by one exact multiplication or division where digits and power of ten are both
/// Doubles (Clinger, "How to read floating point numbers accurately", 1990), else by a product with a 128-bit power of
/// five (Lemire, "Number parsing at a gigabyte per second", 2021). The rest goes to Swift's own parser.
enum DecimalNumber {
    /// The number that starts at `position`, which moves behind it. nil, and no move, when none starts there.
    @inline(__always)
    static func scan(_ text: Span<UInt8>, at position: inout Int, end: Int) -> Double? {
        var place = position
        var isNegative = false
        if place < end, text[place] == UInt8(ascii: "-") || text[place] == UInt8(ascii: "+") {
            isNegative = text[place] == UInt8(ascii: "-")
            place &+= 1
        }
        let start = place
        var digits: UInt64 = 0
        while place < end, let digit = digit(text[place]) {
            digits = digits &* 10 &+ digit
            place &+= 1
        }
        var digitCount = place &- start
        var exponent = 0
        if place < end, text[place] == UInt8(ascii: ".") {
            place &+= 1
            let fraction = place
            while place < end, let digit = digit(text[place]) {
                digits = digits &* 10 &+ digit
                place &+= 1
            }
            exponent = fraction &- place
            digitCount &+= place &- fraction
        }
        if digitCount == 0 { return nil }
        if place < end, text[place] | 0x20 == UInt8(ascii: "e") {
            exponent &+= scanExponent(text, at: &place, end: end)
        }
        let range = position..<place
        position = place
        // 19 digits always fit 64 bits, and zeros in front do not count.
        if digitCount > 19, digitCount &- leadingZeroCount(text, from: start, end: place) > 19 {
            return slow(text, range)
        }
        guard let magnitude = nearest(digits, exponent) else { return slow(text, range) }
        return isNegative ? -magnitude : magnitude
    }

    private static func leadingZeroCount(_ text: Span<UInt8>, from start: Int, end: Int) -> Int {
        var count = 0
        for place in start..<end {
            if text[place] == UInt8(ascii: ".") { continue }
            if text[place] != UInt8(ascii: "0") { break }
            count += 1
        }
        return count
    }

    @inline(__always)
    private static func digit(_ byte: UInt8) -> UInt64? {
        let value = byte &- UInt8(ascii: "0")
        return value < 10 ? UInt64(value) : nil
    }

    /// The exponent after an "e", which is no part of the number unless a digit follows.
    private static func scanExponent(_ text: Span<UInt8>, at place: inout Int, end: Int) -> Int {
        var ahead = place + 1
        let isNegative = ahead < end && text[ahead] == UInt8(ascii: "-")
        if ahead < end, isNegative || text[ahead] == UInt8(ascii: "+") { ahead += 1 }
        guard ahead < end, digit(text[ahead]) != nil else { return 0 }
        var exponent = 0
        while ahead < end, let digit = digit(text[ahead]) {
            // Far beyond any Double; the slow path reads the text itself.
            exponent = min(exponent * 10 + Int(digit), 1_000_000)
            ahead += 1
        }
        place = ahead
        return isNegative ? -exponent : exponent
    }

    /// `digits` times ten to `exponent`, or nil when that is not decided here.
    @inline(__always)
    static func nearest(_ digits: UInt64, _ exponent: Int) -> Double? {
        if digits == 0 { return 0 }
        if digits <= 1 << 53, -22 <= exponent, exponent <= 22 {
            let value = Double(digits)
            return exponent < 0 ? value / PowersOfTen.exact[-exponent] : value * PowersOfTen.exact[exponent]
        }
        return PowersOfTen.product(digits, exponent)
    }

    /// Swift's parser, for text that is known to be a number.
    @inline(never)
    private static func slow(_ text: Span<UInt8>, _ range: Range<Int>) -> Double? {
        Double(String(decoding: range.map { text[$0] }, as: UTF8.self))
    }
}

extension DecimalNumber {
    /// What stands for a missing or infinite value in place of a number, upper case or lower case: `nan`, `na`,
    /// `null`, `none` and nothing at all are NaN; `inf` and `infinity` may have a sign.
    static func special(_ text: Span<UInt8>, _ range: Range<Int>) -> Double? {
        if range.isEmpty { return .nan }
        guard range.count <= 9 else { return nil }
        var name = ""
        for place in range { name.unicodeScalars.append(Unicode.Scalar(text[place] | 0x20)) }
        // Setting the bit of lower case keeps the signs as they are.
        switch name {
        case "nan", "na", "null", "none", "+nan", "-nan": return .nan
        case "inf", "infinity", "+inf", "+infinity": return .infinity
        case "-inf", "-infinity": return -.infinity
        default: return nil
        }
    }
}
