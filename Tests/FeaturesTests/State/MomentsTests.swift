@testable import Features
import Glibc
import TestSupport
import Testing

/// Goal: weighted mean and deviation without cancellation, the same however the values are grouped.
struct MomentsTests {
    @Test func fourValuesByHand() {
        var moments = Moments()
        #expect(moments.mean.isNaN && moments.standardDeviation.isNaN)
        for x in [2.0, 4, 4, 6] { moments.add(x) }
        #expect(moments.mean == 4)
        #expect(moments.standardDeviation == sqrt(2))
    }

    @Test func weightsCountAsRepeatedValues() {
        var weighted = Moments()
        weighted.add(0.3, weight: 3)
        weighted.add(0.7, weight: 1)
        weighted.add(0.9, weight: 0)
        #expect(isClose(weighted.mean, 0.4, relative: 1e-12))
        #expect(isClose(weighted.standardDeviation, sqrt(0.03), relative: 1e-12))
    }

    @Test func equalValuesHaveNoDeviationAtAll() {
        var moments = Moments()
        for weight in [0.1, 3.7, 12.9] { moments.add(0.9731, weight: weight) }
        var other = Moments()
        other.add(0.9731, weight: 0.3)
        moments.merge(other)
        #expect(moments.standardDeviation == 0)
    }

    @Test func mergingEqualsAddingOneByOne() {
        var generator = SeededGenerator(seed: 5)
        for _ in 0..<50 {
            var whole = Moments()
            var left = Moments()
            var right = Moments()
            let count = generator.int(in: 1...40)
            for index in 0..<count {
                let x = 0.99 + 1e-4 * generator.normal()
                let weight = generator.uniform() + 0.01
                whole.add(x, weight: weight)
                if index < count / 2 { left.add(x, weight: weight) } else { right.add(x, weight: weight) }
            }
            left.merge(right)
            left.merge(Moments())
            #expect(isClose(left.weight, whole.weight, relative: 1e-12))
            #expect(isClose(left.mean, whole.mean, relative: 1e-12))
            #expect(isClose(left.standardDeviation, whole.standardDeviation, relative: 1e-9))
        }
    }
}
