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
    ///   - count: live markets of the event.
    ///   - own: the row's market among them.
    ///   - quote: of the YES token of one of them; nil: not healthy.
    init(
        count markets: Int, own: Int, quote: (Int) -> BestQuote?, isExclusive: Bool, moves: CrossMoves,
        outcome: Outcome, at t: Timestamp
    ) {
        count = Double(markets)
        var (known, mids, asks) = (0, 0, 0)
        for index in 0..<markets {
            guard let quote = quote(index) else { continue }
            known += 1
            mids += quote.doubleMid
            asks += Int(quote.ask)
        }
        if known == markets, let mid = quote(own)?.doubleMid {
            var above = 0
            for index in 0..<markets where quote(index).map({ $0.doubleMid > mid }) ?? false { above += 1 }
            rank = Double(1 + above) / count
        }
        if isExclusive, known == markets {
            sumOfMids = Double(mids - LogOdds.doubleOne) * 0.5e-4
            sumOfAsks = Double(asks - Int(Price.one)) * 1e-4
            entropy = Self.entropy(count: markets, sum: Double(mids)) { Double(quote($0)?.doubleMid ?? 0) }
        }
        let sign = outcome == .yes ? 1.0 : -1.0
        siblingMove = sign * moves.siblingMove
        siblingSlope = moves.siblings.slope(at: t)
        categoryMove = sign * moves.categoryMove * moves.category.slope(at: t)
    }

    private static func entropy(count: Int, sum: Double, weight: (Int) -> Double) -> Double {
        guard count >= 2 else { return .nan }
        var entropy = 0.0
        for index in 0..<count {
            let share = weight(index) / sum
            entropy -= share * log(share)
        }
        return entropy / log(Double(count))
    }
}
