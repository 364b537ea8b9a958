import Market

/// Taker trades that a forecast would have made on judged rows, by their executable labels: enough to see a model that
/// loses money catastrophically. The replay through the live strategy is another gate's affair.
///
/// A row is traded when the forecast move of the mid exceeds the cost of a round trip and its market has no open
/// position; a position takes 2 % of the bankroll and is closed at t1. Gains are shares of a constant bankroll.
public struct TradeSimulation: Codable, Hashable, Sendable {
    public var trades = 0
    public var events = 0
    public var profit = 0.0
    /// Cost of all entries.
    public var turnover = 0.0
    public var worstTrade = 0.0
    /// Sum of gains of the worst UTC day (by exit).
    public var worstDay = 0.0
    /// Largest fall of the cumulated gains below their peak.
    public var drawdownMax = 0.0

    public struct Limits: Hashable, Sendable {
        /// Of the bankroll, per position and in all positions at once.
        public var positionShare = 0.02
        public var exposureShare = 0.20

        public init() {}
    }

    private struct Position {
        let market: MarketID
        let exit: Timestamp
        let gain: Double
        let row: Int
    }

    init(_ examples: ExampleSet, rows: [Int], forecasts: [Double], limits: Limits = .init()) {
        var open: [Position] = []
        var closed: [Position] = []
        for (row, forecast) in zip(rows, forecasts) {
            let time = examples.times[row]
            closed += open.filter { $0.exit <= time }
            open.removeAll { $0.exit <= time }
            let market = examples.assets[row].market
            let exposure = Double(open.count + 1) * limits.positionShare
            guard exposure <= limits.exposureShare + 1e-12, !open.contains(where: { $0.market == market }) else {
                continue
            }
            let move = priceMove(mid: examples.mid(row), logitMove: forecast, tick: examples.ticks[row])
            guard abs(move) > breakevenMove(examples, row: row) else { continue }
            let price = move > 0 ? examples.asks[row] : 1 - examples.bids[row]
            let gain = move > 0 ? examples.buyGains[row] : examples.sellGains[row]
            guard price > 0, gain.isFinite else { continue }
            let shares = limits.positionShare / price
            open.append(Position(market: market, exit: examples.ends[row], gain: shares * gain, row: row))
            turnover += limits.positionShare
        }
        closed += open
        settle(closed.sorted { ($0.exit, $0.row) < ($1.exit, $1.row) })
        trades = closed.count
        events = Set(closed.map { examples.events[$0.row] }).count
    }

    private mutating func settle(_ positions: [Position]) {
        var peak = 0.0
        var day: Timestamp?
        var dayProfit = 0.0
        for position in positions {
            let positionDay = position.exit.floored(to: .days(1))
            if day != positionDay {
                day = positionDay
                dayProfit = 0
            }
            dayProfit += position.gain
            profit += position.gain
            peak = max(peak, profit)
            worstTrade = min(worstTrade, position.gain)
            worstDay = min(worstDay, dayProfit)
            drawdownMax = max(drawdownMax, peak - profit)
        }
    }
}
