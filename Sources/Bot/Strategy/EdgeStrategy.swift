import BotForecasting
import Market

/// Buys the token that is expected to rise by more than a round trip costs; closes or justifies again at the horizon.
///
/// Everything is computed for the token that would be bought, from its own book, so that a mirrored world gives the
/// mirrored decision bit for bit. Sells only what it holds.
public struct EdgeStrategy: Strategy {
    public var sizing = Sizing()
    public var horizon: Duration = .hours(1)
    /// Sold when its value at the bid has fallen by this share of its cost.
    public var stopLossFraction = 0.30
    /// No entry later, and every position closed, this long before the scheduled end.
    public var exitBeforeEnd: Duration = .hours(2)
    /// Whether a forecast of the baseline alone may open a position.
    public var tradesOnBaseline = false

    public init() {}

    public func decide(_ view: MarketView) -> [Intent] {
        guard view.book.isHealthy, view.book.hasSizes else { return [] }
        var intents: [Intent] = []
        for position in view.positions where !position.size.isZero {
            if let intent = review(position, in: view) { intents.append(intent) }
        }
        if view.positions.allSatisfy({ $0.size.isZero }), let entry = entry(in: view) { intents.append(entry) }
        return intents
    }

    private func review(_ position: PositionView, in view: MarketView) -> Intent? {
        let book = book(of: position.asset, in: view)
        guard book.isHealthy, !position.settledSize.isZero else { return nil }
        if isNearEnd(view) { return exit(position, book: book, reason: .timeBeforeResolution) }
        let value = book.walk(.sell, size: position.size, fee: view.instrument.fee)
        if value.size == position.size,
            (value.notional - value.fee).dollars < (1 - stopLossFraction) * position.cost.dollars
        {
            return exit(position, book: book, reason: .stopLoss)
        }
        guard view.now - position.justified >= horizon else { return nil }
        if let forecast = view.forecast, keeps(position, forecast: forecast, book: book) {
            return .hold(asset: position.asset)
        }
        return exit(position, book: book, reason: .horizon)
    }

    /// Held inventory has paid its entry, and leaving costs the same now or later: any expected rise is worth waiting
    /// for.
    private func keeps(_ position: PositionView, forecast: Forecast, book: OrderBook) -> Bool {
        guard let doubleMid = book.doubleMid else { return false }
        let move = logitMove(of: position.asset, by: forecast)
        return Edge.priceMove(mid: Double(doubleMid) * 0.5e-4, logitMove: move) > 0
    }

    private func exit(_ position: PositionView, book: OrderBook, reason: ExitReason) -> Intent? {
        let fill = book.walk(.sell, size: position.settledSize)
        guard let limit = fill.worstPrice else { return nil }
        return .exit(asset: position.asset, size: fill.size, limit: limit, reason: reason)
    }

    private func entry(in view: MarketView) -> Intent? {
        guard let forecast = view.forecast, !isNearEnd(view) else { return nil }
        if case .baseline = forecast.source, !tradesOnBaseline { return nil }
        // A token can only rise by a positive move: at most one of the two tokens can have an edge.
        guard forecast.logitMove != 0, forecast.logitMove.isFinite else { return nil }
        let asset = forecast.logitMove > 0 ? forecast.asset : forecast.asset.complement
        let book = book(of: asset, in: view)
        guard let doubleMid = book.doubleMid, let ask = book.bestAsk else { return nil }
        let mid = Double(doubleMid) * 0.5e-4
        let move = logitMove(of: asset, by: forecast)
        let deviation = Edge.priceDeviation(mid: mid, logit: forecast.standardDeviation)

        return size(for: book, logitMove: move, deviation: deviation, price: ask.price, in: view).map {
            size, edge, limit in
            .enter(asset: asset, size: size, limit: limit, edge: edge)
        }
    }

    /// The largest size whose own edge still asks for it: the edge falls as the walk goes deeper.
    private func size(
        for book: OrderBook, logitMove: Double, deviation: Double, price: Price, in view: MarketView
    ) -> (size: Size, edge: Double, limit: Price)? {
        let edge = { (size: Size) in
            Edge.afterCosts(
                book: book, size: size, logitMove: logitMove, fee: view.instrument.fee, tick: view.instrument.tick)
        }
        let wanted = { (edge: Double) in
            sizing.size(bankroll: view.bankroll, edge: edge, deviation: deviation, price: price.dollars)
        }
        guard let first = edge(view.instrument.sizeMin), first > 0 else { return nil }
        var candidate = wanted(first)
        while candidate >= view.instrument.sizeMin {
            if let own = edge(candidate), own > 0, wanted(own) >= candidate,
                let limit = book.walk(.buy, size: candidate).worstPrice
            {
                return (candidate, own, limit)
            }
            candidate = Size(microshares: candidate.microshares / 20_000 * 10_000)
        }
        return nil
    }

    private func logitMove(of asset: AssetID, by forecast: Forecast) -> Double {
        asset == forecast.asset ? forecast.logitMove : -forecast.logitMove
    }

    private func book(of asset: AssetID, in view: MarketView) -> OrderBook {
        asset == view.asset ? view.book : view.complementBook
    }

    private func isNearEnd(_ view: MarketView) -> Bool {
        guard let end = view.instrument.scheduledEnd else { return false }
        return end - view.now <= exitBeforeEnd
    }
}
