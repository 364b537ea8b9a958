/// A tree over bins, to score rows of a binned matrix during training.
struct BinnedTree: Sendable {
    private struct Node {
        var place: BinnedMatrix.Place
        var tableStart: Int
        var left: Int
        var right: Int
    }

    private let nodes: [Node]
    /// An entry per node and code: whether rows of that bin go left.
    private let leftTables: [UInt8]

    /// - Parameter splits: one per inner node: where its column stands and its ``BinLayout/leftTable(_:)``.
    init(_ tree: Tree, splits: [(place: BinnedMatrix.Place, leftTable: [UInt8])]) {
        precondition(splits.count == tree.splitFeature.count)
        var tables: [UInt8] = []
        nodes = splits.indices.map { node in
            defer { tables += splits[node].leftTable }
            return Node(
                place: splits[node].place, tableStart: tables.count, left: tree.leftChild[node],
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
            let code =
                switch node.place {
                case .narrow(let column): Int(bins.codes[column &* bins.rowCount &+ row])
                case .wide(let column): Int(bins.wideCodes[column &* bins.rowCount &+ row])
                }
            index = leftTables[node.tableStart + code] != 0 ? node.left : node.right
        }
        return ~index
    }
}
