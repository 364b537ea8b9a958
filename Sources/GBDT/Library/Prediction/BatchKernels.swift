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
        let columnStride = matrix.order == .rowMajor ? 1 : matrix.rowCount
        let rowStride = matrix.order == .rowMajor ? matrix.columnCount : 1
        switch matrix.values {
        case .double(let values):
            return values.withUnsafeBufferPointer { values in
                scores(matrix.rowCount, server, iterations, pool) { row, count, forest, ranks in
                    rank(
                        values.baseAddress! + row * rowStride, (rowStride, columnStride), count, server, forest, ranks)
                }
            }
        case .float(let values):
            return values.withUnsafeBufferPointer { values in
                scores(matrix.rowCount, server, iterations, pool) { row, count, forest, ranks in
                    rank(
                        values.baseAddress! + row * rowStride, (rowStride, columnStride), count, server, forest, ranks)
                }
            }
        }
    }

    /// The leaf of every row in every tree, row after row, trees as in the model.
    static func leafIndices(
        _ matrix: FeatureMatrix, _ server: ForestServer, iterations: Range<Int>, pool: WorkerPool
    ) -> [Int] {
        check(matrix, server, iterations)
        let columnStride = matrix.order == .rowMajor ? 1 : matrix.rowCount
        let rowStride = matrix.order == .rowMajor ? matrix.columnCount : 1
        switch matrix.values {
        case .double(let values):
            return values.withUnsafeBufferPointer { values in
                leafIndices(matrix.rowCount, server, iterations, pool) { row, count, forest, ranks in
                    rank(
                        values.baseAddress! + row * rowStride, (rowStride, columnStride), count, server, forest, ranks)
                }
            }
        case .float(let values):
            return values.withUnsafeBufferPointer { values in
                leafIndices(matrix.rowCount, server, iterations, pool) { row, count, forest, ranks in
                    rank(
                        values.baseAddress! + row * rowStride, (rowStride, columnStride), count, server, forest, ranks)
                }
            }
        }
    }

    private static func check(_ matrix: FeatureMatrix, _ server: ForestServer, _ iterations: Range<Int>) {
        precondition(matrix.columnCount == server.columnCount && matrix.rowCount > 0)
        precondition(iterations.lowerBound >= 0)
        precondition(iterations.upperBound * server.outputCount <= server.plan.treeCount)
    }

    @inline(__always)
    private static func scores(
        _ rowCount: Int, _ server: ForestServer, _ iterations: Range<Int>, _ pool: WorkerPool,
        rank: (_ row: Int, _ count: Int, RankForest, UnsafeMutablePointer<SIMD64<Int8>>) -> Void
    ) -> [Double] {
        guard let forest = server.ranks else { preconditionFailure("the plan asks for ranks") }
        let outputs = server.outputCount
        let rowsPerPiece = rowsPerBlock * blocksPerPiece
        return [Double](unsafeUninitializedCapacity: rowCount * outputs) { scores, initializedCount in
            let scores = scores.baseAddress!
            pool.forEach((rowCount + rowsPerPiece - 1) / rowsPerPiece) { piece in
                let ranks = UnsafeMutablePointer<SIMD64<Int8>>.allocate(capacity: forest.width)
                let sums = UnsafeMutablePointer<Double>.allocate(capacity: rowsPerBlock)
                let start = piece * rowsPerPiece
                for row in stride(from: start, to: min(start + rowsPerPiece, rowCount), by: rowsPerBlock) {
                    let count = min(rowsPerBlock, rowCount - row)
                    rank(row, count, forest, ranks)
                    for output in 0..<outputs {
                        sums.update(repeating: 0, count: rowsPerBlock)
                        addTrees(ranks, forest.planes[output], iterations, server, sums)
                        for index in 0..<count {
                            (scores + (row + index) * outputs + output).initialize(to: sums[index])
                        }
                    }
                }
                ranks.deallocate()
                sums.deallocate()
            }
            initializedCount = rowCount * outputs
        }
    }

    @inline(__always)
    private static func leafIndices(
        _ rowCount: Int, _ server: ForestServer, _ iterations: Range<Int>, _ pool: WorkerPool,
        rank: (_ row: Int, _ count: Int, RankForest, UnsafeMutablePointer<SIMD64<Int8>>) -> Void
    ) -> [Int] {
        guard let forest = server.ranks else { preconditionFailure("the plan asks for ranks") }
        let outputs = server.outputCount
        let width = iterations.count * outputs
        let rowsPerPiece = rowsPerBlock * blocksPerPiece
        return [Int](unsafeUninitializedCapacity: rowCount * width) { indices, initializedCount in
            let indices = indices.baseAddress!
            pool.forEach((rowCount + rowsPerPiece - 1) / rowsPerPiece) { piece in
                let ranks = UnsafeMutablePointer<SIMD64<Int8>>.allocate(capacity: forest.width)
                let start = piece * rowsPerPiece
                for row in stride(from: start, to: min(start + rowsPerPiece, rowCount), by: rowsPerBlock) {
                    let count = min(rowsPerBlock, rowCount - row)
                    rank(row, count, forest, ranks)
                    for tree in 0..<width {
                        let (output, number) = (tree % outputs, iterations.lowerBound + tree / outputs)
                        let leaf = leaves(ranks, forest.planes[output], number, server)
                        let first = Int(forest.planes[output].firstLeaves[number])
                        for index in 0..<count {
                            (indices + (row + index) * width + tree).initialize(
                                to: forest.leafNumbers[output][first + Int(leaf[index])])
                        }
                    }
                }
                ranks.deallocate()
            }
            initializedCount = rowCount * width
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
