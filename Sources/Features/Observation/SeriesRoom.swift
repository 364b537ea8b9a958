/// Room for the series of a token while its statistics are computed. One is lent to every token in turn, so that a
/// minute allocates nothing.
struct SeriesRoom: Sendable {
    /// L of the slots, from the oldest on; NaN where a slot is missing.
    private(set) var logits: [Double] = []
    /// Steps of L from slot to slot; NaN from or to a missing slot.
    private(set) var steps: [Double] = []
    /// The steps that are there.
    private(set) var presentSteps: [Double] = []

    /// Reads the slots of a grid.
    mutating func read(_ grid: QuoteGrid, tick: Int32) {
        Self.resize(&logits, to: grid.slotCount)
        var values = logits.mutableSpan
        grid.readLogits(tick: tick, into: &values)
        setSteps()
    }

    private mutating func setSteps() {
        let count = max(0, logits.count - 1)
        Self.resize(&steps, to: count)
        Self.resize(&presentSteps, to: count)
        var present = 0
        for index in 0..<count {
            let step = logits[index + 1] - logits[index]
            steps[index] = step
            // Overwritten by the next one where it is missing.
            presentSteps[present] = step
            present += step.isNaN ? 0 : 1
        }
        presentSteps.removeLast(count - present)
    }

    private static func resize(_ values: inout [Double], to count: Int) {
        if values.count > count {
            values.removeLast(values.count - count)
        } else if values.count < count {
            values.append(contentsOf: repeatElement(.nan, count: count - values.count))
        }
    }
}
