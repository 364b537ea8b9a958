extension TrainingParameters {
    /// Scores per row.
    var outputCount: Int { objective.hasClasses || objective == .custom ? max(1, classCount) : 1 }

    /// The metrics in force.
    var effectiveMetrics: [MetricKind] {
        if !metrics.isEmpty { return metrics }
        switch objective {
        case .regression: return [.rmse]
        case .regressionL1: return [.mae]
        case .huber: return [.huber]
        case .fair: return [.fair]
        case .quantile: return [.quantile]
        case .mape: return [.mape]
        case .poisson: return [.poisson]
        case .gamma: return [.gamma]
        case .tweedie: return [.tweedie]
        case .binary: return [.logLoss]
        case .multiclass, .multiclassOVA: return [.multiLogLoss]
        case .crossEntropy: return [.crossEntropy]
        case .crossEntropyLambda: return [.crossEntropyLambda]
        case .lambdaRank, .rankXENDCG: return (1...5).map { .ndcg(at: $0) }
        case .custom: return []
        }
    }

    /// Memory that the histograms of a tree must keep within; nil: no bound.
    var histogramPoolBound: Double? {
        let searchesAgain = monotoneMethod != .basic && monotoneConstraints.contains { $0 != 0 }
        return histogramPoolMegabytes <= 0 || forcedSplits != nil || searchesAgain ? nil : histogramPoolMegabytes
    }

    /// Whether rounds differ by chance, so that one without a split may be followed by one with.
    var hasSampling: Bool {
        let hasBags = baggingFrequency > 0 && (baggingFraction < 1 || hasClassBags)
        return hasBags || featureFraction < 1 || featureFractionByNode < 1 || rowSampling == .goss || extraTrees
    }

    /// - Throws: ``GBDTError`` when a parameter speaks of columns that do not exist or cannot be meant.
    func checkColumns(_ columnCount: Int) throws(GBDTError) {
        func requireCount(_ name: String, _ count: Int) throws(GBDTError) {
            guard count == 0 || count == columnCount else {
                throw .invalidParameter(
                    name: name, value: "\(count) values", requirement: "one per column: \(columnCount)")
            }
        }
        try requireCount("monotoneConstraints", monotoneConstraints.count)
        try requireCount("featureContribution", featureContribution.count)
        try requireCount("binCountMaxByColumn", binCountMaxByColumn.count)
        let named = interactionConstraints.flatMap { $0 } + (forcedSplits.map { Array($0.columns) } ?? [])
        for column in named + Array(forcedBins.keys) where !(0..<columnCount).contains(column) {
            throw .columnOutOfRange(column, columnCount: columnCount)
        }
    }

    /// Whether LightGBM copies the rows of a bag to a data set of their own, in which the first row is another
    /// (`BaggingSampleStrategy::ResetSampleConfig` in `src/boosting/bagging.hpp`).
    func copiesBag(rowCount: Int, featureCount: Int) -> Bool {
        guard baggingFrequency > 0, baggingFraction < 1, featureCount < 100 else { return false }
        let bagCount = Int(baggingFraction * Double(rowCount))
        return Double(bagCount) / Double(rowCount) / Double(baggingFrequency) <= 0.5
    }

    /// Whether bags draw positive and negative rows apart.
    var hasClassBags: Bool { positiveBaggingFraction < 1 || negativeBaggingFraction < 1 }

    /// The parameters as LightGBM changes them where they conflict (`Config::CheckParamConflict`).
    func reconciled() -> TrainingParameters {
        var parameters = self
        if pathSmooth > ParityConstant.epsilon { parameters.minDataInLeaf = max(2, minDataInLeaf) }
        // A search that is repeated under tighter bounds would have to draw the same features again.
        if featureFractionByNode != 1 { parameters.monotoneMethod = .basic }
        return parameters
    }

    /// The seeds in force: explicit ones, else drawn from `seed`, else LightGBM's defaults.
    ///
    /// The order of the draws is that of LightGBM's `Config::Set` (`src/io/config.cpp`).
    var seeds: Seeds {
        var seeds = Seeds(dataRandom: 1, bagging: 3, drop: 4, featureFraction: 2, objective: 5, extra: 6)
        if let seed {
            var random = ParityRandom(seed: seed)
            func draw() -> Int { random.nextShort(from: 0, to: 32_767) }
            seeds.dataRandom = draw()
            seeds.bagging = draw()
            seeds.drop = draw()
            seeds.featureFraction = draw()
            seeds.objective = draw()
            seeds.extra = draw()
        }
        seeds.dataRandom = dataRandomSeed ?? seeds.dataRandom
        seeds.bagging = baggingSeed ?? seeds.bagging
        seeds.drop = dropSeed ?? seeds.drop
        seeds.featureFraction = featureFractionSeed ?? seeds.featureFraction
        seeds.objective = objectiveSeed ?? seeds.objective
        seeds.extra = extraSeed ?? seeds.extra
        return seeds
    }

    struct Seeds: Hashable {
        var dataRandom: Int
        var bagging: Int
        var drop: Int
        var featureFraction: Int
        var objective: Int
        var extra: Int
    }
}
