/// What is told about a round of boosting.
public struct RoundReport: Sendable, Hashable {
    /// Trees in the model, from 1. Rounds that find nothing to split are not reported.
    public var iteration: Int
    /// The metric on the training data, out-of-bag rows included.
    public var trainingMetric: Double?
    /// The metric on the validation data, if there are any.
    public var validationMetric: Double?

    public init(iteration: Int, trainingMetric: Double? = nil, validationMetric: Double? = nil) {
        self.iteration = iteration
        self.trainingMetric = trainingMetric
        self.validationMetric = validationMetric
    }
}

/// Whether to go on after a round.
public enum TrainingControl: Sendable, Hashable {
    case proceed, stop
}
