extension ObjectiveKind {
    /// The objective on a data set that ``checkLabels(of:parameters:hasGradients:)`` accepts.
    /// - Parameter gradients: of a custom objective.
    func make(for data: Dataset, parameters: TrainingParameters, gradients: GradientFunction? = nil) -> any Objective {
        let labels = data.labels
        let weights = data.weights
        // Without groups all rows are one; `checkLabels` refuses that before.
        let boundaries = data.groupBoundaries ?? [0, data.rowCount]
        // The Huber loss is not trained on roots, nor are those with a log link, as in LightGBM.
        let takesRoot = parameters.regressionSqrt
        return switch self {
        case .regression: RegressionObjective(labels: labels, weights: weights, takesRoot: takesRoot)
        case .regressionL1: AbsoluteErrorObjective(labels: labels, weights: weights, takesRoot: takesRoot)
        case .huber: HuberObjective(labels: labels, weights: weights, threshold: parameters.alpha)
        case .fair: FairObjective(labels: labels, weights: weights, scale: parameters.fairC, takesRoot: takesRoot)
        case .quantile:
            QuantileObjective(labels: labels, weights: weights, level: parameters.alpha, takesRoot: takesRoot)
        case .mape: MAPEObjective(labels: labels, weights: weights, takesRoot: takesRoot)
        case .poisson:
            PoissonObjective(labels: labels, weights: weights, maxDeltaStep: parameters.poissonMaxDeltaStep)
        case .gamma: GammaObjective(labels: labels, weights: weights)
        case .tweedie: TweedieObjective(labels: labels, weights: weights, power: parameters.tweedieVariancePower)
        case .binary: BinaryObjective(labels: labels, weights: weights, parameters: parameters)
        case .multiclass:
            MulticlassObjective(labels: labels, weights: weights, classCount: parameters.outputCount)
        case .multiclassOVA: OneVersusAllObjective(labels: labels, weights: weights, parameters: parameters)
        case .crossEntropy: CrossEntropyObjective(labels: labels, weights: weights)
        case .crossEntropyLambda: CrossEntropyLambdaObjective(labels: labels, weights: weights)
        case .lambdaRank:
            LambdaRankObjective(labels: labels, weights: weights, groupBoundaries: boundaries, parameters: parameters)
        case .rankXENDCG:
            RankXENDCGObjective(
                labels: labels, weights: weights, groupBoundaries: boundaries, seed: parameters.seeds.objective)
        case .custom: CustomObjective(outputCount: parameters.outputCount, gradients: gradients)
        }
    }
}
