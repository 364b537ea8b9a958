import Features
import Market

@testable import BotUpdater

/// Hand-made example sets: one column, a tick of one cent, no fee, mid 0.50, spread 2 ticks.
extension ExampleSet {
    static let origin = Timestamp(hour: 489_000)

    static func empty(columns: [String] = ["x0"]) -> ExampleSet {
        ExampleSet(schema: SchemaHash(hex: "00"), columnNames: columns)
    }

    /// Adds a row `minutes` after the origin with a label of one hour that is ready a minute later.
    mutating func add(
        minutes: Int, market: UInt32 = 0, outcome: Outcome = .yes, event: UInt32? = nil, logitMove: Double = 0.1,
        priceMove: Double = 0.02, bid: Double = 0.49, ask: Double = 0.51, buyGain: Double = 0, sellGain: Double = 0,
        horizonMinutes: Int = 60, values: [Float] = [0]
    ) {
        let time = Self.origin + .minutes(minutes)
        self.values += values
        assets.append(AssetID(market: MarketID(market), outcome: outcome))
        events.append(EventID(event ?? market))
        times.append(time)
        ends.append(time + .minutes(horizonMinutes))
        ready.append(time + .minutes(horizonMinutes) + .seconds(60))
        logitMoves.append(logitMove)
        priceMoves.append(priceMove)
        buyGains.append(buyGain)
        sellGains.append(sellGain)
        bids.append(bid)
        asks.append(ask)
        ticks.append(0.01)
        feeRates.append(0)
    }

    var allRows: [Int] { Array(0..<rowCount) }

    /// The same rows, newest first: how the original read its training table.
    var reversed: ExampleSet { reordered(allRows.reversed()) }

    /// Rows in another order.
    func reordered(_ order: [Int]) -> ExampleSet {
        var result = self
        result.values = rowMajor(columns: Array(0..<columnCount), rows: order)
        result.assets = order.map { assets[$0] }
        result.events = order.map { events[$0] }
        result.times = order.map { times[$0] }
        result.ends = order.map { ends[$0] }
        result.ready = order.map { ready[$0] }
        result.logitMoves = order.map { logitMoves[$0] }
        result.priceMoves = order.map { priceMoves[$0] }
        result.buyGains = order.map { buyGains[$0] }
        result.sellGains = order.map { sellGains[$0] }
        result.bids = order.map { bids[$0] }
        result.asks = order.map { asks[$0] }
        result.ticks = order.map { ticks[$0] }
        result.feeRates = order.map { feeRates[$0] }
        result.oracleMoves = oracleMoves.map { moves in order.map { moves[$0] } }
        return result
    }

    /// Every row beside its mirror image: the same market seen from its other token.
    var mirrored: ExampleSet {
        var result = reordered(allRows.flatMap { [$0, $0] })
        for row in stride(from: 1, to: result.rowCount, by: 2) {
            result.assets[row] = result.assets[row].complement
            result.logitMoves[row] = -result.logitMoves[row]
            result.priceMoves[row] = -result.priceMoves[row]
            (result.bids[row], result.asks[row]) = (1 - result.asks[row], 1 - result.bids[row])
        }
        return result
    }
}
