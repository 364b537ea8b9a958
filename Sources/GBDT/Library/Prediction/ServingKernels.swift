// Unsafe on purpose: here rows and blocks of rows are checked, get memory for their ranks, and go to the kernels of the
// instruction set. Tables are in range because `RankForest` made them from checked trees.

import GBDTKernels
import GBDTLayout

#if WIDE_KERNELS
    import ZGBDTKernelsV3
    import ZGBDTKernelsV4
#endif

enum ServingKernels {
    /// Memory for the ranks of a row, its values as Floats, and the leaf bits of two groups of 32 trees.
    struct Scratch {
        static let wordBytes = 512

        let words: UnsafeMutablePointer<SIMD16<UInt32>>
        let ranks: UnsafeMutablePointer<UInt8>
        let floats: UnsafeMutablePointer<Float>

        /// Beyond the ranks lies the second table of a step that starts at the last.
        static func rankBytes(_ forest: RankForest) -> Int { forest.width + 64 }
        static func floatBytes(_ server: ForestServer) -> Int { 4 * server.columnCount }

        static func byteCount(_ server: ForestServer, _ forest: RankForest) -> Int {
            wordBytes + rankBytes(forest) + floatBytes(server)
        }

        init(words: UnsafeMutableRawPointer, ranks: UnsafeMutableRawPointer, floats: UnsafeMutableRawPointer) {
            self.words = words.assumingMemoryBound(to: SIMD16<UInt32>.self)
            self.ranks = ranks.assumingMemoryBound(to: UInt8.self)
            self.floats = floats.assumingMemoryBound(to: Float.self)
        }

        /// All in one piece.
        init(_ memory: UnsafeMutableRawPointer, _ forest: RankForest) {
            let ranks = memory + Self.wordBytes
            self.init(words: memory, ranks: ranks, floats: ranks + Self.rankBytes(forest))
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

    /// Up to this many bytes the compiler reserves room on the stack without asking, if no alignment is wanted.
    private static let pieceBytes = 1024

    /// On the stack up to 32 kB: scoring a row allocates nothing. Three small pieces cost nothing at all.
    @inline(__always)
    private static func withScratch(_ server: ForestServer, _ body: (RankForest, Scratch) -> Double) -> Double {
        guard let forest = server.ranks else { preconditionFailure("the plan asks for ranks") }
        if Scratch.rankBytes(forest) > pieceBytes - 64 || Scratch.floatBytes(server) > pieceBytes - 64 {
            return withLargeScratch(Scratch.byteCount(server, forest)) { body(forest, Scratch($0, forest)) }
        }
        return withPiece { words in
            withPiece { ranks in
                withPiece { floats in body(forest, Scratch(words: words, ranks: ranks, floats: floats)) }
            }
        }
    }

    /// Lends 960 bytes that begin with a cache line.
    @inline(__always)
    private static func withPiece(_ body: (UnsafeMutableRawPointer) -> Double) -> Double {
        withUnsafeTemporaryAllocation(byteCount: pieceBytes, alignment: 16) { memory in
            body(memory.baseAddress!.alignedUp(toMultipleOf: 64))
        }
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
