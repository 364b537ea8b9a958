/// Gradient boosting: one tree per output and round on the gradients at the current scores (`src/boosting/gbdt.cpp`).
struct BoostingLoop {
    private let parameters: TrainingParameters
    private let training: Dataset
    private let validation: [Dataset]
    private var objective: any Objective
    private let evaluators: [MetricEvaluator]
    private let initialScores: [Double]
    private var grower: TreeGrower
    private var sampler: FeatureSampler
    private var bagging: Bagging?
    private var bag: [UInt32]?
    private var outOfBag: [UInt32] = []
    private var gradients: [[SIMD2<Float>]]
    private var trainingScores: ScoreUpdater
    private var validationScores: [ScoreUpdater]
    private var trees: [Tree] = []
    /// Rounds that found a split; only these count when bags are due, as in LightGBM.
    private var splitIterationCount = 0

    /// What training brings.
    struct Result {
        var trees: [Tree]
        var bestIteration: Int?
        var objective: any Objective
    }

    /// The arguments must have been checked.
    init(training: Dataset, validation: [Dataset], parameters: TrainingParameters, hooks: TrainingHooks) {
        self.parameters = parameters
        self.training = training
        self.validation = validation
        objective = parameters.objective.make(for: training, parameters: parameters, gradients: hooks.gradients)
        evaluators = parameters.effectiveMetrics.map { [objective] kind in
            MetricEvaluator(kind: kind, transform: objective.transform, parameters: parameters)
        }
        initialScores = (0..<objective.outputCount).map { [objective] output in
            let score = parameters.boostFromAverage ? objective.initialScore(ofOutput: output) : 0
            return abs(score) > ParityConstant.epsilon ? score : 0
        }
        let table = FeatureTable(training.bins, minDataInLeaf: parameters.minDataInLeaf)
        grower = TreeGrower(table: table, parameters: parameters)
        sampler = FeatureSampler(featureCount: table.features.count, parameters: parameters)
        bagging = Bagging(rowCount: training.rowCount, parameters: parameters)
        gradients = Array(
            repeating: Array(repeating: .zero, count: training.rowCount), count: objective.outputCount)
        trainingScores = ScoreUpdater(rowCount: training.rowCount, initialScores: initialScores)
        validationScores = validation.map { [initialScores] in
            ScoreUpdater(rowCount: $0.rowCount, initialScores: initialScores)
        }
    }

    private var outputCount: Int { initialScores.count }
    private var iterationCount: Int { trees.count / outputCount }

    mutating func run(onRound: ((RoundReport) -> TrainingControl)?) -> Result {
        var stopping = parameters.earlyStoppingRounds.map {
            EarlyStopping(
                rounds: $0, minDelta: parameters.earlyStoppingMinDelta, firstMetricOnly: parameters.firstMetricOnly)
        }
        for _ in 0..<parameters.iterations {
            let treeCount = trees.count
            let isSplit = trainOneIteration()
            // A first round without a split leaves a constant, a later one nothing.
            if trees.count > treeCount, report(&stopping, onRound) == .stop { break }
            // The next round would find the same, unless it draws anew or the constant was news.
            let isNews = trees.count > treeCount && !parameters.boostFromAverage
            if !isSplit, !isNews, !parameters.hasSampling { break }
        }
        let best = stopping.flatMap { $0.bestIteration > 0 ? $0.bestIteration : nil }
        if let best { trees.removeLast(trees.count - best * outputCount) }
        return Result(trees: trees, bestIteration: best, objective: objective)
    }

    /// Adds a tree for every output. false when no leaf of any could be split.
    private mutating func trainOneIteration() -> Bool {
        objective.fillGradients(&gradients, scores: trainingScores.scores)
        drawBag()
        let isFirst = trees.isEmpty
        var isSplit = false
        for output in 0..<outputCount {
            guard objective.trains(output: output), let tree = grow(output, isFirst: isFirst) else {
                trees.append(constantTree(output, isFirst: isFirst))
                continue
            }
            isSplit = true
            trees.append(tree)
        }
        if isSplit { splitIterationCount += 1 } else if !isFirst { trees.removeLast(outputCount) }
        return isSplit
    }

    /// A tree for one output, its scores added everywhere. nil when no leaf could be split.
    private mutating func grow(_ output: Int, isFirst: Bool) -> Tree? {
        var (tree, binned) = grower.grow(gradients: gradients[output], bag: bag, sampler: &sampler)
        guard tree.leafCount > 1 else { return nil }
        tree.shrink(by: parameters.learningRate)
        trainingScores.add(tree, grower.partition, output: output)
        if bag != nil {
            trainingScores.add(tree, binned, codes: training.bins.codes, rows: outOfBag, output: output)
        }
        for index in validation.indices {
            validationScores[index].add(tree, binned, codes: validation[index].bins.codes, output: output)
        }
        if isFirst, initialScores[output] != 0 { tree.addBias(initialScores[output]) }
        return tree
    }

    private mutating func constantTree(_ output: Int, isFirst: Bool) -> Tree {
        guard isFirst else { return Tree(rootValue: 0, rowCount: 0) }
        var value = initialScores[output]
        if !parameters.boostFromAverage {
            value = objective.initialScore(ofOutput: output)
            trainingScores.add(value, output: output)
            for index in validationScores.indices { validationScores[index].add(value, output: output) }
        }
        return Tree(rootValue: value, rowCount: training.rowCount)
    }

    private mutating func drawBag() {
        guard let rows = bagging?.draw(iteration: splitIterationCount) else { return }
        bag = rows
        outOfBag = []
        var next = 0
        for row in 0..<UInt32(training.rowCount) {
            if next < rows.count, rows[next] == row { next += 1 } else { outOfBag.append(row) }
        }
    }

    /// Evaluates what somebody wants to know, and asks whether to go on.
    private func report(
        _ stopping: inout EarlyStopping?, _ onRound: ((RoundReport) -> TrainingControl)?
    ) -> TrainingControl {
        var control = TrainingControl.proceed
        var report = RoundReport(iteration: iterationCount)
        if stopping != nil || onRound != nil {
            for index in validation.indices {
                report.values += values(validationScores[index].scores, of: validation[index], number: index)
            }
            if !report.values.isEmpty, stopping?.shouldStop(after: iterationCount, values: report.values) == true {
                control = .stop
            }
        }
        if let onRound {
            report.values = values(trainingScores.scores, of: training, number: nil) + report.values
            if onRound(report) == .stop { control = .stop }
        }
        return control
    }

    private func values(_ scores: [[Double]], of data: Dataset, number: Int?) -> [RoundReport.Value] {
        evaluators.map {
            RoundReport.Value(validation: number, metric: $0.kind, value: $0.value(scores: scores, of: data))
        }
    }
}
