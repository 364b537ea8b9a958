import Market

/// The venue's error texts in the bot's terms (section 4.3 of the specification).
enum Refusal {
    static func reason(_ text: String, side: OrderSide) -> RejectReason {
        let table: [(part: String, reason: RejectReason)] = [
            ("not enough balance", side == .buy ? .notEnoughFunds : .notEnoughShares),
            ("breaks minimum tick size", .priceOffTick),
            ("lower than the minimum", .sizeBelowMinimum),
            ("min size", .sizeBelowMinimum),
            ("no orders found to match", .nothingToMatch),
            ("couldn't be fully filled", .nothingToMatch),
            ("there are no matching orders", .nothingToMatch),
            ("not yet ready", .marketNotOpen),
            ("cancel-only", .marketNotOpen),
            ("post-only mode", .marketNotOpen),
            ("Trading is currently", .marketNotOpen),
        ]
        return table.first { text.contains($0.part) }?.reason ?? .refusedByVenue
    }

    /// Whether the text says that an order with these very bytes is already there.
    static func isDuplicate(_ text: String) -> Bool { text.contains("Duplicated") }
}
