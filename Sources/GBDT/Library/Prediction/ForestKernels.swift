// Unsafe on purpose: a walk is a chain of dependent loads, and eight chains side by side hide each other's latency
// only when nothing but loads and compares stands between them; checked it takes four times as long. Children and
// operands of a `WalkForest` are in range because trees are checked when they are read; rows are checked on entry.

enum ForestKernels {
    /// Sum over some trees, in order, for one row.
    static func score(_ row: Span<Double>, _ forest: WalkForest, trees: Range<Int>) -> Double {
        scoreRow(row, forest, trees)
    }

    /// Sum over some trees, in order, for one row.
    static func score(_ row: Span<Float>, _ forest: WalkForest, trees: Range<Int>) -> Double {
        scoreRow(row, forest, trees)
    }

    /// Sums over some trees, in order, for rows that lie one after the other, `width` values each.
    /// - Parameter outputCount: every so many trees add to the same sum.
    /// - Returns: `outputCount` sums per row, row after row.
    static func score(
        rows: Span<Double>, width: Int, _ forest: WalkForest, trees: Range<Int>, outputCount: Int = 1
    ) -> [Double] {
        scoreRows(rows, width, forest, trees, outputCount)
    }

    /// As for rows of Doubles.
    static func score(
        rows: Span<Float>, width: Int, _ forest: WalkForest, trees: Range<Int>, outputCount: Int = 1
    ) -> [Double] {
        scoreRows(rows, width, forest, trees, outputCount)
    }

    @inline(__always)
    private static func scoreRow<Value: BinaryFloatingPoint>(
        _ row: Span<Value>, _ forest: WalkForest, _ trees: Range<Int>
    ) -> Double {
        precondition(row.count == forest.columnCount && trees.clamped(to: forest.roots.indices) == trees)
        return withUnsafeTemporaryAllocation(of: Double.self, capacity: 2 * row.count) { operands in
            guard let operands = operands.baseAddress else { return 0 }
            for column in row.indices {
                operands[column] = Double(row[column])
                operands[row.count &+ column] = -operands[column]
            }
            return scoreTrees(operands, forest, trees)
        }
    }

    /// Eight trees at a time.
    private static func scoreTrees(
        _ operands: UnsafePointer<Double>, _ forest: WalkForest, _ trees: Range<Int>
    ) -> Double {
        let roots = forest.roots
        let depths = forest.depths
        let values = forest.leafValues
        return forest.nodes.withUnsafeBufferPointer { nodes in
            guard let nodes = nodes.baseAddress else { return 0 }
            var sum = 0.0
            var tree = trees.lowerBound
            while tree < trees.upperBound {
                let count = min(8, trees.upperBound - tree)
                var walks = SIMD8<Int32>(repeating: roots[tree])
                var depth = depths[tree]
                for lane in 1..<8 where lane < count {
                    walks[lane] = roots[tree + lane]
                    depth = max(depth, depths[tree + lane])
                }
                walks = walk(nodes, operands, stride: 0, walks, depth)
                for lane in 0..<count { sum += values[Int(walks[lane])] }
                tree += count
            }
            return sum
        }
    }

    /// Eight rows at a time, tree by tree for the whole block, so that a tree stays in the first-level cache.
    @inline(__always)
    private static func scoreRows<Value: BinaryFloatingPoint>(
        _ rows: Span<Value>, _ width: Int, _ forest: WalkForest, _ trees: Range<Int>, _ outputCount: Int
    ) -> [Double] {
        precondition(width == forest.columnCount && rows.count % width == 0)
        precondition(trees.clamped(to: forest.roots.indices) == trees && outputCount > 0)
        let count = rows.count / width
        // Whole groups of eight: the last rows are filled up with zeros, whose scores nobody reads.
        let paddedCount = (count + 7) / 8 * 8
        var operands = [Double](repeating: 0, count: paddedCount * 2 * width)
        for row in 0..<count {
            for column in 0..<width {
                let value = Double(rows[row * width + column])
                operands[row * 2 * width + column] = value
                operands[row * 2 * width + width + column] = -value
            }
        }
        var sums = [Double](repeating: 0, count: paddedCount * outputCount)
        for output in 0..<outputCount {
            let trees = Swift.stride(from: trees.lowerBound + output, to: trees.upperBound, by: outputCount)
            addTrees(operands, 2 * width, forest, trees, output, to: &sums, rowCount: paddedCount)
        }
        sums.removeLast((paddedCount - count) * outputCount)
        return sums
    }

