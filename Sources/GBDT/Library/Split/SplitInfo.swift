/// Gradient and hessian sums of a leaf, its rows, and its output before shrinkage.
struct LeafSums: Sendable, Hashable {
    var gradient: Double
    var hessian: Double
    var rowCount: Int
    /// What the leaf would predict; the children are pulled towards it under path smoothing.
    var output: Double
}

/// A split of one leaf, as found by the search.
struct SplitInfo: Sendable, Hashable {
    /// Index in the ``FeatureTable``.
    var feature: Int
    /// Last bin that goes left, of a numeric feature.
    var threshold: Int
    /// The bins that go left, of a categorical feature.
    var leftBins: [Int]?
    /// The monotone constraint of the feature: +1, -1 or 0.
    var direction = 0
    /// Whether missing values go left.
    var defaultLeft: Bool
    /// Gain above the leaf's own and above `minGainToSplit`.
    var gain: Double
    /// Sums of the children; row counts are the search's estimates.
    var left: LeafSums
    var right: LeafSums

    /// The order in which splits are preferred: larger gain, then smaller feature. A NaN gain is never better.
    func isBetter(than other: SplitInfo?) -> Bool {
        guard let other else { return !gain.isNaN }
        return gain > other.gain || (gain == other.gain && feature < other.feature)
    }
}

/// What the outputs of a leaf must keep within, for the sake of monotone features elsewhere in the tree.
struct OutputBounds: Sendable, Hashable {
    var lower = -Double.greatestFiniteMagnitude
    var upper = Double.greatestFiniteMagnitude

    @inline(__always)
    func clipped(_ output: Double) -> Double {
        output < lower ? lower : output > upper ? upper : output
    }
}

/// One feature's search in one leaf: who is asked, and what binds the answer.
struct SplitQuery: Sendable {
    /// Index in the ``FeatureTable``.
    var feature: Int
    var leaf: LeafSums
    /// nil: no monotone constraints anywhere.
    var bounds: OutputBounds?
    /// The monotone constraint of the feature.
    var direction = 0

    init(feature: Int, leaf: LeafSums, bounds: OutputBounds? = nil, direction: Int = 0) {
        self.feature = feature
        self.leaf = leaf
        self.bounds = bounds
        self.direction = direction
    }
}
