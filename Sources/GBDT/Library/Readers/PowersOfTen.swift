/// Powers of ten for reading numbers.
enum PowersOfTen {
    // Inline arrays: threads that read shared arrays would fight over their reference counts.

    /// Those that a Double holds exactly.
    static let exact: InlineArray<23, Double> = [
        1e0, 1e1, 1e2, 1e3, 1e4, 1e5, 1e6, 1e7, 1e8, 1e9, 1e10, 1e11, 1e12, 1e13, 1e14, 1e15, 1e16, 1e17, 1e18, 1e19,
        1e20, 1e21, 1e22,
    ]

    private static let fives = -27...55
    /// The upper and the lower half of five to `fives.lowerBound` and so on, scaled by a power of two to 128 bits:
    /// exact where it fits, and rounded up for the reciprocals, as the proof of the method wants.
    private static let highs = InlineArray<83, UInt64> { UInt64(truncatingIfNeeded: scaled($0 - 27) >> 64) }
    private static let lows = InlineArray<83, UInt64> { UInt64(truncatingIfNeeded: scaled($0 - 27)) }

    private static func scaled(_ exponent: Int) -> UInt128 {
        var power: UInt128 = 1
        for _ in 0..<abs(exponent) { power *= 5 }
        if exponent < 0 { power = reciprocal(of: UInt64(power)) }
        return power << UInt128(power.leadingZeroBitCount)
    }

    /// 2^(127 + b) / power + 1, where b is the number of bits of `power`, not a power of two: 128 bits.
    private static func reciprocal(of power: UInt64) -> UInt128 {
        // Long division in digits of 64 bits: the dividend is 2^(b - 1) and two zero digits.
        let dividend: UInt64 = 1 << UInt64(63 - power.leadingZeroBitCount)
        let high = power.dividingFullWidth((dividend, 0))
        let low = power.dividingFullWidth((high.remainder, 0))
        return (UInt128(high.quotient) << 64 | UInt128(low.quotient)) + 1
    }

    /// The Double nearest to `digits` times ten to `exponent`; nil outside the powers kept here.
    ///
    /// Section 5 of Lemire (2021). Between 10^-27 and 10^55 a product of 128 bits always decides the rounding.
    /// - Precondition: `digits` is not 0.
    static func product(_ digits: UInt64, _ exponent: Int) -> Double? {
        guard fives.contains(exponent) else { return nil }
        let place = exponent - fives.lowerBound
        let shift = digits.leadingZeroBitCount
        let normalized = digits << UInt64(shift)
        var (high, low) = normalized.multipliedFullWidth(by: highs[place])
        // 55 bits are wanted: 53, one to round by and one that the product may lack. Only ones below them leave doubt.
        if high & 0x1FF == 0x1FF {
            let carry = normalized.multipliedFullWidth(by: lows[place]).high
            let (sum, overflow) = low.addingReportingOverflow(carry)
            low = sum
            if overflow { high &+= 1 }
        }
        let upper = Int(high >> 63)
        let drop = UInt64(upper + 9)
        var mantissa = high >> drop
        // floor(log2(10^exponent)) + 63, and the bias.
        var binary = (217_706 * exponent) >> 16 + 63 + upper - shift + 1_023
        // Exactly between two Doubles: to even. Only such powers can be there.
        if low <= 1, -4...23 ~= exponent, mantissa & 3 == 1, mantissa << drop == high { mantissa &= ~1 }
        mantissa = (mantissa + mantissa & 1) >> 1
        if mantissa == 1 << 53 {
            mantissa = 1 << 52
            binary += 1
        }
        return Double(bitPattern: UInt64(binary) << 52 | mantissa & (1 << 52 - 1))
    }
}
