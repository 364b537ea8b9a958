// Unsafe on purpose: blocks of rows go to the kernels straight from the caller's matrix, and every piece of work writes
// the scores of its own rows into one array. Sizes are checked when a `FeatureMatrix` is made and on entry.

import GBDTKernels
import GBDTLayout

#if WIDE_KERNELS
    import ZGBDTKernelsV3
#endif

enum BatchKernels {
    private static let rowsPerBlock = 64
    private static let blocksPerPiece = 8

    /// The scores of every row, `outputCount` each, by ranks of 64 rows at a time.
    static func scores(
        _ matrix: FeatureMatrix, _ server: ForestServer, iterations: Range<Int>, pool: WorkerPool
    ) -> [Double] {
        check(matrix, server, iterations)
        let outputs = server.outputCount
        return [Double](unsafeUninitializedCapacity: matrix.rowCount * outputs) { scores, initializedCount in
            let scores = scores.baseAddress!
            forEachBlock(matrix, server, pool) { rows, forest, ranks in
                withUnsafeTemporaryAllocation(of: Double.self, capacity: rowsPerBlock) { buffer in
                    let sums = buffer.baseAddress!
                    for output in 0..<outputs {
                        sums.initialize(repeating: 0, count: rowsPerBlock)
                        addTrees(ranks, forest.planes[output], iterations, server, sums)
                        for (index, row) in rows.enumerated() {
                            (scores + row * outputs + output).initialize(to: sums[index])
                        }
                    }
                }
            }
            initializedCount = matrix.rowCount * outputs
        }
    }

    /// The leaf of every row in every tree, row after row, trees as in the model.
    static func leafIndices(
        _ matrix: FeatureMatrix, _ server: ForestServer, iterations: Range<Int>, pool: WorkerPool
    ) -> [Int] {
        check(matrix, server, iterations)
        let outputs = server.outputCount
        let width = iterations.count * outputs
        return [Int](unsafeUninitializedCapacity: matrix.rowCount * width) { indices, initializedCount in
            let indices = indices.baseAddress!
            forEachBlock(matrix, server, pool) { rows, forest, ranks in
                for tree in 0..<width {
                    let (output, number) = (tree % outputs, iterations.lowerBound + tree / outputs)
                    let leaf = leaves(ranks, forest.planes[output], number, server)
                    let first = Int(forest.planes[output].firstLeaves[number])
                    for (index, row) in rows.enumerated() {
                        (indices + row * width + tree).initialize(
                            to: forest.leafNumbers[output][first + Int(leaf[index])])
                    }
                }
            }
            initializedCount = matrix.rowCount * width
        }
    }

    private static func check(_ matrix: FeatureMatrix, _ server: ForestServer, _ iterations: Range<Int>) {
        precondition(matrix.columnCount == server.columnCount && matrix.rowCount > 0)
        precondition(iterations.lowerBound >= 0)
        precondition(iterations.upperBound * server.outputCount <= server.plan.treeCount)
    }

    /// Ranks the rows in blocks of up to 64, several blocks a piece of work.
    private static func forEachBlock(
        _ matrix: FeatureMatrix, _ server: ForestServer, _ pool: WorkerPool,
        _ body: (_ rows: Range<Int>, RankForest, UnsafePointer<SIMD64<Int8>>) -> Void
    ) {
        let isRowMajor = matrix.order == .rowMajor
        let strides = (row: isRowMajor ? matrix.columnCount : 1, column: isRowMajor ? 1 : matrix.rowCount)
        switch matrix.values {
        case .double(let values):
            values.withUnsafeBufferPointer { values in
                forEachBlock(matrix.rowCount, server, pool, body) { rows, forest, ranks in
                    let first = values.baseAddress! + rows.lowerBound * strides.row
                    rank(first, strides, rows.count, server, forest, ranks)
                }
            }
        case .float(let values):
            values.withUnsafeBufferPointer { values in
                forEachBlock(matrix.rowCount, server, pool, body) { rows, forest, ranks in
                    let first = values.baseAddress! + rows.lowerBound * strides.row
                    rank(first, strides, rows.count, server, forest, ranks)
                }
            }
        }
    }

