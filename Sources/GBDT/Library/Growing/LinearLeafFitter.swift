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
    /// - Parameter hasMissing: whether any feature of the tree has missing values. What is then compared with the number
    ///   of unknowns is not the number of rows but, as in LightGBM, that of values before each row's first missing one.
    private func fit(
        _ columns: [Int], _ rows: ArraySlice<UInt32>, _ gradients: [SIMD2<Float>], hasMissing: Bool
    ) -> LinearLeaf? {
        let size = columns.count + 1
        // Sums of Floats, as in LightGBM: one triangle, row after row.
        var matrix = [Float](repeating: 0, count: size * size)
        var target = [Float](repeating: 0, count: size)
        var presentCount = 0
        var values = [Float](repeating: 1, count: size)
        for row in rows {
            var isComplete = true
            for (index, column) in columns.enumerated() {
                values[index] = Float(features.value(row: Int(row), column: column))
                isComplete = !values[index].isNaN
                if !isComplete { break }
                presentCount += 1
            }
            guard isComplete else { continue }
            let pair = gradients[Int(row)]
            for first in 0..<size {
                target[first] += values[first] * pair.x
                let weighted = values[first] * pair.y
                for second in first..<size { matrix[first * size + second] += weighted * values[second] }
            }
        }
        guard (hasMissing ? presentCount : rows.count) >= size else { return nil }
        var system = matrix.map { Double($0) }
        for first in 0..<size {
            for second in 0..<first { system[first * size + second] = system[second * size + first] }
            if first < columns.count { system[first * size + first] += lambda }
        }
        let solution = LinearSystem.solve(system, target.map { Double($0) })
        guard solution.allSatisfy(\.isFinite) else { return nil }
        let kept = columns.indices.filter { abs(solution[$0]) > ParityConstant.zeroThreshold }
        return LinearLeaf(
            constant: -solution[columns.count], columns: kept.map { columns[$0] },
            coefficients: kept.map { -solution[$0] })
    }
}

/// Small dense systems of equations.
enum LinearSystem {
    /// The solution x of A x = b by elimination with full pivoting (Golub & Van Loan, "Matrix Computations", 3.4.8).
    ///
    /// Where A is singular to working precision, unknowns that nothing is left to determine are 0. Infinite or NaN
    /// entries give such a solution.
    /// - Parameter matrix: square, row after row.
    static func solve(_ matrix: [Double], _ right: [Double]) -> [Double] {
        let size = right.count
        precondition(matrix.count == size * size)
        var rows = (0..<size).map { Array(matrix[$0 * size..<($0 + 1) * size]) + [right[$0]] }
        var columns = Array(0..<size)
        var pivots: [Double] = []
        for step in 0..<size {
            var best = (row: step, column: step)
            // Of equals the first by columns is taken.
            for column in step..<size {
                for row in step..<size where abs(rows[row][column]) > abs(rows[best.row][best.column]) {
                    best = (row, column)
                }
            }
            if rows[best.row][best.column] == 0 { break }
            pivots.append(abs(rows[best.row][best.column]))
            rows.swapAt(step, best.row)
            columns.swapAt(step, best.column)
            for row in rows.indices { rows[row].swapAt(step, best.column) }
            for row in step + 1..<size {
                let factor = rows[row][step] / rows[step][step]
                if factor == 0 { continue }
                for column in step...size { rows[row][column] -= factor * rows[step][column] }
            }
        }
        // Pivots below the rounding of the largest one count as zero.
        let least = (pivots.max() ?? 0) * 0x1p-52 * Double(size)
        let rank = pivots.count { $0 > least }
        var solution = [Double](repeating: 0, count: size)
        for step in (0..<rank).reversed() {
            var rest = rows[step][size]
            for column in step + 1..<rank { rest -= rows[step][column] * solution[columns[column]] }
            solution[columns[step]] = rest / rows[step][step]
        }
        return solution
    }
}
