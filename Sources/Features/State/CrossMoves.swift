internal import Market

/// How a market moves with its siblings of the event and with the other events of its category: decayed regressions of
/// its own moves on theirs, half-life 24 h, one observation a minute. Moves are those of the YES token.
struct CrossMoves: Sendable {
    private(set) var siblings = DecayedRegression(halfLife: 86_400)
    private(set) var category = DecayedRegression(halfLife: 86_400)
    /// Mean moves at the last whole minute: of the siblings over 15 min, weighted by price and with its sign turned,
    /// and of the canonical tokens of the category's other events over 1 h. NaN: not known.
    private(set) var siblingMove = Double.nan
    private(set) var categoryMove = Double.nan

    /// A minute has passed.
    /// - Parameters:
    ///   - ownQuarter, ownHour: the market's own moves over 15 min and 1 h.
    mutating func minute(
        ownQuarter: Double, siblingMove: Double, ownHour: Double, categoryMove: Double, at t: Timestamp
    ) {
        (self.siblingMove, self.categoryMove) = (siblingMove, categoryMove)
        if !(ownQuarter + siblingMove).isNaN { siblings.add(x: siblingMove, y: ownQuarter, at: t) }
        if !(ownHour + categoryMove).isNaN { category.add(x: categoryMove, y: ownHour, at: t) }
    }
}

extension CrossMoves: Restorable {
    mutating func archive(_ coder: inout StateCoder) throws(SnapshotError) {
        try siblings.archive(&coder)
        try category.archive(&coder)
        try coder.double(&siblingMove)
        try coder.double(&categoryMove)
    }
}
