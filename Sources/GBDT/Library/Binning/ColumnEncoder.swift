// Unsafe for the reasons given in `BinningKernels.swift`: many threads write the codes of different rows into one
// array.

/// The bins of one column, made ready to encode many values: `BinMapper.bin(of:)` without its branches.
struct ColumnEncoder: Sendable {
    /// Categories below this have an entry in the table of codes.
    private static let tableSizeMax = 1 << 20

    private let isCategorical: Bool
    /// Padded with +inf to a power of two, so that the search takes the same steps for any mapper.
    private let bounds: [Double]
    /// The largest Floats that are not above the bounds: they part Floats as the bounds do.
    private let floatBounds: [Float]
    private let firstStep: Int
    private let nanCode: Int
    private let table: [UInt16]
    private let codesBeyond: [Int32: UInt16]

    init(_ mapper: BinMapper) {
        isCategorical = mapper.isCategorical
        let size = mapper.binCount <= 256 ? 256 : 65_536
        precondition(mapper.binCount <= size)
        firstStep = size / 2
        guard !mapper.isCategorical else {
            let largest = mapper.categories.dropFirst().max() ?? -1
            var table = [UInt16](repeating: 0, count: min(Int(largest) + 1, Self.tableSizeMax))
            var codesBeyond: [Int32: UInt16] = [:]
            for (bin, category) in mapper.categories.enumerated().dropFirst() {
                if Int(category) < table.count {
                    table[Int(category)] = UInt16(bin)
                } else {
                    codesBeyond[category] = UInt16(bin)
                }
            }
            (self.table, self.codesBeyond) = (table, codesBeyond)
            (bounds, floatBounds, nanCode) = ([], [], 0)
            return
        }
        let padding = Array(repeating: Double.infinity, count: size + 1 - mapper.upperBounds.count)
        bounds = mapper.upperBounds.dropLast() + padding
        floatBounds = bounds.map { bound in
            let float = Float(bound)
            return Double(float) > bound ? float.nextDown : float
        }
        nanCode = mapper.bin(of: .nan)
        (table, codesBeyond) = ([], [:])
    }

    /// Writes the codes of some rows.
    /// - Parameter codes: where that of the first of `rows` goes; `Code` must hold all bins.
    func encode<Code: FixedWidthInteger & UnsignedInteger>(
        _ column: Int, of features: FeatureMatrix, rows: Range<Int>, into codes: UnsafeMutablePointer<Code>
    ) {
        precondition(rows.lowerBound >= 0 && rows.upperBound <= features.rowCount && firstStep <= Int(Code.max) / 2 + 1)
        let isRowMajor = features.order == .rowMajor
        let step = isRowMajor ? features.columnCount : 1
        let start =
            isRowMajor ? rows.lowerBound * step + column : column * features.rowCount + rows.lowerBound
        switch features.values {
        case .float(let values):
            encode(values, from: start, step: step, count: rows.count, floatBounds, into: codes)
        case .double(let values):
            encode(values, from: start, step: step, count: rows.count, bounds, into: codes)
        }
    }

    @inline(__always)
    private func encode<Value: BinaryFloatingPoint, Code: FixedWidthInteger & UnsignedInteger>(
        _ values: [Value], from start: Int, step: Int, count: Int, _ bounds: [Value],
        into codes: UnsafeMutablePointer<Code>
    ) {
        precondition(count == 0 || start + (count - 1) * step < values.count)
        values.withUnsafeBufferPointer { values in
            guard let first = values.baseAddress.map({ $0 + start }) else { return }
            if isCategorical {
                table.withUnsafeBufferPointer {
                    BinningKernels.encode(
                        first, step: step, count: count, table: $0, beyond: { codesBeyond[$0] ?? 0 }, into: codes)
                }
                return
            }
            bounds.withUnsafeBufferPointer { bounds in
                guard let bounds = bounds.baseAddress else { return }
                let nanCode = Code(truncatingIfNeeded: nanCode)
                // Two calls, so that the compiler sees the number of steps of the usual one.
                if firstStep == 128 {
                    BinningKernels.encode(
                        first, step: step, count: count, bounds: bounds, firstStep: 128, nanCode: nanCode, into: codes)
                } else {
                    BinningKernels.encode(
                        first, step: step, count: count, bounds: bounds, firstStep: firstStep, nanCode: nanCode,
                        into: codes)
                }
            }
        }
    }
}
