/// Trains a model per fold, in step, and watches the means of their metrics.
///
/// Bins are found on each fold's training rows alone. LightGBM finds them on all rows, so that validation rows have a
/// say in the bins; its figures differ a little.
public struct CrossValidation: Sendable {
    /// Which rows train and which are judged.
    public struct Fold: Sendable, Hashable {
        public var training: [Int]
        public var validation: [Int]

        public init(training: [Int], validation: [Int]) {
            self.training = training
            self.validation = validation
        }
    }

    /// Mean and standard deviation (of the population of folds) of a metric on the validation rows.
    public struct Summary: Sendable, Hashable {
        public var metric: MetricKind
        public var mean: Double
        public var standardDeviation: Double
    }

    /// By round, metrics in the order asked for; up to the best round when early stopping was asked for.
    public let rounds: [[Summary]]
    /// The round, from 1, with the best mean, when early stopping was asked for.
    public let bestIteration: Int?
    /// One model per fold.
    public let boosters: [Booster]
}

extension CrossValidation {
    /// What is divided into folds.
    public struct Examples: Sendable {
        public var features: FeatureMatrix
        public var labels: [Float]
        public var weights: [Float]?
        /// Rows per group; folds must take groups whole.
        public var groups: [Int]?
        public var categoricalColumns: [Int]

        public init(
            features: FeatureMatrix, labels: [Float], weights: [Float]? = nil, groups: [Int]? = nil,
            categoricalColumns: [Int] = []
        ) {
            self.features = features
            self.labels = labels
            self.weights = weights
            self.groups = groups
            self.categoricalColumns = categoricalColumns
        }
    }

    /// - Throws: ``GBDTError``, among them ``GBDTError/invalidFold(index:reason:)`` for a fold without rows or with
    ///   rows that do not exist.
    public init(
        _ examples: Examples, folds: [Fold], parameters: TrainingParameters, hooks: TrainingHooks = .init(),
        onRound: ((Int, [Summary]) -> TrainingControl)? = nil
    ) throws(GBDTError) {
        let parameters = try parameters.validated().reconciled()
        var loops: [BoostingLoop] = []
        for (index, fold) in folds.enumerated() {
            let training = try examples.dataset(fold.training, fold: index, parameters, like: nil)
            let validation = try examples.dataset(fold.validation, fold: index, parameters, like: training)
            loops.append(
                try Booster.loop(
                    on: training, validation: [validation], parameters: parameters, hooks: hooks, continuing: nil))
        }
        guard !loops.isEmpty else { throw .invalidFold(index: 0, reason: "at least one fold is needed") }
        var stopping = parameters.earlyStoppingRounds.map {
            EarlyStopping(
                rounds: $0, minDelta: parameters.earlyStoppingMinDelta, firstMetricOnly: parameters.firstMetricOnly)
        }
        var rounds: [[Summary]] = []
        for index in loops.indices { loops[index].prepare() }
        for iteration in 0..<parameters.iterations {
            var goesOn = false
            for index in loops.indices { if try loops[index].advance(iteration) { goesOn = true } }
            let summaries = Self.summaries(loops)
            rounds.append(summaries)
            let values = summaries.map { RoundReport.Value(validation: 0, metric: $0.metric, value: $0.mean) }
            if stopping?.shouldStop(after: rounds.count, values: values) == true { break }
            if onRound?(rounds.count, summaries) == .stop || !goesOn { break }
        }
        let best = stopping.flatMap { $0.bestIteration > 0 ? $0.bestIteration : nil }
        bestIteration = best
        self.rounds = best.map { Array(rounds.prefix($0)) } ?? rounds
        boosters = try loops.map { loop throws(GBDTError) in try Booster(loop, bestIteration: best) }
    }

    private static func summaries(_ loops: [BoostingLoop]) -> [Summary] {
        let values = loops.map { $0.validationValues }
        return values[0].indices.map { index in
            let all = values.map { $0[index].value }
            let mean = all.reduce(0, +) / Double(all.count)
            let variance = all.reduce(0) { $0 + ($1 - mean) * ($1 - mean) } / Double(all.count)
            return Summary(metric: values[0][index].metric, mean: mean, standardDeviation: variance.squareRoot())
        }
    }
}

extension CrossValidation.Examples {
    fileprivate func dataset(
        _ rows: [Int], fold: Int, _ parameters: TrainingParameters, like reference: Dataset?
    ) throws(GBDTError) -> Dataset {
        guard !rows.isEmpty else { throw .invalidFold(index: fold, reason: "a part has no rows") }
        guard labels.count == features.rowCount else {
            throw .labelCountMismatch(expected: features.rowCount, got: labels.count)
        }
        if let weights, weights.count != labels.count {
            throw .weightCountMismatch(expected: labels.count, got: weights.count)
        }
        for row in rows where !labels.indices.contains(row) {
            throw .invalidFold(index: fold, reason: "row \(row) does not exist")
        }
        return try Dataset(
            features.rows(rows), labels: rows.map { labels[$0] },
            weights: weights.map { weights in rows.map { weights[$0] } },
            groups: try groups(of: rows, fold: fold), categoricalColumns: categoricalColumns, parameters: parameters,
            binnedLike: reference)
    }

    /// Sizes of the groups that the rows take up.
    private func groups(of rows: [Int], fold: Int) throws(GBDTError) -> [Int]? {
        guard let groups else { return nil }
        guard groups.reduce(0, +) == labels.count else {
            throw .groupCountMismatch(expected: labels.count, got: groups.reduce(0, +))
        }
        let numbers = groups.enumerated().flatMap { Array(repeating: $0.offset, count: $0.element) }
        var sizes: [(group: Int, count: Int)] = []
        for row in rows {
            if sizes.last?.group == numbers[row] {
                sizes[sizes.count - 1].count += 1
            } else {
                sizes.append((numbers[row], 1))
            }
        }
        for (group, count) in sizes where groups[group] != count {
            throw .invalidFold(index: fold, reason: "group \(group) is not taken whole and in order")
        }
        return sizes.map(\.count)
    }
}
