extension MetricKind {
    /// Checks that the metric has a meaning on a data set; without it the value may be NaN.
    /// - Throws: ``GBDTError/groupsMissing(name:)``, ``GBDTError/invalidLabel(row:value:requirement:)``,
    ///   ``GBDTError/invalidWeight(row:)``, and ``GBDTError/invalidParameter(name:value:requirement:)`` for a metric
    ///   that looks at no rank or that needs several outputs and gets one.
    func check(on data: Dataset, parameters: TrainingParameters) throws(GBDTError) {
        switch self {
        case .ndcg(let count), .map(let count):
            guard count >= 1 else {
                throw .invalidParameter(name: "metrics", value: name, requirement: "at a rank of at least 1")
            }
            if data.groupBoundaries == nil { throw .groupsMissing(name: name) }
            guard case .ndcg = self else { return }
            try require(data.labels, below: DiscountedGain(labelGain: parameters.labelGain).gradeCount)
        case .multiLogLoss, .multiError, .aucMu:
            guard parameters.outputCount >= 2 else {
                throw .invalidParameter(name: "metrics", value: name, requirement: "of an objective with classes")
            }
            try require(data.labels, below: parameters.outputCount)
        case .gamma, .gammaDeviance: try require(data.labels, "above 0") { $0 > 0 }
        case .crossEntropy, .kullbackLeibler: try require(data.labels, "0 ... 1") { $0 >= 0 && $0 <= 1 }
        case .crossEntropyLambda:
            try require(data.labels, "0 ... 1") { $0 >= 0 && $0 <= 1 }
            if let row = data.weights?.firstIndex(where: { !($0 > 0) }) { throw .invalidWeight(row: row) }
        default: break
        }
    }

    private func require(_ labels: [Float], below bound: Int) throws(GBDTError) {
        try require(labels, "a whole number, 0 ... \(bound - 1)") { label in
            Int(exactly: label).map { $0 >= 0 && $0 < bound } ?? false
        }
    }

    private func require(_ labels: [Float], _ requirement: String, _ holds: (Float) -> Bool) throws(GBDTError) {
        guard let row = labels.firstIndex(where: { !holds($0) }) else { return }
        throw .invalidLabel(row: row, value: labels[row], requirement: requirement)
    }
}
