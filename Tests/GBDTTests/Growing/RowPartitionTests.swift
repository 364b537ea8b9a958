import Testing

@testable import GBDT

/// Goal: splitting a leaf keeps every row once and in order.
struct RowPartitionTests {
    /// A table of one column whose bins are the values' ranks.
    private func table(_ values: [Double], binCountMax: Int = 255) throws -> FeatureTable {
        var parameters = TrainingParameters()
        parameters.minDataInBin = 1
        parameters.minDataInLeaf = 1
        parameters.binCountMax = binCountMax
        let matrix = try FeatureMatrix(rowCount: values.count, columnCount: 1, rowMajor: values)
        let data = try Dataset(matrix, labels: values.map { _ in 0 }, parameters: parameters)
        return FeatureTable(data.bins, parameters: parameters, pool: WorkerPool(threadCount: 1))
    }

    private func split(_ partition: inout RowPartition, _ table: FeatureTable, threshold: Int) {
        let feature = table.features[0]
        partition.split(
            leaf: 0, by: feature.place, of: table,
            leftTable: feature.bins.leftTable(threshold: threshold, defaultLeft: true))
    }

    @Test func leftRowsComeFirstAndBothSidesKeepTheirOrder() throws {
        let table = try table([3, 1, 2, 0, 1, 3, 3, 1])
        var partition = RowPartition(rowCount: 8)
        partition.reset(bag: nil, rowCount: 8)
        split(&partition, table, threshold: 1)
        #expect(Array(partition.rows[partition.range(ofLeaf: 0)]) == [1, 3, 4, 7])
        #expect(Array(partition.rows[partition.range(ofLeaf: 1)]) == [0, 2, 5, 6])
    }

    @Test func aBagIsPartitionedAlone() throws {
        let table = try table([0, 1, 0, 1, 0, 1])
        var partition = RowPartition(rowCount: 6)
        partition.reset(bag: [1, 2, 5], rowCount: 6)
        split(&partition, table, threshold: 0)
        #expect(Array(partition.rows[partition.range(ofLeaf: 0)]) == [2])
        #expect(Array(partition.rows[partition.range(ofLeaf: 1)]) == [1, 5])
    }

    @Test func columnsOfManyBinsAreSplitAlike() throws {
        let table = try table((0..<1_000).map { Double(($0 * 7) % 1_000) }, binCountMax: 1_000)
        #expect(table.features[0].bins.count > 256)
        var partition = RowPartition(rowCount: 1_000)
        partition.reset(bag: nil, rowCount: 1_000)
        split(&partition, table, threshold: 499)
        #expect(partition.rows[partition.range(ofLeaf: 0)].allSatisfy { ($0 * 7) % 1_000 < 500 })
        #expect(partition.rows[partition.range(ofLeaf: 1)].allSatisfy { ($0 * 7) % 1_000 >= 500 })
    }

    @Test func severalThreadsSplitAsOneDoes() throws {
        let rowCount = 3 * PartitionKernels.pieceRowsMin + 77
        let table = try table((0..<rowCount).map { Double(($0 * 7_919) % 200) })
        var partitions = [1, 3].map { RowPartition(rowCount: rowCount, pool: WorkerPool(keeping: $0)) }
        for index in partitions.indices {
            partitions[index].reset(bag: nil, rowCount: rowCount)
            split(&partitions[index], table, threshold: 60)
        }
        #expect(partitions[0].ranges == partitions[1].ranges && partitions[0].rows == partitions[1].rows)
        var scores = [[Double]](repeating: Array(repeating: 1, count: rowCount), count: 2)
        for (index, threads) in [1, 3].enumerated() {
            PartitionKernels.add(
                [0.5, -2], to: &scores[index], rows: partitions[0].rows, ranges: partitions[0].ranges,
                pool: WorkerPool(keeping: threads))
        }
        #expect(scores[0] == scores[1])
        #expect(scores[0].indices.allSatisfy { scores[0][$0] == (($0 * 7_919) % 200 <= 60 ? 1.5 : -1) })
    }
}
