/// A whole number below 2^256, which is what token ids are: 77 decimal digits, mostly.
public struct UInt256: Hashable, Comparable, Sendable {
    /// The number as an ABI word.
    public let word: Bytes32

    public init(_ word: Bytes32) { self.word = word }
    public init(_ number: UInt64) { word = Bytes32(number) }

    /// Nil when `decimal` has anything but digits, or none, or the number is too large.
    public init?(decimal: some StringProtocol) {
        var limbs: InlineArray<4, UInt64> = [0, 0, 0, 0]
        var (chunk, scale): (UInt64, UInt64) = (0, 1)
        var digits = decimal.utf8.makeIterator()
        guard var digit = digits.next() else { return nil }
        while true {
            guard digit >= 0x30, digit <= 0x39 else { return nil }
            chunk = chunk * 10 + UInt64(digit - 0x30)
            scale *= 10
            let next = digits.next()
            if next == nil || scale == Self.chunk {
                guard Self.multiply(&limbs, by: scale, adding: chunk) else { return nil }
                (chunk, scale) = (0, 1)
            }
            guard let next else { break }
            digit = next
        }
        word = Bytes32(limbs[0], limbs[1], limbs[2], limbs[3])
    }

    /// The digits, without zeros before them.
    public var decimal: String {
        var limbs: InlineArray<4, UInt64> = [word.first, word.second, word.third, word.fourth]
        var digits: [UInt8] = []
        digits.reserveCapacity(80)
        repeat {
            var chunk = Self.divide(&limbs)
            let isLast = limbs[0] | limbs[1] | limbs[2] | limbs[3] == 0
            for _ in 0..<19 where !isLast || chunk > 0 {
                digits.append(0x30 + UInt8(chunk % 10))
                chunk /= 10
            }
        } while limbs[0] | limbs[1] | limbs[2] | limbs[3] != 0
        if digits.isEmpty { digits = [0x30] }
        digits.reverse()
        return String(decoding: digits, as: UTF8.self)
    }

    public static func < (a: UInt256, b: UInt256) -> Bool {
        (a.word.first, a.word.second, a.word.third, a.word.fourth)
            < (b.word.first, b.word.second, b.word.third, b.word.fourth)
    }

    /// 10^19, the largest power of ten below 2^64: nineteen digits at a time.
    private static let chunk: UInt64 = 10_000_000_000_000_000_000

    /// Whether the result fits.
    private static func multiply(
        _ limbs: inout InlineArray<4, UInt64>, by factor: UInt64, adding carried: UInt64
    ) -> Bool {
        var carry = carried
        for index in [3, 2, 1, 0] {
            let (high, low) = limbs[index].multipliedFullWidth(by: factor)
            let (sum, overflowed) = low.addingReportingOverflow(carry)
            limbs[index] = sum
            carry = high &+ (overflowed ? 1 : 0)
        }
        return carry == 0
    }

    /// Divides by 10^19 and gives the remainder.
    private static func divide(_ limbs: inout InlineArray<4, UInt64>) -> UInt64 {
        var remainder: UInt64 = 0
        for index in 0..<4 { (limbs[index], remainder) = chunk.dividingFullWidth((remainder, limbs[index])) }
        return remainder
    }
}

extension UInt256: CustomStringConvertible {
    public var description: String { decimal }
}
