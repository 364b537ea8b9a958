@testable import Features
import TestSupport
import Testing

/// Goal: P2 as published. Method: the worked example of the paper (Jain, Chlamtac 1985, table 1), and large samples.
struct QuantileEstimatorTests {
    @Test func thePapersExample() {
        var median = QuantileEstimator(probability: 0.5)
        for x in [
            0.02, 0.15, 0.74, 3.39, 0.83, 22.37, 10.15, 15.43, 38.62, 15.92, 34.60, 10.28, 1.47, 0.40, 0.05, 11.39,
            0.27, 0.42, 0.09, 11.37,
        ] { median.add(x) }
        #expect(isClose(median.value, 4.44, absolute: 0.005))
    }

    @Test(arguments: [0.05, 0.5, 0.95]) func largeSamplesComeClose(_ probability: Double) {
        var generator = SeededGenerator(seed: 5)
        var estimator = QuantileEstimator(probability: probability)
        var values: [Double] = []
        for _ in 0..<20_000 {
            let x = generator.normal()
            values.append(x)
            estimator.add(x)
        }
        values.sort()
        #expect(isClose(estimator.value, values[Int(probability * 20_000)], absolute: 0.05))
    }

    @Test func fewObservationsAreSorted() {
        var estimator = QuantileEstimator(probability: 0.95)
        #expect(estimator.value.isNaN)
        for x in [3.0, 1, 2] { estimator.add(x) }
        #expect(estimator.value == 3)
    }
}
