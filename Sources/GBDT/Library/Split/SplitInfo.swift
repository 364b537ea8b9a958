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
    /// Last bin that goes left.
    var threshold: Int
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
