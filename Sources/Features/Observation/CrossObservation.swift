private import Glibc
internal import Market

/// The other markets at the row's time: those of the event, and what is known of the category and the platform.
struct CrossObservation: Sendable {
    /// Sums over the YES tokens of the event, less 1; NaN unless outcomes exclude each other and all books are healthy.
    var sumOfMids = Double.nan
    var sumOfAsks = Double.nan
    /// 1 for the highest of n YES mids, over n.
    var rank = Double.nan
    /// Of the YES mids over their sum, over ln n.
    var entropy = Double.nan
    /// Live markets of the event.
    var count = Double.nan
    /// Of the row's token: at the last whole minute.
    var siblingMove = Double.nan
    var siblingSlope = Double.nan
    var categoryMove = Double.nan
    /// Notional of all watched tokens over 15 min against 7 days.
    var platformActivity = Double.nan

    /// Nothing is known of others.
    init() {}

    /// - Parameters:
    ///   - quotes: of the YES tokens of the event's live markets; nil: not healthy.
    ///   - own: the row's market among them.
    init(quotes: [BestQuote?], own: Int, isExclusive: Bool, moves: CrossMoves, outcome: Outcome, at t: Timestamp) {
        count = Double(quotes.count)
        let known = quotes.compactMap(\.self)
        if let mid = quotes[own]?.doubleMid, known.count == quotes.count {
            rank = Double(1 + known.count { $0.doubleMid > mid }) / count
        }
        if isExclusive, known.count == quotes.count {
            sumOfMids = Double(known.reduce(0) { $0 + $1.doubleMid } - LogOdds.doubleOne) * 0.5e-4
            sumOfAsks = Double(known.reduce(0) { $0 + Int($1.ask) } - Int(Price.one)) * 1e-4
            entropy = Self.entropy(known.map { Double($0.doubleMid) })
        }
        let sign = outcome == .yes ? 1.0 : -1.0
        siblingMove = sign * moves.siblingMove
        siblingSlope = moves.siblings.slope(at: t)
        categoryMove = sign * moves.categoryMove * moves.category.slope(at: t)
    }

    private static func entropy(_ weights: [Double]) -> Double {
        guard weights.count >= 2 else { return .nan }
        let sum = weights.reduce(0, +)
        return -weights.reduce(0) { $0 + $1 / sum * log($1 / sum) } / log(Double(weights.count))
    }
}
