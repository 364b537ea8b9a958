/// A leaf while its tree grows.
struct LeafState: Sendable {
    var sums: LeafSums
    var depth: Int
    /// What its outputs must keep within; nil: no monotone constraints anywhere.
    var bounds: OutputBounds?
    /// Features its path has split on, without repetitions, by index in the ``FeatureTable``.
    var path: [Int] = []
    /// Features still worth searching here and below, by index in the ``FeatureTable``.
    var splittable: [Bool]
    /// The best split found; nil when there is none or the leaf was not searched.
    var best: SplitInfo?
    /// Which features its search may choose; nil: all.
    var allowed: [Bool]?

    /// As the child that a split on `feature` makes of this leaf; `rowCount` is the true one.
    func child(_ sums: LeafSums, rowCount: Int, feature: Int) -> LeafState {
        var sums = sums
        sums.rowCount = rowCount
        return LeafState(
            sums: sums, depth: depth + 1, bounds: bounds, path: path.contains(feature) ? path : path + [feature],
            splittable: splittable, best: nil, allowed: nil)
    }

    var searched: SearchedLeaf { SearchedLeaf(sums: sums, bounds: bounds, depth: depth) }
}
