/// A loss of the caller's. Training starts from 0, predictions are raw scores, and the text format has no name for it.
struct CustomObjective: Objective {
    let outputCount: Int
    /// nil: all gradients are zero, and nothing is learned.
    let gradients: GradientFunction?

    var transform: OutputTransform { .identity }
    var modelTextName: String? { nil }

    func fillGradients(_ target: inout [[SIMD2<Float>]], scores: [[Double]], pool: WorkerPool) {
        let rowCounts = target.map(\.count)
        guard let gradients else {
            target = rowCounts.map { Array(repeating: .zero, count: $0) }
            return
        }
        gradients(scores, &target)
        precondition(target.map(\.count) == rowCounts, "the gradient closure must keep one array of rows per output")
    }

    func initialScore(ofOutput output: Int) -> Double { 0 }
}
