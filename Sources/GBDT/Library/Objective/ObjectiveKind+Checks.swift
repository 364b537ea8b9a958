extension ObjectiveKind {
    /// Checks that the objective can be trained on a data set; ``make(for:parameters:gradients:)`` relies on it.
    /// - Parameter hasGradients: whether a closure for a custom objective is given.
    /// - Throws: ``GBDTError/invalidLabel(row:value:requirement:)`` for the first label without meaning,
    ///   ``GBDTError/invalidWeight(row:)``, ``GBDTError/groupsMissing(name:)``, and
    ///   ``GBDTError/invalidParameter(name:value:requirement:)`` for a parameter of this objective out of range.
    func checkLabels(
        of data: Dataset, parameters: TrainingParameters, hasGradients: Bool = true
    ) throws(GBDTError) {
        try checkParameters(parameters, hasGradients: hasGradients)
        if needsGroups, data.groupBoundaries == nil { throw .groupsMissing(name: name) }
        try require(data.labels, labelRequirement(parameters))
        if self == .poisson || self == .tweedie, !data.labels.contains(where: { $0 > 0 }) {
            throw .invalidLabel(row: 0, value: data.labels[0], requirement: "above 0 in at least one row")
        }
        if self == .crossEntropyLambda, let row = data.weights?.firstIndex(where: { !($0 > 0) }) {
            throw .invalidWeight(row: row)
        }
    }

    private typealias Requirement = (text: String, holds: (Float) -> Bool)

    private func labelRequirement(_ parameters: TrainingParameters) -> Requirement? {
        switch self {
        case .poisson, .tweedie: return ("at least 0", { $0 >= 0 })
        case .gamma: return ("above 0", { $0 > 0 })
        case .crossEntropy, .crossEntropyLambda: return ("0 ... 1", { $0 >= 0 && $0 <= 1 })
        case .multiclass, .multiclassOVA: return wholeNumber(below: parameters.classCount)
        case .lambdaRank, .rankXENDCG:
            return wholeNumber(below: DiscountedGain(labelGain: parameters.labelGain).gradeCount)
        case .regression, .regressionL1, .huber, .fair, .quantile, .mape, .binary, .custom: return nil
        }
    }

    private func wholeNumber(below bound: Int) -> Requirement {
        ("a whole number, 0 ... \(bound - 1)", { label in Int(exactly: label).map { $0 >= 0 && $0 < bound } ?? false })
    }

    private func require(_ labels: [Float], _ requirement: Requirement?) throws(GBDTError) {
        guard let requirement, let row = labels.firstIndex(where: { !requirement.holds($0) }) else { return }
        throw .invalidLabel(row: row, value: labels[row], requirement: requirement.text)
    }

    private func checkParameters(_ parameters: TrainingParameters, hasGradients: Bool) throws(GBDTError) {
        switch self {
        case .huber: try requirePositive("alpha", parameters.alpha)
        case .fair: try requirePositive("fairC", parameters.fairC)
        case .quantile:
            try Self.require("alpha", parameters.alpha, isInside(Float(parameters.alpha)), "above 0, below 1")
        case .poisson: try requirePositive("poissonMaxDeltaStep", parameters.poissonMaxDeltaStep)
        case .tweedie:
            let power = parameters.tweedieVariancePower
            try Self.require("tweedieVariancePower", power, power >= 1 && power < 2, "at least 1, below 2")
        case .binary: try checkClassWeights(parameters)
        case .multiclass, .multiclassOVA:
            let count = parameters.classCount
            try Self.require("classCount", Double(count), count >= 2 && count <= Int(Int32.max), "at least 2")
            if self == .multiclassOVA { try checkClassWeights(parameters) }
        case .lambdaRank:
            let level = parameters.lambdaRankTruncationLevel
            try Self.require("lambdaRankTruncationLevel", Double(level), level >= 1, "at least 1")
        case .custom where !hasGradients:
            throw .invalidParameter(name: "objective", value: name, requirement: "given together with gradients")
        case .regression, .regressionL1, .mape, .gamma, .crossEntropy, .crossEntropyLambda, .rankXENDCG, .custom:
            break
        }
    }

    private func checkClassWeights(_ parameters: TrainingParameters) throws(GBDTError) {
        let factor = parameters.scalePosWeight
        try requirePositive("scalePosWeight", factor)
        let isAlone = !parameters.isUnbalance || abs(factor - 1) <= 1e-6
        try Self.require("scalePosWeight", factor, isAlone, "1 together with isUnbalance")
    }

    private func isInside(_ level: Float) -> Bool { level > 0 && level < 1 }

    private func requirePositive(_ name: String, _ value: Double) throws(GBDTError) {
        try Self.require(name, value, value > 0 && value.isFinite, "finite and above 0")
    }

    private static func require(
        _ name: String, _ value: Double, _ holds: Bool, _ requirement: String
    ) throws(GBDTError) {
        if !holds { throw .invalidParameter(name: name, value: value.description, requirement: requirement) }
    }
}
