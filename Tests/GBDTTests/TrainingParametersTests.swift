import Testing

@testable import GBDT

/// Goal: every parameter out of its range is named in the error.
struct TrainingParametersTests {
    private func refused(_ change: (inout TrainingParameters) -> Void) -> String? {
        var parameters = TrainingParameters()
        change(&parameters)
        do {
            _ = try parameters.validated()
            return nil
        } catch {
            guard case .invalidParameter(let name, _, _) = error else { return nil }
            return name
        }
    }

    @Test func defaultsAreValid() throws {
        #expect(try TrainingParameters().validated() == TrainingParameters())
    }

    @Test func valuesOutOfRangeAreNamed() {
        #expect(refused { $0.iterations = 0 } == "iterations")
        #expect(refused { $0.learningRate = 0 } == "learningRate")
        #expect(refused { $0.learningRate = .nan } == "learningRate")
        #expect(refused { $0.leafCountMax = 1 } == "leafCountMax")
        #expect(refused { $0.minDataInLeaf = -1 } == "minDataInLeaf")
        #expect(refused { $0.lambdaL1 = -0.1 } == "lambdaL1")
        #expect(refused { $0.lambdaL2 = .infinity } == "lambdaL2")
        #expect(refused { $0.minGainToSplit = .nan } == "minGainToSplit")
        #expect(refused { $0.maxDeltaStep = -1 } == "maxDeltaStep")
        #expect(refused { $0.pathSmooth = -1 } == "pathSmooth")
        #expect(refused { $0.minSumHessianInLeaf = -1 } == "minSumHessianInLeaf")
        #expect(refused { $0.baggingFraction = 0 } == "baggingFraction")
        #expect(refused { $0.baggingFrequency = -1 } == "baggingFrequency")
        #expect(refused { $0.featureFraction = 1.1 } == "featureFraction")
        #expect(refused { $0.featureFractionByNode = 0 } == "featureFractionByNode")
        #expect(refused { $0.binCountMax = 65_536 } == "binCountMax")
        #expect(refused { $0.minDataInBin = 0 } == "minDataInBin")
        #expect(refused { $0.binSampleCount = 0 } == "binSampleCount")
        #expect(refused { $0.sigmoid = 0 } == "sigmoid")
        #expect(refused { $0.earlyStoppingRounds = 0 } == "earlyStoppingRounds")
        #expect(refused { $0.threadCount = 0 } == "threadCount")
    }
}
