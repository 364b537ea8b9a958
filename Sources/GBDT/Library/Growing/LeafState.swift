/// A leaf while its tree grows.
struct LeafState: Sendable {
    var sums: LeafSums
    var depth: Int
    /// Features still worth searching here and below, by index in the ``FeatureTable``.
    var splittable: [Bool]
    /// The best split found; nil when there is none or the leaf was not searched.
    var best: SplitInfo?
    /// nil when the leaf was not searched.
    var histogram: Histogram?

    /// As the child that a split makes of this leaf; `rowCount` is the true one.
    func child(_ sums: LeafSums, rowCount: Int) -> LeafState {
        var sums = sums
        sums.rowCount = rowCount
        return LeafState(sums: sums, depth: depth + 1, splittable: splittable, best: nil, histogram: nil)
    }
}
