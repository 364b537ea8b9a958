/// Random numbers from a seed (SplitMix64).
struct Random {
    private var state: UInt64

    init(seed: UInt64) { state = seed }

    mutating func next() -> UInt64 {
        state &+= 0x9E37_79B9_7F4A_7C15
        var bits = state
        bits = (bits ^ bits >> 30) &* 0xBF58_476D_1CE4_E5B9
        bits = (bits ^ bits >> 27) &* 0x94D0_49BB_1331_11EB
        return bits ^ bits >> 31
    }

    mutating func below(_ bound: Int) -> Int { Int(next() % UInt64(max(1, bound))) }
}

/// Changes a text as damage and malice do.
enum TextMutation {
    /// Numbers at which code breaks.
    private static let nasty = [
        "0", "-1", "1", "2", "-2", "31", "32", "64", "255", "256", "65536", "131072", "131073", "1000000", "2147483647",
        "2147483648", "-2147483648", "-2147483649", "4294967295", "4294967296", "9223372036854775807",
        "-9223372036854775808", "9223372036854775808", "18446744073709551615", "99999999999999999999", "nan", "-nan",
        "inf", "-inf", "1e308", "1e309", "-1e309", "1e-320", "4.9e-324", "-0", "0.5", "1e5", "+3", "0x10", "1e-400", "",
        " ", "1 1", "NaN", "1.", ".5", "-", "e", "1e",
    ]

    static func apply(to text: inout [UInt8], _ random: inout Random) {
        switch random.below(16) {
        case 0..<6: replaceNumber(&text, &random)
        case 6, 7: exchangeNumbers(&text, &random)
        case 8, 9: exchangeLines(&text, &random)
        case 10: copyLine(&text, &random)
        case 11: removeLine(&text, &random)
        case 12: text.removeLast(random.below(text.count))
        default: flip(&text, &random)
        }
    }

    private static func flip(_ text: inout [UInt8], _ random: inout Random) {
        if text.isEmpty { return }
        for _ in 0...random.below(3) {
            text[random.below(text.count)] ^=
                random.below(2) == 0 ? 1 << UInt8(random.below(8)) : UInt8(random.below(256))
        }
    }

    private static func isNumeric(_ byte: UInt8) -> Bool {
        (48...57).contains(byte) || byte == UInt8(ascii: "-") || byte == UInt8(ascii: ".")
    }

    /// The first number at or after a random place.
    private static func number(_ text: [UInt8], _ random: inout Random) -> Range<Int>? {
        var start = random.below(text.count)
        while start > 0, start < text.count, isNumeric(text[start - 1]) { start -= 1 }
        while start < text.count, !isNumeric(text[start]) { start += 1 }
        var end = start
        while end < text.count, isNumeric(text[end]) || text[end] | 0x20 == UInt8(ascii: "e") { end += 1 }
        return start < end ? start..<end : nil
    }

    private static func replaceNumber(_ text: inout [UInt8], _ random: inout Random) {
        guard let place = number(text, &random) else { return }
        if random.below(2) == 0, let value = Int(String(decoding: text[place], as: UTF8.self)) {
            let near = [value &+ 1, value &- 1, ~value, value &* 2, 0 &- value][random.below(5)]
            text.replaceSubrange(place, with: Array(String(near).utf8))
        } else {
            text.replaceSubrange(place, with: Array(nasty[random.below(nasty.count)].utf8))
        }
    }

    private static func exchangeNumbers(_ text: inout [UInt8], _ random: inout Random) {
        guard let first = number(text, &random), let second = number(text, &random) else { return }
        let (early, late) = first.lowerBound < second.lowerBound ? (first, second) : (second, first)
        if early.upperBound > late.lowerBound { return }
        let moved = Array(text[late])
        text.replaceSubrange(late, with: Array(text[early]))
        text.replaceSubrange(early, with: moved)
    }

    /// A random line with its end.
    private static func line(_ text: [UInt8], _ random: inout Random) -> Range<Int> {
        let place = random.below(text.count)
        let start = text[..<place].lastIndex(of: UInt8(ascii: "\n")).map { $0 + 1 } ?? 0
        let end = text[start...].firstIndex(of: UInt8(ascii: "\n")).map { $0 + 1 } ?? text.count
        return start..<end
    }

    private static func exchangeLines(_ text: inout [UInt8], _ random: inout Random) {
        if text.isEmpty { return }
        let (first, second) = (line(text, &random), line(text, &random))
        let (early, late) = first.lowerBound < second.lowerBound ? (first, second) : (second, first)
        if early == late { return }
        let moved = Array(text[late])
        text.replaceSubrange(late, with: Array(text[early]))
        text.replaceSubrange(early, with: moved)
    }

    private static func copyLine(_ text: inout [UInt8], _ random: inout Random) {
        if text.isEmpty { return }
        let copied = Array(text[line(text, &random)])
        text.insert(contentsOf: copied, at: line(text, &random).lowerBound)
    }

    private static func removeLine(_ text: inout [UInt8], _ random: inout Random) {
        if text.isEmpty { return }
        text.removeSubrange(line(text, &random))
    }
}
