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
    let server: ForestServer
    let transform: OutputTransform

    init(header: ModelHeader, trees: [Tree], bestIteration: Int?) throws(GBDTError) {
        self.header = header
        self.trees = trees
        self.bestIteration = bestIteration
        server = ForestServer(
            trees, columnCount: header.featureNames.count, outputCount: header.outputCount, instructionSet: .detected)
        transform = try OutputTransform.named(header.objective)
    }

    private init(_ other: Booster, server: ForestServer) {
        header = other.header
        trees = other.trees
        bestIteration = other.bestIteration
        transform = other.transform
        self.server = server
    }

    var forest: FlatForest { server.flat }
}

extension Booster {
    /// How rows are scored: which kernel, and why.
    public var plan: ServingPlan { server.plan }

    /// The same model for an instruction set, or for the most that the machine has if that is less. Results are the
    /// same bits; only the time differs.
    public func served(on instructionSet: InstructionSet) -> Booster {
        Booster(self, server: ForestServer(server, trees: trees, on: instructionSet))
    }

    /// Reads a model in LightGBM's text format, v2 to v4.
    /// - Throws: ``GBDTError/malformedModel(tree:key:reason:)`` for a text that is cut off, contradicts itself or holds
    ///   something that is not a tree; ``GBDTError/unsupportedModel(feature:)`` for unknown objectives and versions.
    public init(modelText: String) throws(GBDTError) {
        var reader = ModelTextReader(modelText)
        let (header, trees) = try reader.read()
        try self.init(header: header, trees: trees, bestIteration: nil)
    }

    /// The model in LightGBM's text format, v4. LightGBM can load it; a text that was read comes out the same.
    /// - Parameters:
    ///   - iterations: which rounds to write, those the model has of them, numbered anew from 0; nil: all.
    ///   - importance: what the text lists, in whole numbers, as importance of the features. As in LightGBM's
    ///     `save_model` it is that of as many rounds from the first one on, wherever `iterations` begins.
    public func modelText(iterations: Range<Int>? = nil, importance: ImportanceKind = .splits) -> String {
        let written = trees[treeRange(present(iterations))]
        return ModelTextWriter(
            header: header, trees: written, importance: importance, countedTrees: trees.prefix(written.count)
        ).text()
    }

    /// Importance of every column: number of its splits, or sum of their gains.
    public func importance(_ kind: ImportanceKind) -> [Double] {
        featureImportance(kind, of: trees, columnCount: columnCount)
    }
}
