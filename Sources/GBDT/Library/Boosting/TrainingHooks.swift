/// What a training may be given besides data and parameters: closures, so that parameters stay a plain value.
public struct TrainingHooks {
    /// Gradients of the objective `.custom`.
    public var gradients: GradientFunction?
    /// Values of the metrics `.custom`, by their name, from raw scores (one array per output).
    public var metric: (@Sendable (_ name: String, _ scores: [[Double]], _ data: Dataset) -> Double)?
    /// The learning rate of a round, from 0, in place of the parameter.
    public var learningRate: (@Sendable (_ iteration: Int) -> Double)?
    /// Reports hold metrics every so many rounds (`metric_freq`). 0 or less: never. Early stopping looks at every
    /// round.
    public var metricFrequency = 1
    /// Reports hold metrics of the training data too.
    public var reportsTrainingMetrics = true

    public init(
        gradients: GradientFunction? = nil,
        metric: (@Sendable (_ name: String, _ scores: [[Double]], _ data: Dataset) -> Double)? = nil,
        learningRate: (@Sendable (_ iteration: Int) -> Double)? = nil
    ) {
        self.gradients = gradients
        self.metric = metric
        self.learningRate = learningRate
    }
}
