/// Raw scores of all rows of a data set, kept up to date tree by tree (`src/boosting/score_updater.hpp`).
struct ScoreUpdater: Sendable {
    /// One array per output, one entry per row.
    private(set) var scores: [[Double]]

    init(rowCount: Int, initialScores: [Double]) {
        scores = initialScores.map { Array(repeating: $0, count: rowCount) }
    }

    /// Adds a constant to every row.
    mutating func add(_ value: Double, output: Int) {
        for row in scores[output].indices { scores[output][row] += value }
    }

    /// Adds a tree's outputs by walking the bins of every row, or of `rows` alone.
    mutating func add(_ tree: Tree, _ binned: BinnedTree, codes: [UInt8], rows: [UInt32]? = nil, output: Int) {
        let codes = codes.span
        let count = scores[output].count
        var scores = scores[output].mutableSpan
        if let rows {
            for row in rows {
                scores[Int(row)] += tree.leafValue[binned.leaf(ofRow: Int(row), of: count, codes: codes)]
            }
        } else {
            for row in scores.indices {
                scores[row] += tree.leafValue[binned.leaf(ofRow: row, of: count, codes: codes)]
            }
        }
    }

    /// Adds a tree's outputs to the rows it was grown on, whose leaves are known.
    mutating func add(_ tree: Tree, _ partition: RowPartition, output: Int) {
        for leaf in tree.leafValue.indices {
            PartitionKernels.add(
                tree.leafValue[leaf], to: &scores[output], rows: partition.rows,
                range: partition.range(ofLeaf: leaf))
        }
    }
}
