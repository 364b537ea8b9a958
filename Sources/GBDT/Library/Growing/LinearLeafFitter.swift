/// Fits a linear model in every leaf (Shi et al., 2019, "Gradient Boosting with Piece-Wise Linear Regression Trees",
/// eq. 3; `src/treelearner/linear_tree_learner.cpp`): coefficients are -(X^T H X + lambda I)^-1 X^T g over the numeric
/// features of the leaf's path and a constant, which is not penalised.
///
/// Values are rounded to Float, as LightGBM keeps them.
struct LinearLeafFitter: Sendable {
    private let features: FeatureMatrix
    private let isNumeric: [Bool]
    private let lambda: Double
    private let columnsWithMissing: Set<Int>

    /// nil when the parameters ask for constant leaves.
    init?(_ data: Dataset, parameters: TrainingParameters) {
        guard parameters.linearTree, let features = data.features else { return nil }
        self.features = features
        isNumeric = data.bins.mappers.map { !$0.isCategorical }
        lambda = parameters.linearLambda
        columnsWithMissing = Set(
            (0..<features.columnCount).filter { column in
                (0..<features.rowCount).contains { features.value(row: $0, column: column).isNaN }
            })
    }

    /// - Parameter paths: the columns on each leaf's path, ascending.
    func leaves(
        of tree: Tree, paths: [[Int]], partition: RowPartition, gradients: [SIMD2<Float>]
    ) -> [LinearLeaf] {
        let hasMissing = tree.splitFeature.contains { columnsWithMissing.contains($0) }
        return tree.leafValue.indices.map { leaf in
            let columns = paths[leaf].filter { isNumeric[$0] }
            let rows = partition.rows[partition.range(ofLeaf: leaf)]
            return fit(columns, rows, gradients, hasMissing: hasMissing)
                ?? LinearLeaf(constant: tree.leafValue[leaf])
        }
    }

    /// nil when there is too little to learn from.
    /// - Parameter hasMissing: whether any feature of the tree has missing values. What is then compared with the
    ///   number of unknowns is, as in LightGBM, not the number of rows but that of values before each row's first
    ///   missing one.
    private func fit(
        _ columns: [Int], _ rows: ArraySlice<UInt32>, _ gradients: [SIMD2<Float>], hasMissing: Bool
    ) -> LinearLeaf? {
        let size = columns.count + 1
        var matrix = [Double](repeating: 0, count: size * size)
        var target = [Double](repeating: 0, count: size)
        var presentCount = 0
        var values = [Double](repeating: 1, count: size)
        for row in rows {
            var isComplete = true
            for (index, column) in columns.enumerated() {
                values[index] = Double(Float(features.value(row: Int(row), column: column)))
                isComplete = !values[index].isNaN
                if !isComplete { break }
                presentCount += 1
            }
            guard isComplete else { continue }
            let pair = SIMD2<Double>(gradients[Int(row)])
            for first in 0..<size {
                target[first] += values[first] * pair.x
                let weighted = values[first] * pair.y
                for second in first..<size { matrix[first * size + second] += weighted * values[second] }
            }
        }
        guard (hasMissing ? presentCount : rows.count) >= size else { return nil }
        for first in 0..<size {
            if first < columns.count { matrix[first * size + first] += lambda }
            for second in 0..<first { matrix[first * size + second] = matrix[second * size + first] }
        }
        let solution = LinearSystem.solve(matrix, target.map { -$0 })
        guard solution.allSatisfy(\.isFinite) else { return nil }
        let kept = columns.indices.filter { abs(solution[$0]) > ParityConstant.zeroThreshold }
        return LinearLeaf(
            constant: solution[columns.count], columns: kept.map { columns[$0] },
            coefficients: kept.map { solution[$0] })
    }
}
