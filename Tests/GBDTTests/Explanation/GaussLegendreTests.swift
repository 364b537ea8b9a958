import Testing

@testable import GBDT

/// Goal: `count` points integrate polynomials of degree below `2 * count` exactly.
struct GaussLegendreTests {
    @Test(arguments: [1, 2, 3, 4, 8, 20, 64, 128])
    func powersAreIntegratedExactly(_ count: Int) {
        let rule = GaussLegendre(count: count)
        #expect(rule.points.count == count && zip(rule.points, rule.points.dropFirst()).allSatisfy { $0 < $1 })
        #expect(rule.points.allSatisfy { $0 > 0 && $0 < 1 } && rule.weights.allSatisfy { $0 > 0 })
        for degree in 0..<2 * count {
            var sum = 0.0
            for (point, weight) in zip(rule.points, rule.weights) {
                sum += weight * (0..<degree).reduce(1.0) { power, _ in power * point }
            }
            #expect(abs(sum * Double(degree + 1) - 1) < 1e-12, "degree \(degree)")
        }
    }

    @Test func twoPointsDoNotSufficeForTheFourthPower() {
        let rule = GaussLegendre(count: 2)
        let sum = zip(rule.points, rule.weights).reduce(0) { $0 + $1.1 * $1.0 * $1.0 * $1.0 * $1.0 }
        #expect(abs(sum - 0.2) > 1e-3)
    }
}
