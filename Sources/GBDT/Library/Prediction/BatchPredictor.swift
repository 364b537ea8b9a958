/// Scores the rows of a matrix, block by block.
struct BatchPredictor: Sendable {
    let forest: FlatForest
    let walkForest: WalkForest?
    let pool: WorkerPool

    /// The raw score of every row, in order.
    func rawScores(_ matrix: FeatureMatrix) -> [Double] {
        let blockRowCount = WalkForest.blockRowCount
        let blocks = pool.map((matrix.rowCount + blockRowCount - 1) / blockRowCount) { block in
            let start = block * blockRowCount
            let rows = start..<min(start + blockRowCount, matrix.rowCount)
            return switch matrix.values {
            case .double(let values): scores(rows, of: matrix, values)
            case .float(let values): scores(rows, of: matrix, values)
            }
        }
        return blocks.flatMap { $0 }
    }

    private func scores(_ rows: Range<Int>, of matrix: FeatureMatrix, _ values: [Double]) -> [Double] {
        let block = rowMajor(rows, of: matrix, values)
        let width = matrix.columnCount
        if let walkForest { return ForestKernels.score(rows: block.span, width: width, walkForest) }
        return rows.indices.map { score(block.span, $0 - rows.lowerBound, width) }
    }

    private func scores(_ rows: Range<Int>, of matrix: FeatureMatrix, _ values: [Float]) -> [Double] {
        let block = rowMajor(rows, of: matrix, values)
        let width = matrix.columnCount
        if let walkForest { return ForestKernels.score(rows: block.span, width: width, walkForest) }
        return rows.indices.map { score(block.span, $0 - rows.lowerBound, width) }
    }

    private func score<Value: BinaryFloatingPoint>(_ block: Span<Value>, _ row: Int, _ width: Int) -> Double {
        forest.sum(block.extracting(row * width..<(row + 1) * width), first: 0, stride: 1)
    }

    /// The rows' values, row after row.
    private func rowMajor<Value>(_ rows: Range<Int>, of matrix: FeatureMatrix, _ values: [Value]) -> [Value] {
        let width = matrix.columnCount
        switch matrix.order {
        case .rowMajor:
            return Array(values[rows.lowerBound * width..<rows.upperBound * width])
        case .columnMajor:
            var block: [Value] = []
            block.reserveCapacity(rows.count * width)
            for row in rows {
                for column in 0..<width { block.append(values[column * matrix.rowCount + row]) }
            }
            return block
        }
    }
}
