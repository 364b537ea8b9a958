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

    @Test func valuesOfLossesSamplingAndTreesOutOfRangeAreNamed() {
        #expect(refused { $0.classCount = 0 } == "classCount")
        #expect(refused { $0.scalePosWeight = 0 } == "scalePosWeight")
        #expect(refused { $0.lambdaRankTruncationLevel = 0 } == "lambdaRankTruncationLevel")
        #expect(refused { $0.multiErrorTopK = 0 } == "multiErrorTopK")
        #expect(refused { $0.earlyStoppingMinDelta = -1 } == "earlyStoppingMinDelta")
        #expect(refused { $0.dropRate = 1.5 } == "dropRate")
        #expect(refused { $0.skipDrop = .nan } == "skipDrop")
        #expect(refused { $0.topRate = 2 } == "topRate")
        #expect(refused { $0.otherRate = -0.1 } == "otherRate")
        #expect(refused { $0.positiveBaggingFraction = 0 } == "positiveBaggingFraction")
        #expect(refused { $0.negativeBaggingFraction = 1.1 } == "negativeBaggingFraction")
        #expect(refused { $0.monotonePenalty = -1 } == "monotonePenalty")
        #expect(refused { $0.linearLambda = .infinity } == "linearLambda")
        #expect(refused { $0.categoryL2 = -1 } == "categoryL2")
        #expect(refused { $0.categorySmooth = .nan } == "categorySmooth")
        #expect(refused { $0.categoryOneHotMax = 0 } == "categoryOneHotMax")
        #expect(refused { $0.categoryThresholdMax = 0 } == "categoryThresholdMax")
        #expect(refused { $0.minDataPerGroup = 0 } == "minDataPerGroup")
        #expect(refused { $0.gradientBinCount = 1 } == "gradientBinCount")
        #expect(refused { $0.monotoneConstraints = [0, 2] } == "monotoneConstraints")
        #expect(refused { $0.binCountMaxByColumn = [1] } == "binCountMaxByColumn")
        #expect(refused { $0.featureContribution = [-1] } == "featureContribution")
        #expect(refused { $0.labelGain = [.nan] } == "labelGain")
        #expect(refused { $0.forcedBins = [0: [.infinity]] } == "forcedBins")
    }

    @Test func trainingRefusesParametersThatCannotHoldTogether() throws {
        let data = try SampleData(rowCount: 200).dataset()
        var parameters = TrainingParameters()
        parameters.rowSampling = .goss
        parameters.baggingFraction = 0.5
        parameters.baggingFrequency = 1
        do {
            _ = try Booster.train(on: data, parameters: parameters)
            Issue.record("trained on a contradiction")
        } catch {
            guard case .contradictoryParameters = error else { throw error }
        }
    }
}
