import Market

/// The events of the market channel (specification, 6.1).
extension Venue {
    /// The whole books of both tokens, each to those who asked for it.
    func sendBooks(of id: MarketID) {
        let watchers = watchers(of: id)
        guard !watchers.isEmpty else { return }
        let market = catalog[id]
        for outcome in [Outcome.yes, .no] {
            let text = market.bookEvent(outcome).text
            send(text, about: AssetID(market: id, outcome: outcome), to: watchers)
        }
    }

    private func send(_ text: String, about asset: AssetID, to watchers: [ConnectionID]) {
        let token = catalog.token(asset)
        for watcher in watchers where hub[watcher]?.tokens.contains(token) ?? false { deliver(text, to: watcher) }
    }

    /// One level of YES and its mirror image in NO, with what both books are after it.
    func sendPriceChange(of id: MarketID, _ change: LevelChange) {
        let watchers = watchers(of: id)
        guard !watchers.isEmpty else { return }
        let market = catalog[id]
        let entries = [(Outcome.yes, change), (.no, change.mirrored)].map { outcome, change -> JSON in
            let book = market.book(outcome)
            return [
                "asset_id": JSON(market.names.token(outcome)), "price": JSON(change.level.price.text),
                "size": JSON(change.level.size.text), "side": change.side == .bid ? "BUY" : "SELL",
                "hash": JSON(market.bookHash(outcome)), "best_bid": JSON(book.bestBid?.price.text ?? "0"),
                "best_ask": JSON(book.bestAsk?.price.text ?? "1"),
            ]
        }
        let json: JSON = [
            "market": JSON(market.names.condition), "price_changes": .array(entries), "timestamp": bookStamp(market),
            "event_type": "price_change",
        ]
        for watcher in watchers { deliver(json.text, to: watcher) }
    }

    private func bookStamp(_ market: VenueMarket) -> JSON { JSON(String(market.bookTime.milliseconds)) }
    private var stamp: JSON { JSON(String(now.milliseconds)) }

    func sendBestPrices(of id: MarketID) {
        let watchers = watchers(of: id).filter { hub[$0]?.wantsMore ?? false }
        guard !watchers.isEmpty else { return }
        let market = catalog[id]
        for outcome in [Outcome.yes, .no] {
            let book = market.book(outcome)
            let (bid, ask) = (book.bestBid?.price.units ?? 0, book.bestAsk?.price.units ?? Price.one)
            let json: JSON = [
                "market": JSON(market.names.condition), "asset_id": JSON(market.names.token(outcome)),
                "best_bid": JSON(DecimalText.text(Int64(bid), digits: 4)),
                "best_ask": JSON(DecimalText.text(Int64(ask), digits: 4)),
                "spread": JSON(DecimalText.text(Int64(ask - bid), digits: 4)), "timestamp": bookStamp(market),
                "event_type": "best_bid_ask",
            ]
            send(json.text, about: AssetID(market: id, outcome: outcome), to: watchers)
        }
    }

    func sendLastTrade(of asset: AssetID, price: Price, size: Size, side: TakerSide) {
        let watchers = watchers(of: asset.market)
        guard !watchers.isEmpty else { return }
        let market = catalog[asset.market]
        let json: JSON = [
            "market": JSON(market.names.condition), "asset_id": JSON(market.names.token(asset.outcome)),
            "price": JSON(price.text), "size": JSON(size.text), "fee_rate_bps": "0",
            "side": side == .buy ? "BUY" : "SELL", "timestamp": stamp,
            "transaction_hash": JSON(
                "0x" + Digest.hex(Digest.sha256("\(catalog.seed)/\(market.volume)/\(market.names.id)"))),
            "event_type": "last_trade_price",
        ]
        send(json.text, about: asset, to: watchers)
    }

    func sendTickChange(of id: MarketID, old: String) {
        let watchers = watchers(of: id)
        let market = catalog[id]
        for outcome in [Outcome.yes, .no] {
            let json: JSON = [
                "market": JSON(market.names.condition), "asset_id": JSON(market.names.token(outcome)),
                "old_tick_size": JSON(old), "new_tick_size": JSON(market.tickText), "timestamp": stamp,
                "event_type": "tick_size_change",
            ]
            send(json.text, about: AssetID(market: id, outcome: outcome), to: watchers)
        }
    }

    /// To everybody who wants more than books: these are not of one token.
    private func broadcast(_ json: JSON) {
        for id in hub.ids(of: .market) where hub[id]?.wantsMore ?? false { deliver(json.text, to: id) }
    }

    func announceMarket(_ market: VenueMarket) {
        let names = market.names
        broadcast([
            "event_type": "new_market", "id": JSON(names.id), "question": JSON(market.title),
            "market": JSON(names.condition), "slug": JSON(names.slug), "description": JSON(market.description),
            "assets_ids": .array(names.tokens.map(JSON.string)), "outcomes": .array(names.outcomes.map(JSON.string)),
            "event_message": [
                "id": JSON(names.eventID), "ticker": JSON(names.eventSlug), "slug": JSON(names.eventSlug),
                "title": JSON(market.eventTitle), "description": JSON(market.description),
            ], "timestamp": stamp, "tags": [JSON(market.instrument.category)], "condition_id": JSON(names.condition),
            "active": true, "clob_token_ids": .array(names.tokens.map(JSON.string)), "sports_market_type": "",
            "line": "", "game_start_time": "", "order_price_min_tick_size": JSON(market.tickText),
            "group_item_title": "", "taker_base_fee": JSON(market.baseFee > 0 ? "1000" : "0"),
            "fees_enabled": .bool(market.baseFee > 0),
            "fee_schedule": [
                "exponent": "1", "rate": JSON(market.feeRateText), "taker_only": "true", "rebate_rate": "0.25",
            ],
        ])
    }

    func sendResolution(of id: MarketID) {
        let market = catalog[id]
        let winner = [Outcome.yes, .no].first { market.payout($0) == Price.one }
        broadcast([
            "event_type": "market_resolved", "id": JSON(market.names.id), "market": JSON(market.names.condition),
            "assets_ids": .array(market.names.tokens.map(JSON.string)),
            "winning_asset_id": JSON(winner.map(market.names.token) ?? ""),
            "winning_outcome": JSON(winner.map(market.names.name) ?? ""), "timestamp": stamp,
            "tags": [JSON(market.instrument.category)],
        ])
    }
}
