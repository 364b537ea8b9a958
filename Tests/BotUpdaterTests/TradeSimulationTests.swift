import Market
import Testing

@testable import BotUpdater

/// Goal: simulated gains and losses are those of executable prices. By hand.
struct TradeSimulationTests {
    @Test func noChangeNeverTradesAtAnyPrice() {
        var set = ExampleSet.empty()
        for cent in 1...98 {
            set.add(minutes: cent, market: UInt32(cent), bid: Double(cent) / 100, ask: Double(cent + 1) / 100)
        }
        let simulation = TradeSimulation(set, rows: set.allRows, forecasts: [Double](repeating: 0, count: 98))
        #expect(simulation == TradeSimulation(set, rows: [], forecasts: []))
    }

    @Test func aTradePaysTheAskAndEarnsTheLabel() {
        var set = ExampleSet.empty()
        set.add(minutes: 0, bid: 0.49, ask: 0.50, buyGain: 0.05, sellGain: -0.07)
        let bought = TradeSimulation(set, rows: [0], forecasts: [0.5])
        // 2 % of the bankroll buys 0.04 shares at 0.50.
        #expect(abs(bought.profit - 0.04 * 0.05) < 1e-15)
        let sold = TradeSimulation(set, rows: [0], forecasts: [-0.5])
        // The other token costs 0.51.
        #expect(abs(sold.profit + 0.02 / 0.51 * 0.07) < 1e-15)
        #expect(sold.worstTrade == sold.profit)
        #expect(sold.drawdownMax == -sold.profit)
    }

    @Test func aMarketHasOnePositionAndAllHaveATenth() {
        var set = ExampleSet.empty()
        for row in 0..<4 { set.add(minutes: 20 * row, bid: 0.49, ask: 0.50) }
        // Rows at 0, 20, 40 and 60 minutes: the first holds until 60.
        #expect(TradeSimulation(set, rows: set.allRows, forecasts: [1, 1, 1, 1]).trades == 2)
        var many = ExampleSet.empty()
        for market in 0..<30 as Range<UInt32> { many.add(minutes: Int(market), market: market, bid: 0.49, ask: 0.50) }
        let simulation = TradeSimulation(many, rows: many.allRows, forecasts: [Double](repeating: 1, count: 30))
        #expect(simulation.trades == 10)
        #expect(abs(simulation.turnover - 0.2) < 1e-12)
    }

    @Test func lossesAreSummedByDayAndFromThePeak() {
        var set = ExampleSet.empty()
        // origin is at 00:00 UTC: 489,000 hours are 20,375 days.
        let gains = [0.05, -0.10, -0.10, -0.10, 0.30]
        for (index, gain) in gains.enumerated() {
            set.add(minutes: 600 * index, bid: 0.49, ask: 0.50, buyGain: gain)
        }
        let simulation = TradeSimulation(set, rows: set.allRows, forecasts: [1, 1, 1, 1, 1])
        let size = 0.02 / 0.50
        // Exits at 1, 11, 21 h of day one and 7, 17 h of day two.
        #expect(abs(simulation.worstDay + size * 0.15) < 1e-12)
        #expect(abs(simulation.drawdownMax - size * 0.30) < 1e-12)
        #expect(abs(simulation.worstTrade + size * 0.10) < 1e-12)
        #expect(abs(simulation.profit - size * 0.05) < 1e-12)
    }
}
