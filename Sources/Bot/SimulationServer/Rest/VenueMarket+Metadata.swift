import Market

/// Words and numbers about a market that no book shows.
extension VenueMarket {
    var title: String { "Will the outcome of \(names.slug) be Yes?" }
    var eventTitle: String { "Simulated event \(names.eventSlug)" }
    var description: String { "A market of the loopback exchange: it pays what the simulation draws." }

    /// Legacy basis points: a cap, not the fee that is charged.
    var baseFee: Int { instrument.fee.millionths > 0 ? 1_000 : 0 }
    var feeRateText: String { DecimalText.text(Int64(instrument.fee.millionths), digits: 6) }
    var created: Timestamp { instrument.created ?? bookTime }
    var scheduledEnd: Timestamp { instrument.scheduledEnd ?? created + .days(30) }
    var takesOrders: Bool { isTrading }

    /// What a share is worth by the book, or pays.
    func priceText(_ outcome: Outcome) -> String {
        if let payout = payout(outcome) { return DecimalText.text(Int64(payout), digits: 4) }
        return DecimalText.text(5 * Int64(doubleMid(outcome)), digits: 5)
    }

    var isWinner: (yes: Bool, no: Bool) { (payout(.yes) == Price.one, payout(.no) == Price.one) }
    var isSplit: Bool { payout(.yes).map { $0 != 0 && $0 != Price.one } ?? false }
    /// In microdollars.
    var volumeTotal: Int64 { volume + Int64((instrument.volume ?? 0).rounded()) * 1_000_000 }
    /// In microdollars: what rests in the book.
    var liquidity: Int64 {
        (book.bids + book.asks.map(\.mirrored)).reduce(0) { $0 + Money.notional($1.price, $1.size).microdollars }
    }
}
