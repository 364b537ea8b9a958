import Market

extension VenueMarket {
    /// The answer of `/book`. `hash` is SHA-1 of the same text with an empty hash (specification, 3.1).
    func bookJSON(_ outcome: Outcome) -> JSON { restBook(outcome, hash: bookHash(outcome)) }

    func bookHash(_ outcome: Outcome) -> String { Digest.sha1Hex(restBook(outcome, hash: "").text) }

    private func restBook(_ outcome: Outcome, hash: String) -> JSON {
        let levels = levels(outcome)
        var json: JSON = [
            "market": JSON(names.condition), "asset_id": JSON(names.token(outcome)),
            "timestamp": JSON(String(bookTime.milliseconds)), "hash": JSON(hash), "bids": levels.bids,
            "asks": levels.asks, "min_order_size": JSON(instrument.sizeMin.text), "tick_size": JSON(tickText),
            "neg_risk": .bool(instrument.isNegativeRisk),
            "last_trade_price": JSON(lastTrade(outcome)?.price.text ?? ""),
        ]
        if names.version == .v2 { json.append("version", "v2") }
        return json
    }

    /// The `book` event of the market channel: the hash is that of `/book`.
    func bookEvent(_ outcome: Outcome) -> JSON {
        let levels = levels(outcome)
        var json: JSON = [
            "market": JSON(names.condition), "asset_id": JSON(names.token(outcome)),
            "timestamp": JSON(String(bookTime.milliseconds)), "hash": JSON(bookHash(outcome)), "bids": levels.bids,
            "asks": levels.asks, "tick_size": JSON(tickText), "event_type": "book",
            "last_trade_price": JSON(lastTrade(outcome)?.price.text ?? ""),
        ]
        if names.version == .v2 { json.append("version", "v2") }
        return json
    }

    var tickText: String { DecimalText.text(Int64(tick), digits: 4) }

    /// The best level is the last of each side.
    private func levels(_ outcome: Outcome) -> (bids: JSON, asks: JSON) {
        let book = book(outcome)
        func list(_ levels: [Level]) -> JSON {
            .array(levels.reversed().map { ["price": JSON($0.price.text), "size": JSON($0.size.text)] })
        }
        return (list(book.bids), list(book.asks))
    }
}
