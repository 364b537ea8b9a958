// Unsafe on purpose: here rows and blocks of rows are checked, get memory for their ranks, and go to the kernels of the
// instruction set. Tables are in range because `RankForest` made them from checked trees.

import GBDTKernels
import GBDTLayout

#if WIDE_KERNELS
    import ZGBDTKernelsV3
    import ZGBDTKernelsV4
#endif

enum ServingKernels {
    /// Memory for the ranks of a row, its values as Floats, and the leaf bits of 32 trees.
    struct Scratch {
        let words: UnsafeMutablePointer<SIMD16<UInt32>>
        let ranks: UnsafeMutablePointer<UInt8>
        let floats: UnsafeMutablePointer<Float>

        /// Beyond the ranks lies the second table of a step that starts at the last.
        static func byteCount(_ server: ForestServer, _ ranks: RankForest) -> Int {
            256 + ranks.width + 64 + 4 * server.columnCount
        }

        init(_ memory: UnsafeMutableRawPointer, _ forest: RankForest) {
            words = memory.assumingMemoryBound(to: SIMD16<UInt32>.self)
            ranks = (memory + 256).assumingMemoryBound(to: UInt8.self)
            floats = (memory + 256 + forest.width + 64).assumingMemoryBound(to: Float.self)
        }
    }

    static func score(_ row: Span<Double>, _ server: ForestServer) -> Double {
        precondition(row.count == server.columnCount)
        return withScratch(server) { forest, scratch in
            row.withUnsafeBufferPointer { row in
                guard let row = row.baseAddress else { return 0 }
                rank(row, server, forest, scratch)
                return sum(0, server, forest, scratch)
            }
        }
    }

    static func score(_ row: Span<Float>, _ server: ForestServer) -> Double {
        precondition(row.count == server.columnCount)
        return withScratch(server) { forest, scratch in
            row.withUnsafeBufferPointer { row in
                guard let row = row.baseAddress else { return 0 }
                rank(row, server, forest, scratch)
                return sum(0, server, forest, scratch)
            }
        }
    }

    /// The sums of every output.
    static func scores(_ row: Span<Double>, _ server: ForestServer) -> [Double] {
        var scores = [Double](repeating: 0, count: server.outputCount)
        precondition(row.count == server.columnCount)
        _ = withScratch(server) { forest, scratch in
            row.withUnsafeBufferPointer { row in
                guard let row = row.baseAddress else { return }
                rank(row, server, forest, scratch)
                for output in scores.indices { scores[output] = sum(output, server, forest, scratch) }
            }
            return 0
        }
        return scores
    }

    /// On the stack up to 32 kB: scoring a row allocates nothing.
    @inline(__always)
    private static func withScratch(_ server: ForestServer, _ body: (RankForest, Scratch) -> Double) -> Double {
        guard let forest = server.ranks else { preconditionFailure("the plan asks for ranks") }
        let bytes = Scratch.byteCount(server, forest)
        if bytes <= 1024 {
            return withUnsafeTemporaryAllocation(byteCount: 1024, alignment: 64) { memory in
                body(forest, Scratch(memory.baseAddress!, forest))
            }
        }
        return withLargeScratch(bytes) { body(forest, Scratch($0, forest)) }
    }

    private static func withLargeScratch(_ bytes: Int, _ body: (UnsafeMutableRawPointer) -> Double) -> Double {
        if bytes <= 4096 {
            var memory = InlineArray<64, SIMD64<UInt8>>(repeating: SIMD64())
            return withUnsafeMutablePointer(to: &memory) { body(UnsafeMutableRawPointer($0)) }
        }
        if bytes <= 32_768 {
            var memory = InlineArray<512, SIMD64<UInt8>>(repeating: SIMD64())
            return withUnsafeMutablePointer(to: &memory) { body(UnsafeMutableRawPointer($0)) }
        }
        return withUnsafeTemporaryAllocation(byteCount: bytes, alignment: 64) { body($0.baseAddress!) }
    }

    @inline(__always)
    static func rank(
        _ row: UnsafePointer<Double>, _ server: ForestServer, _ forest: RankForest, _ scratch: Scratch
    ) {
        #if WIDE_KERNELS
            if server.instructionSet == .v4 {
                return ZGBDTKernelsV4.rankRow(
                    row, columnCount: server.columnCount, floats: scratch.floats, forest.slots, into: scratch.ranks)
            }
            if server.instructionSet == .v3 {
                return ZGBDTKernelsV3.rankRow(
                    row, columnCount: server.columnCount, floats: scratch.floats, forest.slots, into: scratch.ranks)
            }
        #endif
        GBDTKernels.rankRow(
            row, columnCount: server.columnCount, floats: scratch.floats, forest.slots, into: scratch.ranks)
    }

    @inline(__always)
    static func rank(
        _ row: UnsafePointer<Float>, _ server: ForestServer, _ forest: RankForest, _ scratch: Scratch
    ) {
        #if WIDE_KERNELS
            if server.instructionSet == .v4 { return ZGBDTKernelsV4.rankRow(row, forest.slots, into: scratch.ranks) }
            if server.instructionSet == .v3 { return ZGBDTKernelsV3.rankRow(row, forest.slots, into: scratch.ranks) }
        #endif
        GBDTKernels.rankRow(row, forest.slots, into: scratch.ranks)
    }

    /// The sum of an output's trees for the row whose ranks stand in the scratch.
    @inline(__always)
    static func sum(_ output: Int, _ server: ForestServer, _ forest: RankForest, _ scratch: Scratch) -> Double {
        let tables = forest.permutes[output]
        #if WIDE_KERNELS
            if server.instructionSet == .v4 {
                return ZGBDTKernelsV4.sumOfTrees(scratch.ranks, tables, words: scratch.words, onto: 0)
            }
            if server.instructionSet == .v3 {
                return ZGBDTKernelsV3.sumOfTrees(scratch.ranks, tables, words: scratch.words, onto: 0)
            }
        #endif
        return GBDTKernels.sumOfTrees(scratch.ranks, tables, words: scratch.words, onto: 0)
    }
}
