/// How rounds build on each other.
public enum BoostingKind: Sendable, Hashable {
    /// Gradient boosting: every tree corrects the sum of those before.
    case gbdt
    /// Gradient boosting that leaves out some earlier trees each round (Rashmi & Gilad-Bachrach, 2015).
    case dart
    /// Random forest: every tree fits the labels; predictions are means.
    case randomForest
}

/// Which rows a round looks at.
public enum RowSampling: Sendable, Hashable {
    /// Bags as `baggingFraction` and `baggingFrequency` say.
    case bagging
    /// Gradient-based one-side sampling: all large gradients, some of the small ones (Ke et al., 2017, section 3).
    case goss
}

/// How bounds of a monotone tree are kept.
public enum MonotoneMethod: Sendable, Hashable {
    /// Children of a constrained split are bounded by the middle between them.
    case basic
    /// Children are bounded by the outputs of the leaves they touch; weaker bounds, better fit.
    case intermediate
}

/// A split that trees must begin with.
public struct ForcedSplit: Sendable, Hashable {
    /// Column of the matrix.
    public var column: Int
    /// Values of at most this go left.
    public var threshold: Double
    /// What follows on either side.
    public var children: [Side: ForcedSplit]

    public enum Side: Sendable, Hashable {
        case left, right
    }

    public init(column: Int, threshold: Double, left: ForcedSplit? = nil, right: ForcedSplit? = nil) {
        self.column = column
        self.threshold = threshold
        children = [:]
        children[.left] = left
        children[.right] = right
    }
}

extension ForcedSplit {
    /// The columns it and what follows split on.
    var columns: Set<Int> {
        children.values.reduce(into: [column]) { $0.formUnion($1.columns) }
    }
}
