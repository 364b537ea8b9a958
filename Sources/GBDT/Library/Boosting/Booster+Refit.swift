extension Booster {
    /// The same trees with leaf values fitted to other data (`GBDT::RefitTree` in `src/boosting/gbdt.cpp`).
    ///
    /// Tree by tree, on the gradients at the scores of the trees refitted so far: value = `decay` times the old one
    /// plus `1 - decay` times the data's own, shrunk as the tree is. Leaves without rows keep `decay` times their
    /// value, as in LightGBM.
    /// - Parameters:
    ///   - data: made with `keepsFeatures: true`; its bins are not used.
    ///   - decay: 0 ... 1; LightGBM's default is 0.9.
    ///   - parameters: objective and penalties are used.
    /// - Throws: ``GBDTError`` for data that do not fit the model or the objective; for linear trees, forests, and a
    ///   custom objective.
    public func refitted(
        on data: Dataset, decay: Double = 0.9, parameters: TrainingParameters
    ) throws(GBDTError) -> Booster {
        let parameters = try parameters.validated()
        guard decay >= 0, decay <= 1 else {
            throw .invalidParameter(name: "decay", value: decay.description, requirement: "0 ... 1")
        }
        guard let features = data.features else { throw .featuresNotKept }
        guard data.columnCount == columnCount else {
            throw .columnCountMismatch(expected: columnCount, got: data.columnCount)
        }
        guard parameters.outputCount == outputCount else {
            throw .outputCountMismatch(expected: outputCount, got: parameters.outputCount)
        }
        if header.averagesOutput { throw .unsupportedModel(feature: "refitting random forests") }
        if trees.contains(where: { $0.linearLeaves != nil }) {
            throw .unsupportedModel(feature: "refitting linear trees")
        }
        try parameters.objective.checkLabels(of: data, parameters: parameters, hasGradients: false)
        let leaves = (0..<data.rowCount).map { row in
            let values = features.row(row)
            return leafIndices(values.span)
        }
        let trees = refittedTrees(data, decay: decay, parameters: parameters, leaves: leaves)
        return try Booster(header: header, trees: trees, bestIteration: bestIteration)
    }

    /// - Parameter leaves: by row and tree.
    private func refittedTrees(
        _ data: Dataset, decay: Double, parameters: TrainingParameters, leaves: [[Int]]
    ) -> [Tree] {
        var objective = parameters.objective.make(for: data, parameters: parameters)
        let rule = OutputRule(
            lambdaL1: parameters.lambdaL1, lambdaL2: parameters.lambdaL2, maxDeltaStep: parameters.maxDeltaStep,
            pathSmooth: 0)
        var scores = ScoreUpdater(data, constants: Array(repeating: 0, count: outputCount), continuing: nil)
        var gradients = Array(
            repeating: [SIMD2<Float>](repeating: .zero, count: data.rowCount), count: outputCount)
        var refitted = trees
        for index in refitted.indices {
            let output = index % outputCount
            if output == 0 { objective.fillGradients(&gradients, scores: scores.scores) }
            var sums = [SIMD2<Double>](
                repeating: SIMD2(0, ParityConstant.epsilon), count: refitted[index].leafCount)
            for row in leaves.indices { sums[leaves[row][index]] += SIMD2<Double>(gradients[output][row]) }
            for leaf in sums.indices {
                let own = rule.rootOutput(gradient: sums[leaf].x, hessian: sums[leaf].y)
                refitted[index].leafValue[leaf] =
                    decay * refitted[index].leafValue[leaf]
                    + (1 - decay) * (own.isNaN ? 0 : own) * refitted[index].shrinkage
            }
            let values = refitted[index].leafValue
            scores.add(output: output) { values[leaves[$0][index]] }
        }
        return refitted
    }
}
