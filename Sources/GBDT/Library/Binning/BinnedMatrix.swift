/// A feature matrix in bins, column after column: one byte per value, two in columns of more than 256 bins.
struct BinnedMatrix: Sendable {
    /// Sixteen Floats are one cache line, so a row-major matrix is read once, line by line.
    private static let blockColumnCount = 16

    let rowCount: Int
    /// One per column.
    let mappers: [BinMapper]
    /// The columns of at most 256 bins.
    let codes: [UInt8]
    /// The others.
    let wideCodes: [UInt16]
    /// Where each column's codes stand.
    let places: [Place]
    /// Rows that were looked at to find the bins.
    let sampleCount: Int

    /// Which column it is of `codes`, or of `wideCodes`.
    enum Place: Sendable, Hashable {
        case narrow(Int)
        case wide(Int)
        /// A column of `codes` that several features share.
        case bundled(Int, BundleMember)
        /// Every row is in bin 0; nothing is stored.
        case constant
    }

    var columnCount: Int { mappers.count }

    func bin(row: Int, column: Int) -> Int {
        switch places[column] {
        case .narrow(let index): Int(codes[index * rowCount + row])
        case .wide(let index): Int(wideCodes[index * rowCount + row])
        case .bundled(let index, let member): member.bin(ofCode: Int(codes[index * rowCount + row]))
        case .constant: 0
        }
    }

    /// Finds bins and applies them.
    init(_ features: FeatureMatrix, options: BinningOptions, pool: WorkerPool) {
        let sampleRows: [Int]?
        if options.sampleCount < features.rowCount {
            var random = ParityRandom(seed: options.seed)
            sampleRows = random.sample(options.sampleCount, of: features.rowCount)
        } else {
            sampleRows = nil
        }
        self.init(
            features, sampleCount: sampleRows?.count ?? features.rowCount, bundles: options.enableBundle, pool: pool
        ) { index, column in
            guard let sampleRows else { return Self.mapper(column, index, options, features.isFloat) }
            let sample = sampleRows.map { column[$0] }
            return Self.mapper(sample.span, index, options, features.isFloat)
        }
    }

    private static func mapper(
        _ sample: Span<Double>, _ column: Int, _ options: BinningOptions, _ isFloat: Bool
    ) -> BinMapper {
        if options.categoricalColumns.contains(column) {
            return CategoricalBinFinder(
                binCountMax: options.binCountMax(ofColumn: column), minDataInBin: options.minDataInBin,
                missingIsZero: !options.useMissing || options.zeroAsMissing
            ).mapper(forSample: sample)
        }
        return NumericBinFinder(options: options, column: column).mapper(forSample: sample, isFloat: isFloat)
    }

    /// Applies bins found before. Columns are not bundled: what never met in the training data may meet here.
    init(_ features: FeatureMatrix, mappers: [BinMapper], pool: WorkerPool) {
        precondition(mappers.count == features.columnCount)
        self.init(features, sampleCount: 0, bundles: false, pool: pool) { column, _ in mappers[column] }
    }

    private init(
        _ features: FeatureMatrix, sampleCount: Int, bundles: Bool, pool: WorkerPool,
        mapper: (Int, Span<Double>) -> BinMapper
    ) {
        let rowCount = features.rowCount
        var mappers: [BinMapper] = []
        var bundler = FeatureBundler(rowCount: rowCount, isEnabled: bundles)
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
                bundler.append(column, mapper: mapper)
            }
        }
        self.rowCount = rowCount
        self.sampleCount = sampleCount
        self.mappers = mappers
        (places, codes, wideCodes) = bundler.finish()
    }

    /// The columns worth splitting on, ascending: those that can give both children `minDataInLeaf` rows
    /// (`feature_pre_filter`), or at least have two bins.
    func usableColumns(_ parameters: TrainingParameters) -> [Int] {
        let share = Double(parameters.minDataInLeaf * sampleCount) / Double(rowCount)
        let rowCountMin = parameters.featurePreFilter ? Int(share) : 0
        return mappers.indices.filter { !mappers[$0].isTrivial(rowCountMin: rowCountMin) }
    }
}