    @inline(__always)
    private static func forEachBlock(
        _ rowCount: Int, _ server: ForestServer, _ pool: WorkerPool,
        _ body: (_ rows: Range<Int>, RankForest, UnsafePointer<SIMD64<Int8>>) -> Void,
        rank: (_ rows: Range<Int>, RankForest, UnsafeMutablePointer<SIMD64<Int8>>) -> Void
    ) {
        guard let forest = server.ranks else { preconditionFailure("the plan asks for ranks") }
        let rowsPerPiece = rowsPerBlock * blocksPerPiece
        pool.forEach((rowCount + rowsPerPiece - 1) / rowsPerPiece) { piece in
            let ranks = UnsafeMutablePointer<SIMD64<Int8>>.allocate(capacity: forest.width)
            let end = min((piece + 1) * rowsPerPiece, rowCount)
            for row in stride(from: piece * rowsPerPiece, to: end, by: rowsPerBlock) {
                let rows = row..<min(row + rowsPerBlock, end)
                rank(rows, forest, ranks)
                body(rows, forest, ranks)
            }
            ranks.deallocate()
        }
    }

    @inline(__always)
    private static func leaves(
        _ ranks: UnsafePointer<SIMD64<Int8>>, _ tables: PlaneTables, _ tree: Int, _ server: ForestServer
    ) -> SIMD64<UInt8> {
        var leaf = SIMD64<UInt8>()
        #if WIDE_KERNELS
            if server.instructionSet >= .v3 {
                ZGBDTKernelsV3.findLeaves(ofTree: tree, ranks, tables, into: &leaf)
                return leaf
            }
        #endif
        GBDTKernels.findLeaves(ofTree: tree, ranks, tables, into: &leaf)
        return leaf
    }

    // AVX2 also where there is AVX-512: on the processors measured, which split vectors of 64 bytes in two, comparing
    // into a vector is a third quicker than comparing into a mask register.

    @inline(__always)
    private static func addTrees(
        _ ranks: UnsafePointer<SIMD64<Int8>>, _ tables: PlaneTables, _ trees: Range<Int>, _ server: ForestServer,
        _ sums: UnsafeMutablePointer<Double>
    ) {
        #if WIDE_KERNELS
            if server.instructionSet >= .v3 {
                return ZGBDTKernelsV3.addTrees(
                    ranks, tables, from: trees.lowerBound, to: trees.upperBound, sums: sums)
            }
        #endif
        GBDTKernels.addTrees(ranks, tables, from: trees.lowerBound, to: trees.upperBound, sums: sums)
    }

    @inline(__always)
    private static func rank(
        _ values: UnsafePointer<Double>, _ strides: (row: Int, column: Int), _ count: Int, _ server: ForestServer,
        _ forest: RankForest, _ ranks: UnsafeMutablePointer<SIMD64<Int8>>
    ) {
        #if WIDE_KERNELS
            if server.instructionSet >= .v3 {
                return ZGBDTKernelsV3.rankRows(
                    values, rowStride: strides.row, columnStride: strides.column, rowCount: count, forest.slots,
                    slots: forest.numericCount, into: ranks)
            }
        #endif
        GBDTKernels.rankRows(
            values, rowStride: strides.row, columnStride: strides.column, rowCount: count, forest.slots,
            slots: forest.numericCount, into: ranks)
    }

    @inline(__always)
    private static func rank(
        _ values: UnsafePointer<Float>, _ strides: (row: Int, column: Int), _ count: Int, _ server: ForestServer,
        _ forest: RankForest, _ ranks: UnsafeMutablePointer<SIMD64<Int8>>
    ) {
        #if WIDE_KERNELS
            if server.instructionSet >= .v3 {
                return ZGBDTKernelsV3.rankRows(
                    values, rowStride: strides.row, columnStride: strides.column, rowCount: count, forest.slots,
                    slots: forest.numericCount, into: ranks)
            }
        #endif
        GBDTKernels.rankRows(
            values, rowStride: strides.row, columnStride: strides.column, rowCount: count, forest.slots,
            slots: forest.numericCount, into: ranks)
    }
}
