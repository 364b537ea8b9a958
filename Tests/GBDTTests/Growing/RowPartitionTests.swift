import Testing

@testable import GBDT

/// Goal: splitting a leaf keeps every row once and in order.
struct RowPartitionTests {
    @Test func leftRowsComeFirstAndBothSidesKeepTheirOrder() {
        let codes: [UInt8] = [0, 0, 0, 0, 0, 0, 0, 0, 3, 1, 2, 0, 1, 3, 3, 1]  // column 1 of 8 rows
        var left = [UInt8](repeating: 0, count: 256)
        left[1] = 1
        left[0] = 1
        var partition = RowPartition(rowCount: 8)
        partition.reset(bag: nil, rowCount: 8)
        partition.split(leaf: 0, codes: codes, codesStart: 8, leftTable: left)
        #expect(Array(partition.rows[partition.range(ofLeaf: 0)]) == [1, 3, 4, 7])
        #expect(Array(partition.rows[partition.range(ofLeaf: 1)]) == [0, 2, 5, 6])
    }

    @Test func aBagIsPartitionedAlone() {
        let codes: [UInt8] = [0, 1, 0, 1, 0, 1]
        var left = [UInt8](repeating: 0, count: 256)
        left[0] = 1
        var partition = RowPartition(rowCount: 6)
        partition.reset(bag: [1, 2, 5], rowCount: 6)
        partition.split(leaf: 0, codes: codes, codesStart: 0, leftTable: left)
        #expect(Array(partition.rows[partition.range(ofLeaf: 0)]) == [2])
        #expect(Array(partition.rows[partition.range(ofLeaf: 1)]) == [1, 5])
    }
}
