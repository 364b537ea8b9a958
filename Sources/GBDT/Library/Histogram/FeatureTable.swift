/// The features a training can split on and their bins: what histogram, split search and partition share.
struct FeatureTable: Sendable {
    /// One usable feature. `Feature.index` numbers them in column order, so ties by index are ties by column.
    struct Feature: Sendable {
        /// Column of the matrix and of the model.
        let column: Int
        let mapper: BinMapper
        let bins: BinLayout
        /// Where its codes stand.
        let place: BinnedMatrix.Place
        /// Where its sums start in a histogram.
        let histogramStart: Int
        /// The monotone constraint: +1, -1 or 0.
        let direction: Int
        /// Factor on the gain of its splits.
        let gainFactor: Double

        /// The column of one-byte codes it stands in, alone or in a bundle.
        var narrowColumn: Int? {
            switch place {
            case .narrow(let column), .bundled(let column, _): column
            case .wide, .constant: nil
            }
        }

        /// Whether rows of each code of its column go left, from the same by bin.
        func codeTable(_ leftTable: [UInt8]) -> [UInt8] {
            guard case .bundled(_, let member) = place else { return leftTable }
            return (0..<256).map { leftTable[member.bin(ofCode: $0)] }
        }
    }

    let rowCount: Int
    let features: [Feature]
    let codes: [UInt8]
    /// The used ones of `codes` once more, row after row.
    let panels: CodePanels
    let wideCodes: [UInt16]
    /// Entries of one histogram.
    let histogramSize: Int
    /// The most bins of any feature.
    let binCountMax: Int
    /// The most rows that are added up in one bin of a one-byte column; nil: each thread has columns of its own, so
    /// that nobody asks.
    let largestBin: Int?

    init(_ bins: BinnedMatrix, parameters: TrainingParameters, pool: WorkerPool) {
        var start = 0
        features = bins.usableColumns(parameters).map { column in
            let mapper = bins.mappers[column]
            defer { start += mapper.binCount }
            return Feature(
                column: column, mapper: mapper, bins: BinLayout(mapper), place: bins.places[column],
                histogramStart: start, direction: parameters.monotoneConstraints[safe: column] ?? 0,
                gainFactor: parameters.featureContribution[safe: column] ?? 1)
        }
        rowCount = bins.rowCount
        panels = CodePanels(
            bins.codes, rowCount: bins.rowCount, columns: Self.narrowColumns(features), pool: pool)
        codes = bins.codes
        wideCodes = bins.wideCodes
        histogramSize = start
        binCountMax = features.map(\.bins.count).max() ?? 0
        largestBin =
            panels.panels.count < pool.threadCount
            ? ExactSums.largestBin(features, codes: codes, rowCount: rowCount, pool: pool) : nil
    }
}

extension FeatureTable {
    /// The columns of one-byte codes that features stand in, in the order of the first feature in each.
    private static func narrowColumns(_ features: [Feature]) -> [Int] {
        var seen: Set<Int> = []
        return features.compactMap(\.narrowColumn).filter { seen.insert($0).inserted }
    }

    /// Sets of columns as sets of features; columns that cannot be split on drop out.
    func interactionSets(_ columns: [[Int]]) -> [Set<Int>] {
        columns.map { set in Set(features.indices.filter { set.contains(features[$0].column) }) }
    }
}

extension Array {
    /// nil beyond the end.
    subscript(safe index: Int) -> Element? { indices.contains(index) ? self[index] : nil }
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

    /// Whether thresholds are tried with missing values on either side.
    var scansBothWays: Bool { count > 2 && missing != .none }

    /// Whether rows of each bin go left under a split: 0 or 1, with an entry per code that a column of this many bins
    /// can hold.
    func leftTable(_ split: SplitInfo) -> [UInt8] {
        if let bins = split.leftBins {
            var table = emptyTable
            for bin in bins { table[bin] = 1 }
            return table
        }
        return leftTable(threshold: split.threshold, defaultLeft: split.defaultLeft)
    }

    /// The same when bins up to `threshold` go left and missing values go where `defaultLeft` says.
    func leftTable(threshold: Int, defaultLeft: Bool) -> [UInt8] {
        var table = emptyTable
        for bin in 0..<min(threshold + 1, count) { table[bin] = 1 }
        switch missing {
        case .none: break
        case .zero: table[defaultBin] = defaultLeft ? 1 : 0
        case .nan: table[count - 1] = defaultLeft ? 1 : 0
        }
        return table
    }

    /// Every code that a column of this width can hold has an entry.
    private var emptyTable: [UInt8] { [UInt8](repeating: 0, count: count <= 256 ? 256 : 65_536) }
}
