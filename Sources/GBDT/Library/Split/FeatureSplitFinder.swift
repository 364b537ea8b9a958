import Glibc

/// A leaf that is searched.
struct SearchedLeaf: Sendable {
    var sums: LeafSums
    /// nil: no monotone constraints anywhere.
    var bounds: OutputBounds?
    /// Splits from the root.
    var depth: Int
}

/// Finds the best split of one feature in one leaf, whatever the feature's kind, and weighs its gain.
struct FeatureSplitFinder: Sendable {
    let numeric: NumericSplitFinder
    private let categorical: CategoricalSplitFinder
    private let monotonePenalty: Double

    init(_ parameters: TrainingParameters) {
        numeric = NumericSplitFinder(parameters)
        categorical = CategoricalSplitFinder(parameters)
        monotonePenalty = parameters.monotonePenalty
    }

    var rule: OutputRule { numeric.rule }

    /// - Parameters:
    ///   - random: the feature's generator, of extremely randomised trees.
    ///   - scratch, passes: as for ``NumericSplitFinder/bestSplit(in:layout:query:onlyThreshold:scratch:passes:)``.
    /// - Returns: as ``NumericSplitFinder/bestSplit(in:layout:query:onlyThreshold:scratch:passes:)``.
    func bestSplit(
        in histogram: Span<SIMD2<Double>>, feature: FeatureTable.Feature, index: Int, leaf: SearchedLeaf,
        random: UnsafeMutablePointer<ParityRandom>?, scratch: ScanScratch? = nil,
        passes: NumericSplitFinder.Passes? = nil
    ) -> (split: SplitInfo?, isSplittable: Bool) {
        let query = SplitQuery(feature: index, leaf: leaf.sums, bounds: leaf.bounds, direction: feature.direction)
        if feature.mapper.isCategorical {
            return weighed(categorical.bestSplit(in: histogram, query: query, random: random), feature, leaf)
        }
        let count = feature.bins.count
        let onlyThreshold = random.map { count > 2 ? $0.pointee.nextInt(from: 0, to: count - 2) : 0 }
        let found = numeric.bestSplit(
            in: histogram, layout: feature.bins, query: query, onlyThreshold: onlyThreshold,
            scratch: scratch, passes: passes)
        return weighed(found, feature, leaf)
    }

    /// The passes over a numeric feature in two leaves side by side; nil for what must be made otherwise.
    func pairPasses(
        in histograms: (Span<SIMD2<Double>>, Span<SIMD2<Double>>), feature: FeatureTable.Feature,
        leaves: (SearchedLeaf, SearchedLeaf), scratch: (ScanScratch, ScanScratch)
    ) -> (NumericSplitFinder.Passes?, NumericSplitFinder.Passes?) {
        guard !feature.mapper.isCategorical, leaves.0.bounds == nil, leaves.1.bounds == nil else { return (nil, nil) }
        return numeric.pairPasses(
            histograms, feature.bins,
            (SplitQuery(feature: 0, leaf: leaves.0.sums), SplitQuery(feature: 0, leaf: leaves.1.sums)),
            scratch: scratch)
    }

    private func weighed(
        _ found: (split: SplitInfo?, isSplittable: Bool), _ feature: FeatureTable.Feature, _ leaf: SearchedLeaf
    ) -> (split: SplitInfo?, isSplittable: Bool) {
        guard var split = found.split, feature.gainFactor != 1 || split.direction != 0 else { return found }
        split.gain *= feature.gainFactor
        if split.direction != 0 { split.gain *= penalty(depth: leaf.depth) }
        return (split, found.isSplittable)
    }

    /// The factor on the gain of a constrained split (`ComputeMonotoneSplitGainPenalty` in
    /// `src/treelearner/monotone_constraints.hpp`).
    private func penalty(depth: Int) -> Double {
        let epsilon = ParityConstant.epsilon
        if monotonePenalty >= Double(depth + 1) { return epsilon }
        if monotonePenalty <= 1 { return 1 - monotonePenalty / exp2(Double(depth)) + epsilon }
        return 1 - exp2(monotonePenalty - 1 - Double(depth)) + epsilon
    }
}
