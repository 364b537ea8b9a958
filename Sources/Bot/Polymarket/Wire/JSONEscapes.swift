/// The escapes of JSON strings (RFC 8259, section 7).
enum JSONEscapes {
    /// The text of `bytes[range]`; nil when it is not Unicode, as with half a surrogate pair.
    static func decode(_ bytes: [UInt8], _ range: Range<Int>) -> String? {
        var plain: [UInt8] = []
        plain.reserveCapacity(range.count)
        var index = range.lowerBound
        while index < range.upperBound {
            let byte = bytes[index]
            index += 1
            guard byte == UInt8(ascii: "\\") else {
                plain.append(byte)
                continue
            }
            guard index < range.upperBound else { return nil }
            if bytes[index] != UInt8(ascii: "u") {
                guard let simple = simple(bytes[index]) else { return nil }
                plain.append(simple)
                index += 1
                continue
            }
            guard let first = unit(bytes, index + 1) else { return nil }
            index += 5
            var units = [first]
            if UTF16.isLeadSurrogate(first) {
                guard index + 1 < range.upperBound, bytes[index] == UInt8(ascii: "\\"),
                    bytes[index + 1] == UInt8(ascii: "u"), let second = unit(bytes, index + 2)
                else { return nil }
                index += 6
                units.append(second)
            }
            guard let text = String(validating: units, as: UTF16.self) else { return nil }
            plain.append(contentsOf: text.utf8)
        }
        return String(validating: plain, as: UTF8.self)
    }

    /// The four hexadecimal digits at `start`.
    static func unit(_ bytes: [UInt8], _ start: Int) -> UInt16? {
        guard start >= 0, start + 4 <= bytes.count else { return nil }
        var value: UInt16 = 0
        for index in start..<start + 4 {
            guard let digit = hexDigit(bytes[index]) else { return nil }
            value = value << 4 | UInt16(digit)
        }
        return value
    }

    static func hexDigit(_ byte: UInt8) -> UInt8? {
        switch byte {
        case UInt8(ascii: "0")...UInt8(ascii: "9"): byte - UInt8(ascii: "0")
        case UInt8(ascii: "a")...UInt8(ascii: "f"): byte - UInt8(ascii: "a") + 10
        case UInt8(ascii: "A")...UInt8(ascii: "F"): byte - UInt8(ascii: "A") + 10
        default: nil
        }
    }

    static func simple(_ escape: UInt8) -> UInt8? {
        switch escape {
        case UInt8(ascii: "\""), UInt8(ascii: "\\"), UInt8(ascii: "/"): escape
        case UInt8(ascii: "b"): 0x08
        case UInt8(ascii: "f"): 0x0c
        case UInt8(ascii: "n"): 0x0a
        case UInt8(ascii: "r"): 0x0d
        case UInt8(ascii: "t"): 0x09
        default: nil
        }
    }
}
