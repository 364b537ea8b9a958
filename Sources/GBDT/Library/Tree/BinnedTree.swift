/// A tree over bins, to score rows of a binned matrix during training.
struct BinnedTree: Sendable {
    private struct Node {
        var column: Int
        var tableStart: Int
        var left: Int
        var right: Int
    }

    private let nodes: [Node]
    /// An entry per node and bin: whether rows of that bin go left.
    private let leftTables: [UInt8]

    /// - Parameter splits: one per inner node: its column and its ``BinLayout/leftTable(_:)``.
    init(_ tree: Tree, splits: [(column: Int, leftTable: [UInt8])]) {
        precondition(splits.count == tree.splitFeature.count)
        var tables: [UInt8] = []
        nodes = splits.indices.map { node in
            defer { tables += splits[node].leftTable }
            return Node(
                column: splits[node].column, tableStart: tables.count, left: tree.leftChild[node],
                right: tree.rightChild[node])
        }
        leftTables = tables
    }

    /// The leaf a row falls in.
    /// - Parameter bins: binned as the training data were.
    func leaf(ofRow row: Int, in bins: BinnedMatrix) -> Int {
        if nodes.isEmpty { return 0 }
        var index = 0
        while index >= 0 {
            let node = nodes[index]
            let bin = bins.bin(row: row, column: node.column)
            index = leftTables[node.tableStart + bin] != 0 ? node.left : node.right
        }
        return ~index
    }
}
