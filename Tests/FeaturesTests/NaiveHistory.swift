@testable import Features
import Glibc
import Market

/// Everything that happened to one token of a single feed, kept as plain lists, and every rolling statistic computed
/// from them from scratch: the slow, obvious counterpart of the incremental state.
struct NaiveHistory {
    struct State {
        var time: Timestamp
        var quote: BestQuote?
        var book: OrderBook
    }
    struct Trade {
        var time: Timestamp
        var exchangeTime: Timestamp
        var price: Double
        var shares: Double
        /// +1, -1, or 0 when not known.
        var sign: Double
        var trader: TraderID?
    }

    let start: Timestamp
    let tick: Int32
    private(set) var states: [State] = []
    private(set) var midChanges: [(exchangeTime: Timestamp, mid: Double)] = []
    private(set) var trades: [Trade] = []
    private var book = OrderBook()

    init(start: Timestamp, tick: Int32) {
        self.start = start
        self.tick = tick
    }

    mutating func apply(_ event: MarketEvent) throws {
        switch event.kind {
        case .snapshot, .delta, .gap:
            let before = states.last?.quote?.doubleMid
            try book.apply(event.kind)
            let quote = BestQuote(book)
            states.append(State(time: event.receiveTime, quote: quote, book: book))
            if quote?.doubleMid != before {
                midChanges.append((event.exchangeTime, quote.map { Double($0.doubleMid) / 20_000 } ?? .nan))
            }
        case .trade(let price, let size, let taker, let trader):
            trades.append(
                Trade(
                    time: event.receiveTime, exchangeTime: event.exchangeTime, price: price.dollars,
                    shares: size.shares, sign: taker == .buy ? 1 : (taker == .sell ? -1 : 0), trader: trader))
        default: break
        }
    }

    func logit(_ p: Double) -> Double { log(p / (1 - p)) }

    func quote(at time: Timestamp) -> BestQuote? {
        var low = 0
        var high = states.count
        while low < high {
            let middle = (low + high) / 2
            if states[middle].time <= time { low = middle + 1 } else { high = middle }
        }
        return low == 0 ? nil : states[low - 1].quote
    }

    /// Mid in force at the grid times of `step` seconds: the newest `count` at or before `time`, NaN where there was
    /// none.
    func mids(step: Int, count: Int, at time: Timestamp) -> [Double] {
        let newest = time.floored(to: .seconds(step))
        return (0..<count).reversed().map { back in
            let slot = newest - .seconds(step * back)
            return slot < start ? .nan : quote(at: slot).map { Double($0.doubleMid) / 20_000 } ?? .nan
        }
    }

    func spreads(count: Int, at time: Timestamp) -> [Double] {
        let newest = time.floored(to: .seconds(60))
        return (0..<count).compactMap { back in
            let slot = newest - .seconds(60 * back)
            return slot < start ? nil : quote(at: slot).map { Double($0.ask - $0.bid) / 10_000 }
        }
    }

    func logitMove(seconds: Int, step: Int, at time: Timestamp) -> Double {
        guard let now = quote(at: time) else { return .nan }
        let slot = (time - .seconds(seconds)).floored(to: .seconds(step))
        guard slot >= start, let before = quote(at: slot) else { return .nan }
        return logit(Double(now.doubleMid) / 20_000) - logit(Double(before.doubleMid) / 20_000)
    }

    func flow(halfLife: Double, at time: Timestamp) -> Double {
        var sum = 0.0
        for (old, new) in zip(states, states.dropFirst()) {
            guard let before = old.quote, let after = new.quote else { continue }
            sum += OrderFlow.flow(from: before, to: after) * exp2(-time.seconds(since: new.time) / halfLife)
        }
        return sum
    }

    func ewmaVolatility(halfLife: Double, at time: Timestamp) -> Double {
        var sum = 0.0
        for (old, new) in zip(states, states.dropFirst()) {
            guard let before = old.quote, let after = new.quote else { continue }
            let step = logit(after.weightedMid) - logit(before.weightedMid)
            sum += step * step * exp2(-time.seconds(since: new.time) / halfLife)
        }
        guard let first = states.first(where: { $0.quote != nil })?.time else { return .nan }
        let age = time.seconds(since: first)
        return sqrt(sum * log(2) / (halfLife * (1 - exp2(-age / halfLife))))
    }

    /// Time-weighted mean of half the sizes at the best prices, half-life 300 s, by the intervals between events.
    func depth(at time: Timestamp) -> Double {
        var mean = Double.nan
        for (index, state) in states.enumerated() {
            guard let quote = state.quote else { continue }
            let value = (quote.bidSize + quote.askSize) / 2
            let end = index + 1 < states.count ? states[index + 1].time : time
            let d = exp2(-end.seconds(since: state.time) / 300)
            mean = mean.isNaN ? value : mean * d + value * (1 - d)
        }
        return mean
    }

    func signedVolume(halfLife: Double, at time: Timestamp) -> Double {
        trades.reduce(0) { $0 + $1.sign * $1.shares * exp2(-time.seconds(since: $1.time) / halfLife) }
    }

    func hourTrades(at time: Timestamp) -> [Trade] {
        let from = time.floored(to: .minutes(1)) - .minutes(59)
        return trades.filter { $0.time >= from }
    }

    func effectiveSpread(at time: Timestamp) -> Double {
        var sum = 0.0
        var weight = 0.0
        for trade in trades where trade.sign != 0 {
            guard let mid = midChanges.last(where: { $0.exchangeTime < trade.exchangeTime })?.mid, !mid.isNaN else {
                continue
            }
            let w = exp2(-time.seconds(since: trade.time) / 3_600)
            sum += w * 2 * trade.sign * (trade.price - mid)
            weight += w
        }
        return sum / weight
    }
}
