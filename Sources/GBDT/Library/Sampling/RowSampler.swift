/// The rows a round looks at, by whichever way of sampling was asked for.
struct RowSampler: Sendable {
    private let rowCount: Int
    private var bagging: Bagging?
    private var oneSide: OneSideSampling?
    /// nil: all rows.
    private(set) var bag: [UInt32]?
    /// The others, ascending.
    private(set) var outOfBag: [UInt32] = []
    /// Whether groups are drawn, which happens before gradients are computed: the other groups need none.
    var drawsGroups: Bool { bagging?.drawsGroups ?? false }
    /// The groups in the bag; nil when rows are drawn.
    var groups: [Int]? { bagging?.drawnGroups }

    init(_ data: Dataset, parameters: TrainingParameters) {
        rowCount = data.rowCount
        oneSide = OneSideSampling(rowCount: data.rowCount, parameters: parameters)
        bagging = oneSide == nil ? Bagging(data, parameters: parameters) : nil
    }

    /// Draws for a round. One-side sampling weights the drawn rows' gradients up.
    mutating func draw(iteration: Int, gradients: inout [[SIMD2<Float>]]) {
        if oneSide != nil {
            setBag(oneSide?.draw(iteration: iteration, gradients: &gradients))
        } else if let rows = bagging?.draw(iteration: iteration) {
            setBag(rows)
        }
    }

    private mutating func setBag(_ rows: [UInt32]?) {
        bag = rows
        outOfBag = []
        guard let rows else { return }
        var next = 0
        for row in 0..<UInt32(rowCount) {
            if next < rows.count, rows[next] == row { next += 1 } else { outOfBag.append(row) }
        }
    }
}
