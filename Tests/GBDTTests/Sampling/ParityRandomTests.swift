import Testing

@testable import GBDT

/// Goal: LightGBM's draws. Method: the seeds it writes into every model trained with seed=1, and properties of samples.
struct ParityRandomTests {
    @Test func seedOneGivesTheSeedsLightGBMWrites() {
        var parameters = TrainingParameters()
        #expect(
            parameters.seeds
                == .init(dataRandom: 1, bagging: 3, drop: 4, featureFraction: 2, objective: 5, extra: 6))
        parameters.seed = 1
        #expect(
            parameters.seeds
                == .init(
                    dataRandom: 41, bagging: 18_467, drop: 6_334, featureFraction: 26_500, objective: 19_169,
                    extra: 15_724))
        parameters.baggingSeed = 7
        #expect(parameters.seeds.bagging == 7)
    }

    @Test(arguments: [1, 2, 5, 10, 30, 63, 99, 100])
    func samplesAreAscendingDistinctAndComplete(_ count: Int) {
        var random = ParityRandom(seed: 5)
        for _ in 0..<50 {
            let sample = random.sample(count, of: 100)
            #expect(sample.count == count)
            #expect(zip(sample, sample.dropFirst()).allSatisfy { $0 < $1 })
            #expect(sample.allSatisfy { (0..<100).contains($0) })
        }
    }

    @Test func impossibleSamplesAreEmpty() {
        var random = ParityRandom(seed: 5)
        #expect(random.sample(0, of: 3).isEmpty && random.sample(4, of: 3).isEmpty)
    }
}
