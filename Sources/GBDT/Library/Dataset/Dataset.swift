/// Examples ready for training: features in bins, labels, weights.
///
/// Binning is the costly part and happens once; one data set can train many boosters. Raw feature values are only kept
/// for linear trees and on request.
public struct Dataset: Sendable {
    /// Number of examples.
    public var rowCount: Int { bins.rowCount }
    /// Number of columns of the feature matrix, unusable ones included.
    public var columnCount: Int { bins.columnCount }
    /// One name per column.
    public let featureNames: [String]
    let bins: BinnedMatrix
    let labels: [Float]
    let weights: [Float]?
    /// Row numbers at which groups start, and the number of rows at the end.
    let groupBoundaries: [Int]?
    /// Scores training starts from: one array per output, one entry per row.
    let initialScores: [[Double]]?
    let binning: BinningOptions
    /// The values themselves, when linear leaves or a model to continue need them.
    let features: FeatureMatrix?

    /// - Parameters:
    ///   - features: rows by columns; NaN is missing.
    ///   - labels: one finite label per row.
    ///   - weights: one finite weight of at least 0 per row, not all 0. They multiply gradients and hessians.
    ///   - groups: of ranking problems: rows per group, in row order.
    ///   - initialScores: raw scores to start from: one array per output, one finite entry per row. They are not part
    ///     of the model.
    ///   - categoricalColumns: columns that hold categories: integers of at least 0; anything else is missing.
    ///   - featureNames: one per column; default `Column_0`, `Column_1`, ...
    ///   - parameters: those about bins, their seed and the threads are used. Training must be given the same.
    ///   - reference: the training data whose bins are taken over, for validation data. Bins are then not searched and
    ///     the binning parameters are those of the reference.
    ///   - keepsFeatures: keeps `features`, which training from a model on and refitting need.
    /// - Throws: ``GBDTError`` for every broken condition above.
    public init(
        _ features: FeatureMatrix, labels: [Float], weights: [Float]? = nil, groups: [Int]? = nil,
        initialScores: [[Double]]? = nil, categoricalColumns: [Int] = [], featureNames: [String]? = nil,
        parameters: TrainingParameters = .init(), binnedLike reference: Dataset? = nil, keepsFeatures: Bool = false
    ) throws(GBDTError) {
        let parameters = try parameters.validated()
        try Self.check(labels: labels, weights: weights, rowCount: features.rowCount)
        let pool = WorkerPool(threadCount: parameters.threadCount)
        if let reference {
            guard reference.columnCount == features.columnCount else {
                throw .columnCountMismatch(expected: reference.columnCount, got: features.columnCount)
            }
            bins = BinnedMatrix(features, mappers: reference.bins.mappers, pool: pool)
            binning = reference.binning
        } else {
            let categories = Set(categoricalColumns)
            for column in categoricalColumns where !(0..<features.columnCount).contains(column) {
                throw .columnOutOfRange(column, columnCount: features.columnCount)
            }
            let options = BinningOptions(parameters, categoricalColumns: categories)
            bins = BinnedMatrix(features, options: options, pool: pool)
            binning = options
        }
        self.labels = labels
        self.weights = weights
        try Self.check(initialScores: initialScores, rowCount: features.rowCount)
        self.initialScores = initialScores
        self.features = parameters.linearTree || keepsFeatures ? features : nil
        groupBoundaries = try Self.boundaries(of: groups, rowCount: features.rowCount)
        if let featureNames {
            try Self.check(names: featureNames, columnCount: features.columnCount)
            self.featureNames = featureNames
        } else {
            self.featureNames = reference?.featureNames ?? (0..<features.columnCount).map { "Column_\($0)" }
        }
    }

    private static func check(labels: [Float], weights: [Float]?, rowCount: Int) throws(GBDTError) {
        guard labels.count == rowCount else { throw .labelCountMismatch(expected: rowCount, got: labels.count) }
        if let row = labels.firstIndex(where: { !$0.isFinite }) { throw .nonFiniteLabel(row: row) }
        guard let weights else { return }
        guard weights.count == rowCount else { throw .weightCountMismatch(expected: rowCount, got: weights.count) }
        if let row = weights.firstIndex(where: { !($0 >= 0 && $0.isFinite) }) { throw .invalidWeight(row: row) }
        if !weights.contains(where: { $0 > 0 }) { throw .invalidWeight(row: nil) }
    }

    private static func check(initialScores: [[Double]]?, rowCount: Int) throws(GBDTError) {
        for (output, scores) in (initialScores ?? []).enumerated() {
            guard scores.count == rowCount else {
                throw .initialScoreCountMismatch(output: output, expected: rowCount, got: scores.count)
            }
            if let row = scores.firstIndex(where: { !$0.isFinite }) {
                throw .nonFiniteInitialScore(output: output, row: row)
            }
        }
    }

    private static func boundaries(of groups: [Int]?, rowCount: Int) throws(GBDTError) -> [Int]? {
        guard let groups else { return nil }
        var boundaries = [0]
        for size in groups {
            guard size > 0, size <= rowCount - boundaries[boundaries.count - 1] else {
                throw .groupCountMismatch(expected: rowCount, got: boundaries[boundaries.count - 1])
            }
            boundaries.append(boundaries[boundaries.count - 1] + size)
        }
        guard boundaries.last == rowCount else {
            throw .groupCountMismatch(expected: rowCount, got: boundaries[boundaries.count - 1])
        }
        return boundaries
    }

    private static func check(names: [String], columnCount: Int) throws(GBDTError) {
        guard names.count == columnCount else {
            throw .featureNameCountMismatch(expected: columnCount, got: names.count)
        }
        var seen: Set<String> = []
        for name in names {
            let isPlain = !name.isEmpty && name.unicodeScalars.allSatisfy { $0.value > 32 && $0.value != 127 }
            guard isPlain, !name.contains(where: \.isWhitespace), seen.insert(name).inserted else {
                throw .invalidFeatureName(name)
            }
        }
    }
}
