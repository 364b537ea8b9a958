/// Room for the series of a token while its statistics are computed. One is lent to every token in turn, so that a
/// minute allocates nothing.
struct SeriesRoom: Sendable {
    /// L of the slots, from the oldest on; NaN where a slot is missing.
    var logits: [Double] = []
    /// Steps of L from slot to slot; NaN from or to a missing slot.
    private(set) var steps: [Double] = []
    /// The steps that are there.
    private(set) var presentSteps: [Double] = []

    /// Computes the steps of `logits`.
    mutating func setSteps() {
        steps.removeAll(keepingCapacity: true)
        presentSteps.removeAll(keepingCapacity: true)
        for index in logits.indices.dropFirst() {
            let step = logits[index] - logits[index - 1]
            steps.append(step)
            if !step.isNaN { presentSteps.append(step) }
        }
    }
}
