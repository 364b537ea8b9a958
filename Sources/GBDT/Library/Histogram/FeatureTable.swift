/// The features a training can split on and their bins: what histogram, split search and partition share.
struct FeatureTable: Sendable {
    /// One usable feature. `Feature.index` numbers them in column order, so ties by index are ties by column.
    struct Feature: Sendable {
        /// Column of the matrix and of the model.
        let column: Int
        let mapper: BinMapper
        let bins: BinLayout
        /// Where its sums start in a histogram.
        let histogramStart: Int
    }

    let rowCount: Int
    let features: [Feature]
    /// `codes[feature.column * rowCount + row]`.
    let codes: [UInt8]
    /// Entries of one histogram.
    let histogramSize: Int

    init(_ bins: BinnedMatrix, minDataInLeaf: Int) {
        var start = 0
        features = bins.usableColumns(minDataInLeaf: minDataInLeaf).map { column in
            let mapper = bins.mappers[column]
            defer { start += mapper.binCount }
            return Feature(column: column, mapper: mapper, bins: BinLayout(mapper), histogramStart: start)
        }
        rowCount = bins.rowCount
        codes = bins.codes
        histogramSize = start
    }
}

/// What the split search must know of a feature's bins.
struct BinLayout: Sendable, Hashable {
    let count: Int
    let missing: BinMapper.Missing
    let defaultBin: Int
    let mostFrequentBin: Int

    init(count: Int, missing: BinMapper.Missing, defaultBin: Int, mostFrequentBin: Int) {
        self.count = count
        self.missing = missing
        self.defaultBin = defaultBin
        self.mostFrequentBin = mostFrequentBin
    }

    init(_ mapper: BinMapper) {
        self.init(
            count: mapper.binCount, missing: mapper.missing, defaultBin: mapper.defaultBin,
            mostFrequentBin: mapper.mostFrequentBin)
    }

    /// Whether rows of each bin go left when bins up to `threshold` do and missing values go where `defaultLeft` says.
    /// 256 entries of 0 or 1.
    func leftTable(threshold: Int, defaultLeft: Bool) -> [UInt8] {
        var table = [UInt8](repeating: 0, count: 256)
        for bin in 0..<min(threshold + 1, count) { table[bin] = 1 }
        switch missing {
        case .none: break
        case .zero: table[defaultBin] = defaultLeft ? 1 : 0
        case .nan: table[count - 1] = defaultLeft ? 1 : 0
        }
        return table
    }
}
