import Glibc

/// Random numbers that are the same in every process: xoshiro256++ (Blackman, Vigna 2019), its state filled by
/// SplitMix64.
///
/// The draws of distributions are functions of it, so that nothing depends on the standard library's algorithms.
package struct SeededGenerator: RandomNumberGenerator, Hashable, Sendable {
    private var s0: UInt64
    private var s1: UInt64
    private var s2: UInt64
    private var s3: UInt64

    /// - Parameter stream: generators of one seed and different streams are independent of each other.
    package init(seed: UInt64, stream: UInt64 = 0) {
        var state = seed ^ (stream &* 0xd134_2543_de82_ef95)
        func splitMix() -> UInt64 {
            state &+= 0x9e37_79b9_7f4a_7c15
            var z = state
            z = (z ^ z >> 30) &* 0xbf58_476d_1ce4_e5b9
            z = (z ^ z >> 27) &* 0x94d0_49bb_1331_11eb
            return z ^ z >> 31
        }
        (s0, s1, s2, s3) = (splitMix(), splitMix(), splitMix(), splitMix())
    }

    package mutating func next() -> UInt64 {
        let sum = s0 &+ s3
        let result = (sum << 23 | sum >> 41) &+ s0
        let t = s1 << 17
        s2 ^= s0
        s3 ^= s1
        s1 ^= s2
        s0 ^= s3
        s2 ^= t
        s3 = s3 << 45 | s3 >> 19
        return result
    }

    /// Uniform in the open interval (0, 1).
    package mutating func uniform() -> Double { (Double(next() >> 12) + 0.5) * 0x1p-52 }

    /// Uniform in the interval.
    mutating func uniform(_ low: Double, _ high: Double) -> Double { low + (high - low) * uniform() }

    /// Uniform among 0 ..< `bound`; the bias is below `bound` / 2^64.
    package mutating func index(below bound: Int) -> Int {
        precondition(bound > 0, "an empty range has no index")
        return Int(next().multipliedFullWidth(by: UInt64(bound)).high)
    }

    package mutating func chance(_ probability: Double) -> Bool { uniform() < probability }

    /// Standard normal (Box, Muller 1958).
    mutating func normal() -> Double { (-2 * log(uniform())).squareRoot() * cos(2 * .pi * uniform()) }

    /// Student's t with `degrees` of freedom, variance degrees / (degrees - 2) (Bailey 1994).
    mutating func studentT(degrees: Double) -> Double {
        let u = uniform()
        // Four degrees, the usual ones here, need no power function.
        let tail = degrees == 4 ? 1 / u.squareRoot() : pow(u, -2 / degrees)
        return (degrees * (tail - 1)).squareRoot() * cos(2 * .pi * uniform())
    }

    /// Exponential with the given mean.
    mutating func exponential(mean: Double) -> Double { -mean * log(uniform()) }

    /// Poisson by multiplication of uniforms (Knuth), for means up to some tens.
    mutating func poisson(mean: Double) -> Int {
        guard mean > 0 else { return 0 }
        let limit = exp(-mean)
        var product = uniform()
        var count = 0
        while product > limit {
            count += 1
            product *= uniform()
        }
        return count
    }
}
