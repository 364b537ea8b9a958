/// Fits a linear model in every leaf (Shi et al., 2019, "Gradient Boosting with Piece-Wise Linear Regression Trees",
/// eq. 3; `src/treelearner/linear_tree_learner.cpp`): coefficients are -(X^T H X + lambda I)^-1 X^T g over the numeric
/// features of the leaf's path and a constant, which is not penalised.
///
/// Values are rounded to Float, as LightGBM keeps them.
struct LinearLeafFitter: Sendable {
    private let features: FeatureMatrix
    private let isNumeric: [Bool]
    private let lambda: Double

    /// nil when the parameters ask for constant leaves.
    init?(_ data: Dataset, parameters: TrainingParameters) {
        guard parameters.linearTree, let features = data.features else { return nil }
        self.features = features
        isNumeric = data.bins.mappers.map { !$0.isCategorical }
        lambda = parameters.linearLambda
    }

    /// - Parameter paths: the columns on each leaf's path, ascending.
    func leaves(
        of tree: Tree, paths: [[Int]], partition: RowPartition, gradients: [SIMD2<Float>]
    ) -> [LinearLeaf] {
        tree.leafValue.indices.map { leaf in
            let columns = paths[leaf].filter { isNumeric[$0] }
            let rows = partition.rows[partition.range(ofLeaf: leaf)]
            return fit(columns, rows, gradients) ?? LinearLeaf(constant: tree.leafValue[leaf])
        }
    }

    /// nil when fewer rows than unknowns are complete, or nothing can be solved.
    private func fit(_ columns: [Int], _ rows: ArraySlice<UInt32>, _ gradients: [SIMD2<Float>]) -> LinearLeaf? {
        let size = columns.count + 1
        var matrix = [Double](repeating: 0, count: size * size)
        var target = [Double](repeating: 0, count: size)
        var completeCount = 0
        var values = [Double](repeating: 1, count: size)
        for row in rows {
            for (index, column) in columns.enumerated() {
                values[index] = Double(Float(features.value(row: Int(row), column: column)))
            }
            if values.contains(where: \.isNaN) { continue }
            completeCount += 1
            let pair = SIMD2<Double>(gradients[Int(row)])
            for first in 0..<size {
                target[first] += values[first] * pair.x
                let weighted = values[first] * pair.y
                for second in first..<size { matrix[first * size + second] += weighted * values[second] }
            }
        }
        guard completeCount >= size else { return nil }
        for first in 0..<size {
            if first < columns.count { matrix[first * size + first] += lambda }
            for second in 0..<first { matrix[first * size + second] = matrix[second * size + first] }
        }
        guard let solution = LinearSystem.solve(matrix, target), solution.allSatisfy(\.isFinite) else { return nil }
        let kept = columns.indices.filter { abs(solution[$0]) > ParityConstant.zeroThreshold }
        return LinearLeaf(
            constant: -solution[columns.count], columns: kept.map { columns[$0] },
            coefficients: kept.map { -solution[$0] })
    }
}

/// Small dense systems of equations.
enum LinearSystem {
    /// The solution x of A x = b by elimination with full pivoting; nil when A is singular to working precision.
    /// - Parameter matrix: square, row after row.
    static func solve(_ matrix: [Double], _ right: [Double]) -> [Double]? {
        let size = right.count
        precondition(matrix.count == size * size)
        var rows = (0..<size).map { Array(matrix[$0 * size..<($0 + 1) * size]) + [right[$0]] }
        var columns = Array(0..<size)
        var largestPivot = 0.0
        for step in 0..<size {
            var best = (row: step, column: step)
            for row in step..<size {
                for column in step..<size where abs(rows[row][column]) > abs(rows[best.row][best.column]) {
                    best = (row, column)
                }
            }
            let pivot = abs(rows[best.row][best.column])
            largestPivot = max(largestPivot, pivot)
            guard pivot.isFinite, pivot > largestPivot * 0x1p-52 * Double(size) else { return nil }
            rows.swapAt(step, best.row)
            columns.swapAt(step, best.column)
            for row in rows.indices { rows[row].swapAt(step, best.column) }
            for row in step + 1..<size {
                let factor = rows[row][step] / rows[step][step]
                if factor == 0 { continue }
                for column in step...size { rows[row][column] -= factor * rows[step][column] }
            }
        }
        var solution = [Double](repeating: 0, count: size)
        for step in (0..<size).reversed() {
            var rest = rows[step][size]
            for column in step + 1..<size { rest -= rows[step][column] * solution[columns[column]] }
            solution[columns[step]] = rest / rows[step][step]
        }
        return solution
    }
}
