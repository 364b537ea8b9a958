/// A feature matrix in bins: one byte per value, column after column.
struct BinnedMatrix: Sendable {
    /// Sixteen Floats are one cache line, so a row-major matrix is read once, line by line.
    private static let blockColumnCount = 16

    let rowCount: Int
    /// One per column.
    let mappers: [BinMapper]
    /// `codes[column * rowCount + row]`.
    let codes: [UInt8]
    /// Rows that were looked at to find the bins.
    let sampleCount: Int

    var columnCount: Int { mappers.count }

    /// Finds bins and applies them.
    init(_ features: FeatureMatrix, options: BinningOptions, pool: WorkerPool) {
        let finder = NumericBinFinder(options: options)
        let sampleRows: [Int]?
        if options.sampleCount < features.rowCount {
            var random = ParityRandom(seed: options.seed)
            sampleRows = random.sample(options.sampleCount, of: features.rowCount)
        } else {
            sampleRows = nil
        }
        self.init(features, sampleCount: sampleRows?.count ?? features.rowCount, pool: pool) { _, column in
            guard let sampleRows else { return finder.mapper(forSample: column, isFloat: features.isFloat) }
            let sample = sampleRows.map { column[$0] }
            return finder.mapper(forSample: sample.span, isFloat: features.isFloat)
        }
    }

    /// Applies bins found before.
    init(_ features: FeatureMatrix, mappers: [BinMapper], pool: WorkerPool) {
        precondition(mappers.count == features.columnCount)
        self.init(features, sampleCount: 0, pool: pool) { column, _ in mappers[column] }
    }

    private init(
        _ features: FeatureMatrix, sampleCount: Int, pool: WorkerPool, mapper: (Int, Span<Double>) -> BinMapper
    ) {
        let rowCount = features.rowCount
        var mappers: [BinMapper] = []
        var codes: [UInt8] = []
        codes.reserveCapacity(rowCount * features.columnCount)
        for start in stride(from: 0, to: features.columnCount, by: Self.blockColumnCount) {
            let columns = start..<min(start + Self.blockColumnCount, features.columnCount)
            let block = features.columnBlock(columns)
            let encoded = pool.map(columns.count) { index in
                let column = block.span.extracting(index * rowCount..<(index + 1) * rowCount)
                let mapper = mapper(start + index, column)
                return (mapper, BinningKernels.encode(column, by: mapper))
            }
            for (mapper, column) in encoded {
                mappers.append(mapper)
                codes.append(contentsOf: column)
            }
        }
        self.rowCount = rowCount
        self.sampleCount = sampleCount
        self.mappers = mappers
        self.codes = codes
    }

    /// The columns worth splitting on, ascending, when a leaf needs `minDataInLeaf` rows (`feature_pre_filter`).
    func usableColumns(minDataInLeaf: Int) -> [Int] {
        let rowCountMin = Int(Double(minDataInLeaf * sampleCount) / Double(rowCount))
        return mappers.indices.filter { !mappers[$0].isTrivial(rowCountMin: rowCountMin) }
    }
}
