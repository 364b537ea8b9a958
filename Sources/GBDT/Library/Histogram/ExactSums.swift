/// When the sums of gradients come out the same, to the bit, in whatever order they are added.
///
/// A Float is a multiple of the last place of the smallest one that is not 0. Sums that stay below 2^53 such places are
/// exact in a Double, so no order rounds. Threads may then add up different rows and put their sums together; otherwise
/// all rows of a bin must be added in order by one.
enum ExactSums {
    /// Significant bits of a Float and of a Double.
    private static let (floatBits, doubleBits) = (24, 53)

    /// How many of the gradients (x) and hessians (y), whichever, have an exact sum; 0 if one is infinite or no number.
    static func countMax(_ gradients: [SIMD2<Float>]) -> Int {
        // As bits, magnitudes are in order; 0 becomes the largest by the subtraction.
        var smallest = SIMD2<UInt32>(repeating: .max)
        var largest = SIMD2<UInt32>.zero
        for gradient in gradients {
            let magnitude = SIMD2(gradient.x.bitPattern, gradient.y.bitPattern) & 0x7FFF_FFFF
            smallest = pointwiseMin(smallest, magnitude &- 1)
            largest = pointwiseMax(largest, magnitude)
        }
        return min(
            countMax(smallest: smallest.x &+ 1, largest: largest.x),
            countMax(smallest: smallest.y &+ 1, largest: largest.y))
    }

    /// - Parameter smallest: above 0, unless all are 0.
    private static func countMax(smallest: UInt32, largest: UInt32) -> Int {
        if largest == 0 { return .max }
        let infinity = Float.infinity.exponentBitPattern
        let exponents = (
            least: max(1, Int(smallest >> 23)), most: max(1, Int(largest >> 23))
        )
        if exponents.most >= Int(infinity) { return 0 }
        // Each is below 2^(floatBits + most - least) places.
        let bits = doubleBits - floatBits - (exponents.most - exponents.least)
        return bits < 0 ? 0 : 1 << bits
    }

    /// The most rows in which a column has one code, the code aside that histograms find by subtraction.
    static func largestBin(_ features: [FeatureTable.Feature], codes: [UInt8], rowCount: Int, pool: WorkerPool) -> Int {
        let counts = pool.map(features.count) { index in
            guard let column = features[index].narrowColumn else { return 0 }
            var counts = [Int](repeating: 0, count: 256)
            for code in codes[column * rowCount..<(column + 1) * rowCount] { counts[Int(code)] += 1 }
            if case .narrow = features[index].place, features[index].bins.mostFrequentBin > 0 {
                counts[features[index].bins.mostFrequentBin] = 0
            }
            return counts.max() ?? 0
        }
        return counts.max() ?? 0
    }
}
