extension Booster {
    /// Trains a model.
    ///
    /// Same data, parameters and seeds give the same model, for any number of threads.
    /// - Parameters:
    ///   - validation: data binned like `training` (`Dataset(..., binnedLike: training)`); early stopping watches all.
    ///   - hooks: custom loss and metrics, learning-rate schedule.
    ///   - onRound: told the metrics after every round; `.stop` ends the training with the trees so far. Metrics of the
    ///     training data are only computed when this is given.
    /// - Throws: ``GBDTError`` for a parameter out of range, for data sets that do not belong together, and when a
    ///   parameter that decides bins is not the one `training` was made with.
    public static func train(
        on training: Dataset, validation: [Dataset] = [], parameters: TrainingParameters,
        hooks: TrainingHooks = .init(), onRound: ((RoundReport) -> TrainingControl)? = nil
    ) throws(GBDTError) -> Booster {
        let parameters = try parameters.validated().reconciled()
        try training.binning.checkUnchanged(by: parameters, rowCount: training.rowCount)
        for data in validation {
            guard data.columnCount == training.columnCount else {
                throw .columnCountMismatch(expected: training.columnCount, got: data.columnCount)
            }
            guard data.bins.mappers == training.bins.mappers else { throw .validationNotBinnedLikeTraining }
        }
        if validation.isEmpty, parameters.earlyStoppingRounds != nil { throw .validationMissing }
        var loop = BoostingLoop(training: training, validation: validation, parameters: parameters, hooks: hooks)
        let result = loop.run(onRound: onRound)
        let usable = Set(training.bins.usableColumns(minDataInLeaf: parameters.minDataInLeaf))
        let infos = training.bins.mappers.enumerated().map { column, mapper in
            guard usable.contains(column) else { return "none" }
            return "[\(NumberFormat.exact(mapper.minimum)):\(NumberFormat.exact(mapper.maximum))]"
        }
        let header = ModelHeader(
            outputCount: result.objective.outputCount, objective: result.objective.modelTextName,
            featureNames: training.featureNames, featureInfos: infos, tail: parameters.modelTextTail())
        return try Booster(header: header, trees: result.trees, bestIteration: result.bestIteration)
    }
}
