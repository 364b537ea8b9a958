/// A tree over bins, to score rows of a binned matrix during training.
struct BinnedTree: Sendable {
    private struct Node {
        var column: Int
        var tableStart: Int
        var left: Int
        var right: Int
    }

    private let nodes: [Node]
    /// 256 entries per node: whether rows of a bin go left.
    private let leftTables: [UInt8]

    /// - Parameter splits: one per inner node: its column and its ``BinLayout/leftTable(threshold:defaultLeft:)``.
    init(_ tree: Tree, splits: [(column: Int, leftTable: [UInt8])]) {
        precondition(splits.count == tree.splitFeature.count)
        nodes = splits.indices.map { node in
            Node(
                column: splits[node].column, tableStart: node * 256, left: tree.leftChild[node],
                right: tree.rightChild[node])
        }
        leftTables = splits.flatMap(\.leftTable)
    }

    /// The leaf a row falls in.
    /// - Parameter codes: of a binned matrix with `rowCount` rows, column after column.
    func leaf(ofRow row: Int, of rowCount: Int, codes: Span<UInt8>) -> Int {
        if nodes.isEmpty { return 0 }
        var index = 0
        while index >= 0 {
            let node = nodes[index]
            let code = Int(codes[node.column * rowCount + row])
            index = leftTables[node.tableStart + code] != 0 ? node.left : node.right
        }
        return ~index
    }
}
