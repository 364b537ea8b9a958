/// Small dense systems of equations, solved in the order of operations of LightGBM's Eigen, so that a coefficient that
/// cancels there cancels here too.
enum LinearSystem {
    /// The solution x of A x = b by way of A's inverse, from elimination with full pivoting (Golub & Van Loan, "Matrix
    /// Computations", 3.4.8).
    ///
    /// Where A is singular to working precision, unknowns that nothing is left to determine are 0. Infinite or NaN
    /// entries give such a solution.
    /// - Parameter matrix: square, row after row.
    static func solve(_ matrix: [Double], _ right: [Double]) -> [Double] {
        let size = right.count
        precondition(matrix.count == size * size)
        let factors = Factors(matrix, size: size)
        var solution = [Double](repeating: 0, count: size)
        for column in 0..<size {
            let inverse = factors.inverseColumn(column)
            for row in 0..<size { solution[row] += inverse[row] * right[column] }
        }
        return solution
    }

    /// A with rows and columns exchanged, as the product of a lower triangle with a diagonal of 1 and an upper one.
    private struct Factors {
        private static let panelWidth = 4
        let size: Int
        /// Both triangles in one, row by row.
        var rows: [[Double]]
        /// Where rows and columns of A have gone.
        var rowOrder: [Int]
        var columnOrder: [Int]
        var rank = 0

        init(_ matrix: [Double], size: Int) {
            self.size = size
            rows = (0..<size).map { Array(matrix[$0 * size..<($0 + 1) * size]) }
            rowOrder = Array(0..<size)
            columnOrder = rowOrder
            var pivots: [Double] = []
            for step in 0..<size {
                let best = largest(from: step)
                let pivot = rows[best.row][best.column]
                if pivot == 0 { break }
                pivots.append(abs(pivot))
                rows.swapAt(step, best.row)
                rowOrder.swapAt(step, best.row)
                columnOrder.swapAt(step, best.column)
                for row in rows.indices { rows[row].swapAt(step, best.column) }
                for row in step + 1..<size {
                    rows[row][step] /= rows[step][step]
                    for column in step + 1..<size { rows[row][column] -= rows[row][step] * rows[step][column] }
                }
            }
            // Pivots below the rounding of the largest one count as zero.
            let least = (pivots.max() ?? 0) * 0x1p-52 * Double(size)
            rank = pivots.count { $0 > least }
        }

        /// The place of the largest magnitude; of equals the first by columns.
        private func largest(from step: Int) -> (row: Int, column: Int) {
            var best = (row: step, column: step)
            for column in step..<size {
                for row in step..<size where abs(rows[row][column]) > abs(rows[best.row][best.column]) {
                    best = (row, column)
                }
            }
            return best
        }

        /// A column of the inverse.
        func inverseColumn(_ column: Int) -> [Double] {
            var values = rowOrder.map { $0 == column ? 1.0 : 0.0 }
            for start in stride(from: 0, to: size, by: Self.panelWidth) {
                let panel = start..<min(start + Self.panelWidth, size)
                for place in panel {
                    for row in place + 1..<max(place + 1, panel.upperBound) {
                        values[row] -= rows[row][place] * values[place]
                    }
                }
                for row in panel.upperBound..<size { values[row] -= product(row, panel, values) }
            }
            for end in stride(from: rank, to: 0, by: -Self.panelWidth) {
                let panel = max(0, end - Self.panelWidth)..<end
                for place in panel.reversed() {
                    values[place] *= 1 / rows[place][place]
                    for row in panel.lowerBound..<place { values[row] -= rows[row][place] * values[place] }
                }
                for row in 0..<panel.lowerBound { values[row] -= product(row, panel, values) }
            }
            var inverse = [Double](repeating: 0, count: size)
            for place in 0..<rank { inverse[columnOrder[place]] = values[place] }
            return inverse
        }

        private func product(_ row: Int, _ panel: Range<Int>, _ values: [Double]) -> Double {
            var sum = 0.0
            for place in panel { sum += rows[row][place] * values[place] }
            return sum
        }
    }
}
