extension Booster {
    /// Trains a model.
    ///
    /// Same data, parameters and seeds give the same model, for any number of threads.
    /// - Parameters:
    ///   - model: trained further: its trees stay and its scores are where training starts. Data sets need
    ///     `keepsFeatures: true`.
    ///   - validation: data binned like `training` (`Dataset(..., binnedLike: training)`); early stopping watches all.
    ///   - hooks: custom loss and metrics, learning-rate schedule.
    ///   - onRound: told the metrics after every round; `.stop` ends the training with the trees so far. Metrics of the
    ///     training data are only computed when this is given.
    /// - Throws: ``GBDTError`` for a parameter out of range, for data sets that do not belong together, and when a
    ///   parameter that decides bins is not the one `training` was made with.
    public static func train(
        on training: Dataset, validation: [Dataset] = [], parameters: TrainingParameters,
        continuing model: Booster? = nil, hooks: TrainingHooks = .init(),
        onRound: ((RoundReport) -> TrainingControl)? = nil
    ) throws(GBDTError) -> Booster {
        var loop = try loop(
            on: training, validation: validation, parameters: parameters.validated().reconciled(), hooks: hooks,
            continuing: model)
        let best = try loop.run(onRound: onRound)
        return try Booster(loop, bestIteration: best)
    }

    /// A training that is ready to begin.
    static func loop(
        on training: Dataset, validation: [Dataset], parameters: TrainingParameters, hooks: TrainingHooks,
        continuing model: Booster?
    ) throws(GBDTError) -> BoostingLoop {
        try training.binning.checkUnchanged(by: parameters, rowCount: training.rowCount)
        try check(training, validation, parameters, hooks, continuing: model)
        return BoostingLoop(
            training: training, validation: validation, parameters: parameters, hooks: hooks, continuing: model)
    }

    /// The model of a training, up to its best iteration.
    init(_ loop: BoostingLoop, bestIteration: Int?) throws(GBDTError) {
        let training = loop.training
        let usable = Set(training.bins.usableColumns(loop.parameters))
        let infos = training.bins.mappers.enumerated().map { column, mapper in
            usable.contains(column) ? mapper.info : "none"
        }
        let constraints = loop.parameters.monotoneConstraints
        let header = ModelHeader(
            outputCount: loop.objective.outputCount, objective: loop.objective.modelTextName,
            averagesOutput: loop.parameters.boosting == .randomForest, featureNames: training.featureNames,
            monotoneConstraints: constraints.isEmpty
                ? nil : constraints.map(String.init).joined(separator: " "),
            featureInfos: infos, tail: loop.parameters.modelTextTail())
        let treeCount = bestIteration.map { $0 * loop.objective.outputCount } ?? loop.trees.count
        try self.init(header: header, trees: Array(loop.trees.prefix(treeCount)), bestIteration: bestIteration)
    }

    private static func check(
        _ training: Dataset, _ validation: [Dataset], _ parameters: TrainingParameters, _ hooks: TrainingHooks,
        continuing model: Booster?
    ) throws(GBDTError) {
        for data in validation {
            guard data.columnCount == training.columnCount else {
                throw .columnCountMismatch(expected: training.columnCount, got: data.columnCount)
            }
            guard data.bins.mappers == training.bins.mappers else { throw .validationNotBinnedLikeTraining }
        }
        if validation.isEmpty, parameters.earlyStoppingRounds != nil { throw .validationMissing }
        try parameters.checkColumns(training.columnCount)
        try parameters.checkConsistency(categoricalColumns: training.binning.categoricalColumns.sorted())
        for data in [training] + validation {
            try parameters.objective.checkLabels(
                of: data, parameters: parameters, hasGradients: hooks.gradients != nil)
            for metric in parameters.effectiveMetrics { try metric.check(on: data, parameters: parameters) }
            if let scores = data.initialScores, scores.count != parameters.outputCount {
                throw .outputCountMismatch(expected: parameters.outputCount, got: scores.count)
            }
            if model != nil || parameters.linearTree, data.features == nil { throw .featuresNotKept }
        }
        guard let model else { return }
        guard model.columnCount == training.columnCount else {
            throw .columnCountMismatch(expected: model.columnCount, got: training.columnCount)
        }
        guard model.outputCount == parameters.outputCount else {
            throw .outputCountMismatch(expected: model.outputCount, got: parameters.outputCount)
        }
    }
}
