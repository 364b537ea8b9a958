/// Raw scores of all rows of a data set, kept up to date tree by tree (`src/boosting/score_updater.hpp`).
struct ScoreUpdater: Sendable {
    /// One array per output, one entry per row.
    private(set) var scores: [[Double]]

    /// Scores before the first round.
    /// - Parameters:
    ///   - constants: one per output.
    ///   - model: its scores are added.
    init(_ data: Dataset, constants: [Double], continuing model: Booster?) {
        scores = constants.map { Array(onLargePages: data.rowCount, repeating: $0) }
        if let given = data.initialScores {
            for output in scores.indices {
                for row in scores[output].indices { scores[output][row] += given[output][row] }
            }
        }
        guard let model, let features = data.features else { return }
        for row in 0..<data.rowCount {
            let values = features.row(row)
            let raw = model.rawScores(values.span)
            for output in scores.indices { scores[output][row] += raw[output] }
        }
    }

    /// Adds a constant to every row.
    mutating func add(_ value: Double, output: Int) {
        for row in scores[output].indices { scores[output][row] += value }
    }

    /// Adds a value to every row.
    mutating func add(output: Int, _ value: (Int) -> Double) {
        for row in scores[output].indices { scores[output][row] += value(row) }
    }

    /// Multiplies every row's score.
    mutating func multiply(by factor: Double, output: Int) {
        for row in scores[output].indices { scores[output][row] *= factor }
    }

    /// Adds a tree's outputs by walking the bins of every row, or of `rows` alone.
    mutating func add(_ tree: Tree, _ binned: BinnedTree, of data: Dataset, rows: [UInt32]? = nil, output: Int) {
        let bins = data.bins
        var scores = scores[output].mutableSpan
        func value(_ row: Int) -> Double {
            let leaf = binned.leaf(ofRow: row, in: bins)
            guard let linear = tree.linearLeaves?[leaf], let features = data.features else {
                return tree.leafValue[leaf]
            }
            return linear.output(row, of: features) ?? tree.leafValue[leaf]
        }
        if let rows {
            for row in rows { scores[Int(row)] += value(Int(row)) }
        } else {
            for row in scores.indices { scores[row] += value(row) }
        }
    }

    /// Adds a tree's outputs to the rows it was grown on, whose leaves are known.
    mutating func add(_ tree: Tree, _ partition: RowPartition, pool: WorkerPool, output: Int) {
        PartitionKernels.add(
            tree.leafValue, to: &scores[output], rows: partition.rows, ranges: partition.ranges, pool: pool)
    }
}
