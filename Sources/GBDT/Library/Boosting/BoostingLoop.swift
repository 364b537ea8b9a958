/// Gradient boosting: one tree per round on the gradients at the current scores (`src/boosting/gbdt.cpp`).
struct BoostingLoop {
    private let parameters: TrainingParameters
    private let training: Dataset
    private let validation: Dataset?
    private let objective: any Objective
    private let evaluator: MetricEvaluator
    private let initialScore: Double
    private var grower: TreeGrower
    private var sampler: FeatureSampler
    private var bagging: Bagging?
    private var bag: [UInt32]?
    private var outOfBag: [UInt32] = []
    private var gradients: [SIMD2<Float>]
    private var trainingScores: ScoreUpdater
    private var validationScores: ScoreUpdater?
    private var trees: [Tree] = []
    /// Rounds that found a split; only these count when bags are due, as in LightGBM.
    private var splitIterationCount = 0

    /// What training brings.
    struct Result {
        var trees: [Tree]
        var bestIteration: Int?
        var transform: OutputTransform
        var objectiveName: String
    }

    /// The arguments must have been checked.
    init(training: Dataset, validation: Dataset?, parameters: TrainingParameters) {
        self.parameters = parameters
        self.training = training
        self.validation = validation
        objective = parameters.objective.make(
            labels: training.labels, weights: training.weights, parameters: parameters)
        evaluator = MetricEvaluator(kind: parameters.effectiveMetric, transform: objective.transform)
        let score = parameters.boostFromAverage ? objective.initialScore() : 0
        initialScore = abs(score) > ParityConstant.epsilon ? score : 0
        let table = FeatureTable(training.bins, minDataInLeaf: parameters.minDataInLeaf)
        grower = TreeGrower(table: table, parameters: parameters)
        sampler = FeatureSampler(featureCount: table.features.count, parameters: parameters)
        bagging = Bagging(rowCount: training.rowCount, parameters: parameters)
        gradients = Array(repeating: .zero, count: training.rowCount)
        trainingScores = ScoreUpdater(rowCount: training.rowCount, initialScore: initialScore)
        validationScores = validation.map { ScoreUpdater(rowCount: $0.rowCount, initialScore: initialScore) }
    }

    mutating func run(onRound: ((RoundReport) -> TrainingControl)?) -> Result {
        var stopping = parameters.earlyStoppingRounds.map {
            EarlyStopping(rounds: $0, isHigherBetter: evaluator.isHigherBetter)
        }
        for _ in 0..<parameters.iterations {
            let treeCount = trees.count
            let isSplit = trainOneIteration()
            // A first round without a split leaves a constant, a later one nothing.
            if trees.count > treeCount, report(trees.count, &stopping, onRound) == .stop { break }
            // The next round would find the same, unless it draws anew or the constant was news.
            let isNews = trees.count > treeCount && !parameters.boostFromAverage
            if !isSplit, !isNews, !parameters.hasSampling { break }
        }
        let best = stopping.flatMap { $0.bestIteration > 0 ? $0.bestIteration : nil }
        if let best { trees.removeLast(trees.count - best) }
        return Result(
            trees: trees, bestIteration: best, transform: objective.transform, objectiveName: objective.modelTextName)
    }

    /// Adds a tree. false when no leaf could be split.
    private mutating func trainOneIteration() -> Bool {
        objective.fillGradients(&gradients, scores: trainingScores.scores)
        drawBag()
        var (tree, binned) = grower.grow(gradients: gradients, bag: bag, sampler: &sampler)
        guard tree.leafCount > 1 else {
            if trees.isEmpty { addConstantTree() }
            return false
        }
        tree.shrink(by: parameters.learningRate)
        trainingScores.add(tree, grower.partition)
        if bag != nil { trainingScores.add(tree, binned, codes: training.bins.codes, rows: outOfBag) }
        if let validation {
            validationScores?.add(tree, binned, codes: validation.bins.codes)
        }
        if trees.isEmpty, initialScore != 0 { tree.addBias(initialScore) }
        trees.append(tree)
        splitIterationCount += 1
        return true
    }

    private mutating func addConstantTree() {
        var value = initialScore
        if !parameters.boostFromAverage {
            value = objective.initialScore()
            trainingScores.add(value)
            validationScores?.add(value)
        }
        trees.append(Tree(rootValue: value, rowCount: training.rowCount))
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
        _ iteration: Int, _ stopping: inout EarlyStopping?, _ onRound: ((RoundReport) -> TrainingControl)?
    ) -> TrainingControl {
        var control = TrainingControl.proceed
        var report = RoundReport(iteration: iteration, trainingMetric: nil, validationMetric: nil)
        if let validation, let scores = validationScores?.scores, stopping != nil || onRound != nil {
            let value = evaluator.value(scores: scores, labels: validation.labels, weights: validation.weights)
            report.validationMetric = value
            if stopping?.shouldStop(after: iteration, value: value) == true { control = .stop }
        }
        if let onRound {
            report.trainingMetric = evaluator.value(
                scores: trainingScores.scores, labels: training.labels, weights: training.weights)
            if onRound(report) == .stop { control = .stop }
        }
        return control
    }
}