    /// Adds the trees' outputs to every `sums.count / rowCount`-th sum from `first` on.
    private static func addTrees(
        _ operands: [Double], _ stride: Int, _ forest: WalkForest, _ trees: StrideTo<Int>, _ first: Int,
        to sums: inout [Double], rowCount: Int
    ) {
        precondition(rowCount % 8 == 0 && operands.count == rowCount * stride)
        let roots = forest.roots
        let depths = forest.depths
        let values = forest.leafValues
        let outputCount = sums.count / max(1, rowCount)
        forest.nodes.withUnsafeBufferPointer { nodes in
            operands.withUnsafeBufferPointer { operands in
                guard let nodes = nodes.baseAddress, let operands = operands.baseAddress else { return }
                for tree in trees {
                    for row in Swift.stride(from: 0, to: rowCount, by: 8) {
                        let start = SIMD8<Int32>(repeating: roots[tree])
                        let walks = walk(nodes, operands + row &* stride, stride: stride, start, depths[tree])
                        for lane in 0..<8 { sums[(row + lane) * outputCount + first] += values[Int(walks[lane])] }
                    }
                }
            }
        }
    }

    /// Moves eight walks `depth` steps down; walk `i` reads the operands at `i * stride`. Walks that have reached their
    /// leaf stay there.
    @inline(__always)
    private static func walk(
        _ nodes: UnsafePointer<WalkForest.Node>, _ row: UnsafePointer<Double>, stride: Int, _ start: SIMD8<Int32>,
        _ depth: Int32
    ) -> SIMD8<Int32> {
        var walks = Walks(start)
        // Most walks end long before the deepest leaf: a look at every other step costs less than the steps.
        var step: Int32 = 0
        var look: Int32 = 7
        while step < depth {
            let end = min(look, depth)
            while step < end &- 1 {
                walks.step(nodes, row, stride)
                step &+= 1
            }
            let before = walks
            walks.step(nodes, row, stride)
            step &+= 1
            look &+= 2
            if walks.isSame(before) { break }
        }
        return walks.positions
    }

    /// Eight positions, in registers.
    private struct Walks {
        private var a, b, c, d, e, f, g, h: Int

        @inline(__always)
        init(_ start: SIMD8<Int32>) {
            (a, b, c, d) = (Int(start[0]), Int(start[1]), Int(start[2]), Int(start[3]))
            (e, f, g, h) = (Int(start[4]), Int(start[5]), Int(start[6]), Int(start[7]))
        }

        @inline(__always)
        mutating func step(_ nodes: UnsafePointer<WalkForest.Node>, _ row: UnsafePointer<Double>, _ stride: Int) {
            a = next(nodes + a, row)
            b = next(nodes + b, row + stride)
            c = next(nodes + c, row + 2 &* stride)
            d = next(nodes + d, row + 3 &* stride)
            e = next(nodes + e, row + 4 &* stride)
            f = next(nodes + f, row + 5 &* stride)
            g = next(nodes + g, row + 6 &* stride)
            h = next(nodes + h, row + 7 &* stride)
        }

        @inline(__always)
        func isSame(_ other: Walks) -> Bool {
            let first = (a ^ other.a) | (b ^ other.b) | (c ^ other.c) | (d ^ other.d)
            return first | (e ^ other.e) | (f ^ other.f) | (g ^ other.g) | (h ^ other.h) == 0
        }

        /// Lane by lane: converting the vector as a whole is a slow call into the standard library.
        var positions: SIMD8<Int32> {
            @inline(__always) get {
                SIMD8(
                    Int32(truncatingIfNeeded: a), Int32(truncatingIfNeeded: b), Int32(truncatingIfNeeded: c),
                    Int32(truncatingIfNeeded: d), Int32(truncatingIfNeeded: e), Int32(truncatingIfNeeded: f),
                    Int32(truncatingIfNeeded: g), Int32(truncatingIfNeeded: h))
            }
        }
    }

    /// One step. Adding the outcome to an index takes no branch; half of all branches would be mispredicted.
    @inline(__always)
    private static func next(_ node: UnsafePointer<WalkForest.Node>, _ row: UnsafePointer<Double>) -> Int {
        let passes = row[Int(node.pointee.operand)] >= node.pointee.threshold
        return Int(node.pointee.next) &+ (passes ? 1 : 0)
    }
}
