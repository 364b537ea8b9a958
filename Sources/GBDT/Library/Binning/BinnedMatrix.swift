/// A feature matrix in bins, column after column: one byte per value, two in columns of more than 256 bins.
struct BinnedMatrix: Sendable {
    /// Sixteen Floats are one cache line, so the sample of a row-major matrix is read once, line by line.
    private static let blockColumnCount = 16
    private static let blockRowCount = 1_024

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
        let rowCount = features.rowCount
        var sampleRows: [Int]?
        if options.sampleCount < rowCount {
            var random = ParityRandom(seed: options.seed)
            sampleRows = random.sample(options.sampleCount, of: rowCount)
        }
        let sampleCount = sampleRows?.count ?? rowCount
        let width = min(Self.blockColumnCount, (features.columnCount + pool.threadCount - 1) / pool.threadCount)
        let starts = Array(stride(from: 0, to: features.columnCount, by: width))
        let mappers = pool.map(starts.count) { block in
            let columns = starts[block]..<min(starts[block] + width, features.columnCount)
            let values = features.columnBlock(columns, rows: sampleRows)
            return columns.map { column in
                let start = (column - columns.lowerBound) * sampleCount
                return Self.mapper(
                    values.span.extracting(start..<start + sampleCount), column, options, features.isFloat)
            }
        }
        self.init(
            features, mappers: mappers.flatMap(\.self), sampleCount: sampleCount, bundles: options.enableBundle,
            pool: pool)
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
        self.init(features, mappers: mappers, sampleCount: 0, bundles: false, pool: pool)
    }

    private init(
        _ features: FeatureMatrix, mappers: [BinMapper], sampleCount: Int, bundles: Bool, pool: WorkerPool
    ) {
        let rowCount = features.rowCount
        var (narrowCount, wideCount) = (0, 0)
        let places = mappers.map { mapper in
            if mapper.binCount <= 1 { return Place.constant }
            if mapper.binCount <= 256 {
                narrowCount += 1
                return .narrow(narrowCount - 1)
            }
            wideCount += 1
            return .wide(wideCount - 1)
        }
        let encoders = mappers.map { ColumnEncoder($0) }
        var wideCodes: [UInt16] = []
        let codes = [UInt8](unsafeUninitializedCapacity: narrowCount * rowCount) { narrow, initializedCount in
            wideCodes = [UInt16](unsafeUninitializedCapacity: wideCount * rowCount) { wide, initializedWideCount in
                // Some rows at a time, so that a row-major matrix comes from memory once.
                pool.forEach((rowCount + Self.blockRowCount - 1) / Self.blockRowCount) { block in
                    let start = block * Self.blockRowCount
                    let rows = start..<min(start + Self.blockRowCount, rowCount)
                    for (column, encoder) in encoders.enumerated() {
                        switch places[column] {
                        case .narrow(let place):
                            let target = narrow.baseAddress! + (place * rowCount + start)
                            encoder.encode(column, of: features, rows: rows, into: target)
                        case .wide(let place):
                            let target = wide.baseAddress! + (place * rowCount + start)
                            encoder.encode(column, of: features, rows: rows, into: target)
                        case .bundled, .constant: break
                        }
                    }
                }
                initializedWideCount = wideCount * rowCount
            }
            initializedCount = narrowCount * rowCount
        }
        self.rowCount = rowCount
        self.sampleCount = sampleCount
        self.mappers = mappers
        self.wideCodes = wideCodes
        if bundles {
            var bundler = FeatureBundler(rowCount: rowCount, mappers: mappers)
            (self.places, self.codes) = bundler.bundled(places, codes)
        } else {
            (self.places, self.codes) = (places, codes)
        }
    }

    /// The columns worth splitting on, ascending: those that can give both children `minDataInLeaf` rows
    /// (`feature_pre_filter`), or at least have two bins.
    func usableColumns(_ parameters: TrainingParameters) -> [Int] {
        let share = Double(parameters.minDataInLeaf * sampleCount) / Double(rowCount)
        let rowCountMin = parameters.featurePreFilter ? Int(share) : 0
        return mappers.indices.filter { !mappers[$0].isTrivial(rowCountMin: rowCountMin) }
    }
}
