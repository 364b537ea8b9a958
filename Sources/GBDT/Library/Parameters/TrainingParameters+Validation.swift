extension TrainingParameters {
    /// The same parameters, when every one of them is in range.
    /// - Throws: ``GBDTError/invalidParameter(name:value:requirement:)`` for the first that is not.
    public func validated() throws(GBDTError) -> TrainingParameters {
        try check("iterations", iterations, (1...Self.countMax).contains(iterations), "1 ... 2^31 - 1")
        try check("learningRate", learningRate, learningRate > 0 && learningRate.isFinite, "finite and above 0")
        try check("leafCountMax", leafCountMax, (2...131_072).contains(leafCountMax), "2 ... 131072")
        try check("minDataInLeaf", minDataInLeaf, (0...Self.countMax).contains(minDataInLeaf), "0 ... 2^31 - 1")
        try checkPenalties()
        try checkSampling()
        try check("binCountMax", binCountMax, (2...65_535).contains(binCountMax), "2 ... 65535")
        try check("minDataInBin", minDataInBin, (1...Self.countMax).contains(minDataInBin), "1 ... 2^31 - 1")
        try check("binSampleCount", binSampleCount, (1...Self.countMax).contains(binSampleCount), "1 ... 2^31 - 1")
        try check("sigmoid", sigmoid, sigmoid > 0 && sigmoid.isFinite, "finite and above 0")
        if let rounds = earlyStoppingRounds {
            try check("earlyStoppingRounds", rounds, rounds >= 1, "at least 1")
        }
        try check("threadCount", threadCount, (1...1_024).contains(threadCount), "1 ... 1024")
        try checkLosses()
        try checkBoosting()
        try checkTrees()
        try checkLists()
        return self
    }

    private static var countMax: Int { Int(Int32.max) }

    private func checkPenalties() throws(GBDTError) {
        let requirement = "finite and at least 0"
        try check("minSumHessianInLeaf", minSumHessianInLeaf, isPenalty(minSumHessianInLeaf), requirement)
        try check("lambdaL1", lambdaL1, isPenalty(lambdaL1), requirement)
        try check("lambdaL2", lambdaL2, isPenalty(lambdaL2), requirement)
        try check("minGainToSplit", minGainToSplit, isPenalty(minGainToSplit), requirement)
        try check("maxDeltaStep", maxDeltaStep, isPenalty(maxDeltaStep), requirement)
        try check("pathSmooth", pathSmooth, isPenalty(pathSmooth), requirement)
    }

    private func checkSampling() throws(GBDTError) {
        let requirement = "above 0, at most 1"
        try check("baggingFraction", baggingFraction, isShare(baggingFraction), requirement)
        try check("baggingFrequency", baggingFrequency, baggingFrequency >= 0, "at least 0")
        try check("featureFraction", featureFraction, isShare(featureFraction), requirement)
        try check("featureFractionByNode", featureFractionByNode, isShare(featureFractionByNode), requirement)
    }

    private func checkLosses() throws(GBDTError) {
        try check("classCount", classCount, (1...1_000_000).contains(classCount), "1 ... 1000000")
        try check(
            "scalePosWeight", scalePosWeight, scalePosWeight > 0 && scalePosWeight.isFinite, "finite and above 0")
        try check(
            "lambdaRankTruncationLevel", lambdaRankTruncationLevel, lambdaRankTruncationLevel >= 1, "at least 1")
        try check("multiErrorTopK", multiErrorTopK, multiErrorTopK >= 1, "at least 1")
        try check(
            "earlyStoppingMinDelta", earlyStoppingMinDelta, isPenalty(earlyStoppingMinDelta), "finite and at least 0")
    }

    private func checkBoosting() throws(GBDTError) {
        let requirement = "0 ... 1"
        let shareRequirement = "above 0, at most 1"
        try check("dropRate", dropRate, (0...1).contains(dropRate), requirement)
        try check("skipDrop", skipDrop, (0...1).contains(skipDrop), requirement)
        try check("topRate", topRate, (0...1).contains(topRate), requirement)
        try check("otherRate", otherRate, (0...1).contains(otherRate), requirement)
        try check(
            "positiveBaggingFraction", positiveBaggingFraction, isShare(positiveBaggingFraction), shareRequirement)
        try check(
            "negativeBaggingFraction", negativeBaggingFraction, isShare(negativeBaggingFraction), shareRequirement)
    }

    private func checkTrees() throws(GBDTError) {
        let requirement = "finite and at least 0"
        try check("monotonePenalty", monotonePenalty, isPenalty(monotonePenalty), requirement)
        try check("linearLambda", linearLambda, isPenalty(linearLambda), requirement)
        try check("categoryL2", categoryL2, isPenalty(categoryL2), requirement)
        try check("categorySmooth", categorySmooth, isPenalty(categorySmooth), requirement)
        try check("categoryOneHotMax", categoryOneHotMax, categoryOneHotMax >= 1, "at least 1")
        try check("categoryThresholdMax", categoryThresholdMax, categoryThresholdMax >= 1, "at least 1")
        try check("minDataPerGroup", minDataPerGroup, minDataPerGroup >= 1, "at least 1")
        try check("gradientBinCount", gradientBinCount, (2...127).contains(gradientBinCount), "2 ... 127")
    }

    private func checkLists() throws(GBDTError) {
        for direction in monotoneConstraints {
            try check("monotoneConstraints", direction, (-1...1).contains(direction), "-1, 0 or 1 each")
        }
        for count in binCountMaxByColumn {
            try check("binCountMaxByColumn", count, (2...65_535).contains(count), "2 ... 65535 each")
        }
        for factor in featureContribution {
            try check("featureContribution", factor, isPenalty(factor), "finite and at least 0 each")
        }
        for gain in labelGain { try check("labelGain", gain, gain.isFinite, "finite each") }
        for bound in forcedBins.values.joined() { try check("forcedBins", bound, bound.isFinite, "finite each") }
    }

    private func isPenalty(_ value: Double) -> Bool { value >= 0 && value.isFinite }
    private func isShare(_ value: Double) -> Bool { value > 0 && value <= 1 }

    private func check(
        _ name: String, _ value: some CustomStringConvertible, _ holds: Bool, _ requirement: String
    ) throws(GBDTError) {
        if !holds {
            throw .invalidParameter(name: name, value: value.description, requirement: requirement)
        }
    }
}
