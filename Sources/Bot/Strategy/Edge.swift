public import Market

#if canImport(Glibc)
    import Glibc
#endif

/// Expected profit of a taker round trip, per share and in USDC.
public enum Edge {
    /// Expected change of the mid for a move of `logitMove` in log-odds: sigmoid(L(m) + f) - m.
    ///
    /// Written as m (1 - m) (e^f - 1) / (1 + m (e^f - 1)), which is exactly 0 for f = 0 at every mid in (0, 1).
    public static func priceMove(mid: Double, logitMove: Double) -> Double {
        let growth = expm1(min(max(logitMove, -30), 30))
        return mid * (1 - mid) * growth / (1 + mid * growth)
    }

    /// Standard deviation of the mid's change for one of `logit` in log-odds (delta method).
    public static func priceDeviation(mid: Double, logit: Double) -> Double { mid * (1 - mid) * logit }

    /// Expected profit per share of buying `size` now and selling it at the horizon.
    ///
    /// Expected price move, less the way from mid to the walked ask and its fee, less the way from the walked bid to
    /// mid
    /// and its fee (the book at the horizon is taken to be as wide as now), less one tick. Nil when either side of the
    /// book is too thin for the size.
    public static func afterCosts(book: OrderBook, size: Size, logitMove: Double, fee: FeeRate, tick: Int32) -> Double?
    {
        guard let doubleMid = book.doubleMid else { return nil }
        let mid = Double(doubleMid) * 0.5e-4
        let entry = book.walk(.buy, size: size, fee: fee)
        let exit = book.walk(.sell, size: size, fee: fee)
        guard entry.size == size, exit.size == size, let paid = entry.averagePrice, let got = exit.averagePrice else {
            return nil
        }
        let fees = Double(entry.fee.microdollars + exit.fee.microdollars) / Double(size.microshares)
        return priceMove(mid: mid, logitMove: logitMove) - (paid - mid) - (mid - got) - fees - Double(tick) * 1e-4
    }
}
