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
