/// A gradient-boosted tree model: trained here or read from LightGBM's text, immutable, safe to share.
///
/// Results equal LightGBM's: raw scores are sums over trees in their order, in Double, and training follows its rules
/// of binning, split search and rounding.
public struct Booster: Sendable {
    /// One name per column, in column order.
    public var featureNames: [String] { header.featureNames }
    /// Rounds in the model. After early stopping those up to the best one; later ones are dropped.
    public var iterationCount: Int { trees.count / header.outputCount }
    /// The round, from 1, with the best validation metric, when early stopping was asked for. Not part of the text.
    public let bestIteration: Int?
    /// Columns a row must have.
    public var columnCount: Int { header.featureNames.count }
    /// Scores per row: 1, or the number of classes.
    public var outputCount: Int { header.outputCount }

    let header: ModelHeader
    let trees: [Tree]
    let forest: FlatForest
    /// nil when the model needs more than comparisons, or has several outputs.
    let walkForest: WalkForest?
    let transform: OutputTransform

    private init(header: ModelHeader, trees: [Tree], bestIteration: Int?) throws(GBDTError) {
        self.header = header
        self.trees = trees
        self.bestIteration = bestIteration
        forest = FlatForest(trees)
        walkForest = header.outputCount == 1 ? WalkForest(trees, columnCount: header.featureNames.count) : nil
        transform = try OutputTransform.named(header.objective)
    }
}

extension Booster {
    /// Trains a model.
    ///
    /// Same data, parameters and seeds give the same model, for any number of threads.
    /// - Parameters:
    ///   - validation: data binned like `training` (`Dataset(..., binnedLike: training)`).
    ///   - onRound: told the metrics after every round; `.stop` ends the training with the trees so far. Metrics of the
    ///     training data are only computed when this is given.
    /// - Throws: ``GBDTError`` for a parameter out of range, for data sets that do not belong together, and when a
    ///   parameter that decides bins is not the one `training` was made with.
    public static func train(
        on training: Dataset, validation: Dataset? = nil, parameters: TrainingParameters,
        onRound: ((RoundReport) -> TrainingControl)? = nil
    ) throws(GBDTError) -> Booster {
        let parameters = try parameters.validated().reconciled()
        try training.binning.checkUnchanged(by: parameters, rowCount: training.rowCount)
        if let validation {
            guard validation.columnCount == training.columnCount else {
                throw .columnCountMismatch(expected: training.columnCount, got: validation.columnCount)
            }
            guard validation.bins.mappers == training.bins.mappers else { throw .validationNotBinnedLikeTraining }
        } else if parameters.earlyStoppingRounds != nil {
            throw .validationMissing
        }
        var loop = BoostingLoop(training: training, validation: validation, parameters: parameters)
        let result = loop.run(onRound: onRound)
        let usable = Set(training.bins.usableColumns(minDataInLeaf: parameters.minDataInLeaf))
        let infos = training.bins.mappers.enumerated().map { column, mapper in
            guard usable.contains(column) else { return "none" }
            return "[\(NumberFormat.exact(mapper.minimum)):\(NumberFormat.exact(mapper.maximum))]"
        }
        let header = ModelHeader(
            objective: result.objectiveName, featureNames: training.featureNames, featureInfos: infos,
            tail: parameters.modelTextTail())
        return try Booster(header: header, trees: result.trees, bestIteration: result.bestIteration)
    }
}

extension Booster {
    /// Reads a model in LightGBM's text format, v2 to v4.
    /// - Throws: ``GBDTError/malformedModel(tree:key:reason:)`` for a text that is cut off, contradicts itself or holds
    ///   something that is not a tree; ``GBDTError/unsupportedModel(feature:)`` for linear trees and unknown
    ///   objectives.
    public init(modelText: String) throws(GBDTError) {
        var reader = ModelTextReader(modelText)
        let (header, trees) = try reader.read()
        try self.init(header: header, trees: trees, bestIteration: nil)
    }

    /// The model in LightGBM's text format, v4. LightGBM can load it; a text that was read comes out the same.
    public func modelText() -> String {
        ModelTextWriter(header: header, trees: trees).text()
    }

    /// Importance of every column: number of its splits, or sum of their gains.
    public func importance(_ kind: ImportanceKind) -> [Double] {
        featureImportance(kind, of: trees, columnCount: columnCount)
    }
}
