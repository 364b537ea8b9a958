/// The rows of every leaf, each leaf's in ascending order (`src/treelearner/data_partition.hpp`).
///
///     rows     [ a b c | d e f g | h ]      leaf 0: a b c    leaf 1: d e f g    leaf 2: h
///     split leaf 1 (d, f left):
///     rows     [ a b c | d f | e g | h ]    leaf 1: d f      leaf 3: e g
///
/// Splits keep the order, so histogram sums are added in the same order however the work is divided.
struct RowPartition: Sendable {
    private(set) var rows: [UInt32]
    private var scratch: [UInt32]
    private(set) var ranges: [Range<Int>] = []
    private let pool: WorkerPool

    init(rowCount: Int, pool: WorkerPool = WorkerPool(threadCount: 1)) {
        self.pool = pool
        rows = Array(onLargePages: rowCount, repeating: 0)
        scratch = Array(onLargePages: rowCount, repeating: 0)
    }

    /// One leaf with all of `bag`, or with every row.
    mutating func reset(bag: [UInt32]?, rowCount: Int) {
        if let bag {
            rows.replaceSubrange(0..<bag.count, with: bag)
            ranges = [0..<bag.count]
        } else {
            PartitionKernels.number(&rows, pool: pool)
            ranges = [0..<rowCount]
        }
    }

    /// Where in `rows` a leaf's rows stand.
    func range(ofLeaf leaf: Int) -> Range<Int> { ranges[leaf] }

    /// Moves the rows of `leaf` that do not go left to a new leaf, the next in number.
    /// - Parameter leftTable: one entry per code of the feature's column, 1 for the bins that go left.
    mutating func split(leaf: Int, by place: BinnedMatrix.Place, of table: FeatureTable, leftTable: [UInt8]) {
        let range = ranges[leaf]
        let leftCount =
            switch place {
            case .narrow(let column), .bundled(let column, _):
                PartitionKernels.split(
                    &rows, range: range, scratch: &scratch, codes: table.codes,
                    codesStart: column * table.rowCount, leftTable: leftTable, pool: pool)
            case .wide(let column):
                PartitionKernels.split(
                    &rows, range: range, scratch: &scratch, codes: table.wideCodes,
                    codesStart: column * table.rowCount, leftTable: leftTable, pool: pool)
            case .constant:
                preconditionFailure("a constant feature has no split")
            }
        ranges[leaf] = range.lowerBound..<range.lowerBound + leftCount
        ranges.append(range.lowerBound + leftCount..<range.upperBound)
    }
}
