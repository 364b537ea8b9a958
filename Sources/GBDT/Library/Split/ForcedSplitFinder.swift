/// The split of a leaf at a given threshold (`GatherInfoForThreshold` in `src/treelearner/feature_histogram.hpp`).
struct ForcedSplitFinder: Sendable {
    private let gain: ConstrainedGain
    private let minGainToSplit: Double

    init(_ parameters: TrainingParameters) {
        gain = ConstrainedGain(
            rule: OutputRule(
                lambdaL1: parameters.lambdaL1, lambdaL2: parameters.lambdaL2, maxDeltaStep: parameters.maxDeltaStep,
                pathSmooth: parameters.pathSmooth))
        minGainToSplit = parameters.minGainToSplit
    }

    /// nil when the split would not gain anything, or names a category without a bin.
    /// - Parameters:
    ///   - histogram: the feature's bins.
    ///   - bin: the last bin that goes left; of a categorical feature the only one.
    func split(
        _ histogram: Span<SIMD2<Double>>, feature: FeatureTable.Feature, index: Int, bin: Int, leaf: LeafSums
    ) -> SplitInfo? {
        let isCategorical = feature.mapper.isCategorical
        if isCategorical, bin == 0 { return nil }
        let total = SIMD2(leaf.gradient, leaf.hessian)
        let rowsPerHessian = Double(leaf.rowCount) / total.y
        let side = isCategorical ? single(histogram, bin) : above(histogram, bin, feature.bins, rowsPerHessian)
        let rows = isCategorical ? roundedToInt(histogram[bin].y * rowsPerHessian) : side.rows
        let (left, leftCount) = isCategorical ? (side.sum, rows) : (total - side.sum, leaf.rowCount - rows)
        let right = total - left
        let rightCount = leaf.rowCount - leftCount
        let value = gain.gain(
            left: left, leftCount: leftCount, right: right, rightCount: rightCount, parentOutput: leaf.output)
        let own =
            -(2.0 * gain.rule.shrunk(total.x) * leaf.output
            + (total.y + gain.rule.lambdaL2) * leaf.output * leaf.output)
        guard !value.isNaN, value > own + minGainToSplit else { return nil }
        return SplitInfo(
            feature: index, threshold: bin, leftBins: isCategorical ? [bin] : nil, defaultLeft: !isCategorical,
            gain: value - (own + minGainToSplit), left: sums(left, leftCount, leaf),
            right: sums(right, rightCount, leaf))
    }

    private func single(_ histogram: Span<SIMD2<Double>>, _ bin: Int) -> (sum: SIMD2<Double>, rows: Int) {
        (SIMD2(histogram[bin].x, histogram[bin].y + ParityConstant.epsilon), 0)
    }

    /// The bins above a threshold, without those of missing values.
    private func above(
        _ histogram: Span<SIMD2<Double>>, _ bin: Int, _ layout: BinLayout, _ rowsPerHessian: Double
    ) -> (sum: SIMD2<Double>, rows: Int) {
        var sum = SIMD2(0, ParityConstant.epsilon)
        var rows = 0
        var other = layout.count - 1 - (layout.missing == .nan ? 1 : 0)
        while other >= 1, other > bin {
            if layout.missing != .zero || other != layout.defaultBin {
                sum += histogram[other]
                rows += roundedToInt(histogram[other].y * rowsPerHessian)
            }
            other -= 1
        }
        return (sum, rows)
    }

    private func sums(_ sum: SIMD2<Double>, _ count: Int, _ leaf: LeafSums) -> LeafSums {
        LeafSums(
            gradient: sum.x, hessian: sum.y - ParityConstant.epsilon, rowCount: count,
            output: gain.rule.output(
                gradient: sum.x, hessian: sum.y, count: count, parentOutput: leaf.output))
    }
}
