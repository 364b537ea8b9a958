// Unsafe on purpose: one step per row and level of the tree, with stores to two places whose index depends on data;
// checked it takes three times as long. Sizes are checked on entry, row numbers by whoever made the partition.

enum PartitionKernels {
    /// Stable partition of `rows[range]`: left rows first. Returns their number.
    ///
    /// Every row is written to both sides and one of the two counters moves, so there is no branch to mispredict.
    static func split<Code: FixedWidthInteger & UnsignedInteger>(
        _ rows: inout [UInt32], range: Range<Int>, scratch: inout [UInt32], codes: [Code], codesStart: Int,
        leftTable: [UInt8]
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
                        return split(
                            rows + range.lowerBound, range.count, scratch, codes + codesStart, table)
                    }
                }
            }
        }
    }

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
        (rows + left).update(from: scratch, count: right)
        return left
    }

    /// `scores[row] += value` for the rows of a leaf.
    static func add(_ value: Double, to scores: inout [Double], rows: [UInt32], range: Range<Int>) {
        precondition(range.lowerBound >= 0 && range.upperBound <= rows.count && scores.count >= rows.count)
        scores.withUnsafeMutableBufferPointer { scores in
            rows.withUnsafeBufferPointer { rows in
                for index in range { scores[Int(rows[index])] += value }
            }
        }
    }
}
