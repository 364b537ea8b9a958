/// Boosting: one tree per output and round (`src/boosting/gbdt.cpp`, `dart.hpp`, `rf.hpp`).
///
/// This file says what a training consists of and when it ends; `BoostingLoop+Rounds.swift` says what a round does.
struct BoostingLoop {
    let parameters: TrainingParameters
    let training: Dataset
    let validation: [Dataset]
    let hooks: TrainingHooks
    let evaluators: [MetricEvaluator]
    /// What scores start from and the first trees contain, by output.
    let initialScores: [Double]
    /// Iterations of the model that is continued.
    let firstIteration: Int
    var objective: any Objective
    let pool: WorkerPool
    var grower: TreeGrower
    var sampler: FeatureSampler
    var rowSampler: RowSampler
    var dropout: TreeDropout?
    let quantizer: GradientQuantizer?
    let leafFitter: LinearLeafFitter?
    var gradients: [[SIMD2<Float>]]
    var trainingScores: ScoreUpdater
    var validationScores: [ScoreUpdater]
    var trees: [Tree] = []
    /// The same trees over bins; only kept where trees are scored again.
    var binnedTrees: [BinnedTree] = []
    /// Rounds that found a split; only these count when bags are due, as in LightGBM.
    var splitIterationCount = 0

    /// The arguments must have been checked.
    /// - Parameter model: trained further; both data sets' features must have been kept.
    init(
        training: Dataset, validation: [Dataset], parameters: TrainingParameters, hooks: TrainingHooks,
        continuing model: Booster?
    ) {
        self.parameters = parameters
        self.training = training
        self.validation = validation
        self.hooks = hooks
        let objective = parameters.objective.make(for: training, parameters: parameters, gradients: hooks.gradients)
        self.objective = objective
        evaluators = parameters.effectiveMetrics.map { kind in
            MetricEvaluator(
                kind: kind, transform: objective.transform, parameters: parameters, custom: hooks.metric)
        }
        let startsFromConstant = parameters.boostFromAverage && model == nil && training.initialScores == nil
        initialScores = (0..<objective.outputCount).map { output in
            let score = startsFromConstant ? objective.initialScore(ofOutput: output) : 0
            return abs(score) > ParityConstant.epsilon ? score : 0
        }
        firstIteration = model?.iterationCount ?? 0
        trees = model?.trees ?? []
        pool = WorkerPool(keeping: parameters.threadCount)
        let table = FeatureTable(training.bins, parameters: parameters, pool: pool)
        grower = TreeGrower(table: table, parameters: parameters, pool: pool)
        sampler = FeatureSampler(
            featureCount: table.features.count, parameters: parameters,
            interactionSets: table.interactionSets(parameters.interactionConstraints))
        rowSampler = RowSampler(training, parameters: parameters)
        dropout = TreeDropout(parameters)
        quantizer = GradientQuantizer(parameters)
        leafFitter = LinearLeafFitter(training, parameters: parameters)
        gradients = (0..<objective.outputCount).map { _ in Array(onLargePages: training.rowCount, repeating: .zero) }
        // A forest's scores are means of its trees, which hold the constant themselves.
        let constants = parameters.boosting == .randomForest ? initialScores.map { _ in 0 } : initialScores
        trainingScores = ScoreUpdater(training, constants: constants, continuing: model)
        validationScores = validation.map { ScoreUpdater($0, constants: constants, continuing: model) }
    }

    var outputCount: Int { initialScores.count }
    /// Iterations in the model, those of a continued one included.
    var iterationCount: Int { trees.count / outputCount }
    /// Whether the next trees are the first of the model.
    var isFirstRound: Bool { trees.isEmpty }

    mutating func run(onRound: ((RoundReport) -> TrainingControl)?) throws(GBDTError) -> Int? {
        var stopping = parameters.earlyStoppingRounds.map {
            EarlyStopping(
                rounds: $0, minDelta: parameters.earlyStoppingMinDelta, firstMetricOnly: parameters.firstMetricOnly)
        }
        prepare()
        for iteration in 0..<parameters.iterations {
            let treeCount = trees.count
            let goesOn = try advance(iteration)
            // A first round without a split leaves a constant, a later one nothing.
            if trees.count > treeCount, report(&stopping, onRound) == .stop { break }
            if !goesOn { break }
        }
        return stopping.flatMap { $0.bestIteration > 0 ? $0.bestIteration : nil }
    }

    /// Trains one round. false when the next one would find the same: nothing to split.
    mutating func advance(_ iteration: Int) throws(GBDTError) -> Bool {
        if Task.isCancelled { throw .cancelled }
        let treeCount = trees.count
        let isSplit = trainRound(learningRate: hooks.learningRate?(iteration) ?? parameters.learningRate)
        // It may find something else when it draws anew, or when a constant was news.
        let isNews = trees.count > treeCount && !parameters.boostFromAverage
        return isSplit || isNews || parameters.hasSampling
    }

    /// The metrics on the validation data.
    var validationValues: [RoundReport.Value] {
        validation.indices.flatMap { values(validationScores[$0].scores, of: validation[$0], number: $0) }
    }

    /// Evaluates what somebody wants to know, and asks whether to go on.
    private func report(
        _ stopping: inout EarlyStopping?, _ onRound: ((RoundReport) -> TrainingControl)?
    ) -> TrainingControl {
        var control = TrainingControl.proceed
        var report = RoundReport(iteration: iterationCount)
        let isDue = onRound != nil && isReportDue
        if stopping != nil || isDue {
            report.values = validationValues
            if !report.values.isEmpty, stopping?.shouldStop(after: iterationCount, values: report.values) == true {
                control = .stop
            }
        }
        if let onRound {
            if !isDue {
                report.values = []
            } else if hooks.reportsTrainingMetrics {
                report.values = values(trainingScores.scores, of: training, number: nil) + report.values
            }
            if onRound(report) == .stop { control = .stop }
        }
        return control
    }

    private var isReportDue: Bool {
        hooks.metricFrequency > 0 && (iterationCount - firstIteration) % hooks.metricFrequency == 0
    }

    private func values(_ scores: [[Double]], of data: Dataset, number: Int?) -> [RoundReport.Value] {
        evaluators.map {
            RoundReport.Value(validation: number, metric: $0.kind, value: $0.value(scores: scores, of: data))
        }
    }
}
