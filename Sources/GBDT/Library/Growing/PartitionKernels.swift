// Unsafe on purpose: one step per row and level of the tree, with stores to two places whose index depends on data;
// checked it takes three times as long. Sizes are checked on entry, row numbers by whoever made the partition.

enum PartitionKernels {
    /// The fewest rows of one piece when a leaf is split by several threads: some twenty microseconds' work.
    static let pieceRowsMin = 1 << 13
    /// Rows of one piece when a tree's values are added to scores.
    static let scoreRows = 1 << 16

    /// Row numbers from 0.
    static func number(_ rows: inout [UInt32], pool: WorkerPool) {
        let count = rows.count
        rows.withUnsafeMutableBufferPointer { rows in
            guard let rows = rows.baseAddress else { return }
            pool.forEachRange(of: count) { for row in $0 { rows[row] = UInt32(truncatingIfNeeded: row) } }
        }
    }

    /// Stable partition of `rows[range]`: left rows first. Returns their number.
    ///
    /// Every row is written to both sides and one of the two counters moves, so there is no branch to mispredict.
    static func split<Code: FixedWidthInteger & UnsignedInteger>(
        _ rows: inout [UInt32], range: Range<Int>, scratch: inout [UInt32], codes: [Code], codesStart: Int,
        leftTable: [UInt8], pool: WorkerPool
    ) -> Int {
        precondition(range.lowerBound >= 0 && range.upperBound <= rows.count && scratch.count >= range.count)
        precondition(leftTable.count == Int(Code.max) + 1 && codesStart >= 0 && codesStart + rows.count <= codes.count)
        return rows.withUnsafeMutableBufferPointer { rows in
            scratch.withUnsafeMutableBufferPointer { scratch in
                codes.withUnsafeBufferPointer { codes in
                    leftTable.withUnsafeBufferPointer { table in
                        guard let rows = rows.baseAddress, let scratch = scratch.baseAddress,
                            let codes = codes.baseAddress, let table = table.baseAddress
                        else { return 0 }
                        let first = rows + range.lowerBound
                        guard pool.threadCount > 1, range.count >= 2 * pieceRowsMin else {
                            let left = split(first, range.count, scratch, codes + codesStart, table)
                            (first + left).update(from: scratch, count: range.count - left)
                            return left
                        }
                        return splitInPieces(first, range.count, scratch, codes + codesStart, table, pool)
                    }
                }
            }
        }
    }

    /// Left rows to the front of `rows`, right rows to the front of `scratch`. Returns the number of left rows.
    @inline(__always)
    private static func split<Code: FixedWidthInteger & UnsignedInteger>(
        _ rows: UnsafeMutablePointer<UInt32>, _ count: Int, _ scratch: UnsafeMutablePointer<UInt32>,
        _ codes: UnsafePointer<Code>, _ table: UnsafePointer<UInt8>
    ) -> Int {
        var left = 0
        var right = 0
        for index in 0..<count {
            let row = rows[index]
            let goesLeft = Int(table[Int(codes[Int(row)])])
            rows[left] = row
            scratch[right] = row
            left &+= goesLeft
            right &+= 1 &- goesLeft
        }
        return left
    }

    /// Every piece is split into the same part of `scratch`, its right rows from the end backwards; then both sides of
    /// every piece are copied to where they belong.
    @inline(__always)
    private static func splitInPieces<Code: FixedWidthInteger & UnsignedInteger>(
        _ rows: UnsafeMutablePointer<UInt32>, _ count: Int, _ scratch: UnsafeMutablePointer<UInt32>,
        _ codes: UnsafePointer<Code>, _ table: UnsafePointer<UInt8>, _ pool: WorkerPool
    ) -> Int {
        let pieceRows = max(pieceRowsMin, count / (4 * pool.threadCount))
        let pieceCount = (count + pieceRows - 1) / pieceRows
        func size(_ piece: Int) -> Int { min(pieceRows, count - piece * pieceRows) }
        let lefts = pool.map(pieceCount) { piece in
            let start = piece * pieceRows
            return splitApart(rows + start, size(piece), scratch + start, codes, table)
        }
        var leftStart = 0
        var rightStart = lefts.reduce(0, +)
        let targets = lefts.indices.map { piece in
            defer {
                leftStart += lefts[piece]
                rightStart += size(piece) - lefts[piece]
            }
            return (left: leftStart, right: rightStart)
        }
        pool.forEach(pieceCount) { piece in
            let source = scratch + piece * pieceRows
            (rows + targets[piece].left).update(from: source, count: lefts[piece])
            let right = rows + targets[piece].right
            let last = source + (size(piece) - 1)
            for index in 0..<size(piece) - lefts[piece] { right[index] = last[-index] }
        }
        return leftStart
    }

    /// Left rows to the front of `target`, right rows to its end, the first one last. Returns the number of left rows.
    @inline(__always)
    private static func splitApart<Code: FixedWidthInteger & UnsignedInteger>(
        _ rows: UnsafePointer<UInt32>, _ count: Int, _ target: UnsafeMutablePointer<UInt32>,
        _ codes: UnsafePointer<Code>, _ table: UnsafePointer<UInt8>
    ) -> Int {
        var left = 0
        var right = count - 1
        for index in 0..<count {
            let row = rows[index]
            let goesLeft = Int(table[Int(codes[Int(row)])])
            target[left] = row
            target[right] = row
            left &+= goesLeft
            right &-= 1 &- goesLeft
        }
        return left
    }

    /// `scores[row] += value` for the rows of every leaf.
    static func add(
        _ values: [Double], to scores: inout [Double], rows: [UInt32], ranges: [Range<Int>], pool: WorkerPool
    ) {
        precondition(values.count == ranges.count && scores.count >= rows.count)
        precondition(ranges.allSatisfy { $0.lowerBound >= 0 && $0.upperBound <= rows.count })
        let pieces = zip(values, ranges).flatMap { value, range in
            stride(from: range.lowerBound, to: range.upperBound, by: scoreRows).map {
                (value: value, range: $0..<min($0 + scoreRows, range.upperBound))
            }
        }
        let rowCount = rows.count
        scores.withUnsafeMutableBufferPointer { scores in
            rows.withUnsafeBufferPointer { rows in
                guard let scores = scores.baseAddress, let rows = rows.baseAddress else { return }
                func add(_ value: Double, _ range: Range<Int>) {
                    for index in range { scores[Int(rows[index])] += value }
                }
                // No row is in two leaves, so pieces write different scores.
                if rowCount < scoreRows {
                    for piece in pieces { add(piece.value, piece.range) }
                } else {
                    pool.forEach(pieces.count) { add(pieces[$0].value, pieces[$0].range) }
                }
            }
        }
    }
}
