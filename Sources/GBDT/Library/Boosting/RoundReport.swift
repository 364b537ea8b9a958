/// What is told about a round of boosting.
public struct RoundReport: Sendable, Hashable {
    /// One metric on one data set.
    public struct Value: Sendable, Hashable {
        /// Number of the validation data set, or nil for the training data (out-of-bag rows included).
        public var validation: Int?
        public var metric: MetricKind
        public var value: Double

        public init(validation: Int?, metric: MetricKind, value: Double) {
            self.validation = validation
            self.metric = metric
            self.value = value
        }
    }

    /// Iterations in the model, from 1. Rounds that find nothing to split are not reported.
    public var iteration: Int
    /// Training data first, then the validation data sets; within one the metrics in the order asked for.
    public var values: [Value]

    public init(iteration: Int, values: [Value] = []) {
        self.iteration = iteration
        self.values = values
    }

    /// The first metric on the training data.
    public var trainingMetric: Double? { values.first { $0.validation == nil }?.value }
    /// The first metric on the first validation data set.
    public var validationMetric: Double? { values.first { $0.validation == 0 }?.value }
}

/// Whether to go on after a round.
public enum TrainingControl: Sendable, Hashable {
    case proceed, stop
}
