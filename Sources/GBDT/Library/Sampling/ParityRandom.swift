import Glibc

/// LightGBM's linear congruential generator (`include/LightGBM/utils/random.h`), draw for draw.
///
/// Bins, bags and feature draws equal LightGBM's only when the numbers do; quality is not the point.
struct ParityRandom: Sendable {
    private var state: UInt32

    init(seed: Int) {
        state = UInt32(truncatingIfNeeded: seed)
    }

    private mutating func next() -> UInt32 {
        state = 214_013 &* state &+ 2_531_011
        return state
    }

    private mutating func next16() -> Int { Int((next() >> 16) & 0x7FFF) }

    /// In [0, 1) with 15 bits. Exact in Float and in Double.
    mutating func nextUniform() -> Double { Double(next16()) / 32_768 }

    /// In `lower ..< upper` from 15 bits.
    mutating func nextShort(from lower: Int, to upper: Int) -> Int { next16() % (upper - lower) + lower }

    /// In `lower ..< upper` from 31 bits.
    mutating func nextInt(from lower: Int, to upper: Int) -> Int { Int(next() & 0x7FFF_FFFF) % (upper - lower) + lower }

    /// `count` different numbers of `0 ..< population`, ascending. Empty when `count` is not in `1 ... population`.
    ///
    /// Sequential selection when the share is large, Floyd's method when it is small; where LightGBM switches.
    mutating func sample(_ count: Int, of population: Int) -> [Int] {
        if count > population || count <= 0 { return [] }
        if count == population { return Array(0..<population) }
        if count > 1, Double(count) > Double(population) / log2(Double(count)) {
            var chosen: [Int] = []
            chosen.reserveCapacity(count)
            for index in 0..<population
            where nextUniform() < Double(count - chosen.count) / Double(population - index) {
                chosen.append(index)
            }
            return chosen
        }
        var chosen: Set<Int> = []
        for upper in (population - count)..<population {
            let draw = nextInt(from: 0, to: upper + 1)
            chosen.insert(chosen.contains(draw) ? upper : draw)
        }
        return chosen.sorted()
    }
}
