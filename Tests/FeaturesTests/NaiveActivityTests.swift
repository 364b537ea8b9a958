@testable import Features
import Glibc
import Market
import TestSupport
import Testing

/// Goal: the incremental state of books, trades and slots equals a computation from scratch within 1e-9. Method: as
/// `NaiveBatchTests`, for what looks at whole books, single trades and longer windows.
struct NaiveActivityTests {
    private let batch = NaiveBatchTests()

    private func weight(_ time: Timestamp, _ halfLife: Double, at now: Timestamp) -> Double {
        exp2(-now.seconds(since: time) / halfLife)
    }

    private func steps(_ values: [Double]) -> [Double] { zip(values, values.dropFirst()).map { $1 - $0 } }

    private func rootOfSquares(_ values: [Double]) -> Double { sqrt(values.reduce(0) { $0 + $1 * $1 }) }

    @Test func slotsOfTenSecondsAndFiveMinutes() throws {
        try batch.check(seed: 31, hours: 27) { observation, history, time in
            let series = observation.series
            let fine = steps(history.mids(step: 10, count: 91, at: time).map(history.logit))
            batch.expect(series.realizedFiveMinutes, rootOfSquares(batch.present(fine, newest: 30)), "rv_5m")
            batch.expect(series.realizedFifteenMinutes, rootOfSquares(batch.present(fine, newest: 90)), "rv_15m")
            let mids = history.mids(step: 300, count: 289, at: time)
            let logits = mids.map(history.logit)
            batch.expect(
                series.statistics.realizedDay, rootOfSquares(batch.present(steps(logits), newest: 288)), "rv_24h")
            let (mean, sd) = batch.deviation(batch.present(logits, newest: 288))
            batch.expect(series.zscoreDay, (observation.book.logit - mean) / sd, "zscore_24h", absolute: 1e-9)
            let present = batch.present(mids, newest: 288)
            let now = observation.book.mid
            let rank = present.reduce(0) { $0 + ($1 < now - 1e-9 ? 1 : ($1 < now + 1e-9 ? 0.5 : 0)) }
            batch.expect(
                series.percentileDay, present[0].isNaN ? .nan : rank / Double(present.count), "price_percentile_24h")
            let minutes = history.mids(step: 60, count: 1_440, at: time).filter { !$0.isNaN }
            guard minutes.count >= 720 else { return }
            batch.expect(
                series.distanceToHigh, (max(minutes.max() ?? 0, now) - now) * 100, "dist_high_24h", absolute: 1e-9)
            batch.expect(
                series.distanceToLow, (now - min(minutes.min() ?? 1, now)) * 100, "dist_low_24h", absolute: 1e-9)
        }
    }

    @Test func volatilityOfVolatility() throws {
        try batch.check(seed: 32, hours: 9) { observation, history, time in
            let newest = time.floored(to: .seconds(300))
            let volatilities = (0..<48).map { back in
                let end = newest - .seconds(300 * back)
                guard end - .seconds(300) >= history.start else { return Double.nan }
                let slots = history.mids(step: 10, count: 31, at: end).map(history.logit)
                return rootOfSquares(batch.present(steps(slots), newest: 30))
            }
            let known = volatilities.filter { !$0.isNaN }
            let (mean, sd) = batch.deviation(known)
            // The stream's first five minutes are partly watched; they leave the window after four hours.
            guard time >= history.start + .hours(5) else { return }
            batch.expect(
                observation.series.statistics.volatilityOfVolatility, known.count >= 24 ? sd / mean : .nan,
                "vol_of_vol_4h", absolute: 1e-9)
        }
    }

    @Test func pacesOfTheBook() throws {
        try batch.check(seed: 33, hours: 8) { observation, history, time in
            let states = history.states
            let updates = states.reduce(0) { $0 + weight($1.time, 60, at: time) } * log(2) / 60
            batch.expect(observation.activity.updateRate, updates, "book_update_rate_60s")
            var changes = 0.0
            var spells: [(end: Timestamp, seconds: Double)] = []
            var since: Timestamp?
            for (old, new) in zip(states, states.dropFirst()) {
                guard let before = old.quote, let after = new.quote else {
                    since = nil
                    continue
                }
                if before.bid == after.bid, before.ask == after.ask { continue }
                if before.doubleMid != after.doubleMid { changes += weight(new.time, 3_600, at: time) }
                if let since { spells.append((new.time, new.time.seconds(since: since))) }
                since = new.time
            }
            batch.expect(observation.series.midChanges, changes, "n_mid_changes_1h")
            batch.expect(observation.activity.quoteAge, since.map { time.seconds(since: $0) } ?? .nan, "bbo_age_s")
            let total = spells.reduce(0) { $0 + weight($1.end, 900, at: time) }
            let mean = spells.reduce(0) { $0 + weight($1.end, 900, at: time) * $1.seconds } / total
            batch.expect(observation.activity.quoteLifetime, mean, "bbo_lifetime_ewma")
        }
    }

    @Test func meansOverTime() throws {
        try batch.check(seed: 34, hours: 8) { observation, history, time in
            func mean(_ halfLife: Double, _ value: (NaiveHistory.State) -> Double?) -> Double {
                var mean = Double.nan
                for (index, state) in history.states.enumerated() {
                    guard let x = value(state) else { continue }
                    let end = index + 1 < history.states.count ? history.states[index + 1].time : time
                    let d = exp2(-end.seconds(since: state.time) / halfLife)
                    mean = mean.isNaN ? x : mean * d + x * (1 - d)
                }
                return mean
            }
            let spread = mean(300) { $0.quote.map { Double($0.ask - $0.bid) * 1e-4 } }
            batch.expect(observation.activity.spreadMean, spread, "spread_ewma_5m", absolute: 1e-9)
            let logits = [300.0, 3_600].map { halfLife in
                mean(halfLife) { $0.quote.map { history.logit(Double($0.doubleMid) / 20_000) } }
            }
            batch.expect(observation.series.emaGaps[0], logits[0] - logits[1], "ema_gap_5m_1h", absolute: 1e-9)
        }
    }

    /// Sizes by price of one side within five ticks of a price.
    private func sizes(_ levels: [Level], from best: Int32, direction: Int32) -> [Int32: Double] {
        var sizes: [Int32: Double] = [:]
        for level in levels where direction * (best - level.price.units) <= 500 {
            sizes[level.price.units] = level.size.shares
        }
        return sizes
    }

    @Test func churnNearTheTouch() throws {
        try batch.check(seed: 35, hours: 4) { observation, history, time in
            var net = [0.0, 0.0]
            var decreases = 0.0
            for (old, new) in zip(history.states, history.states.dropFirst()) {
                guard let before = old.quote, let after = new.quote else { continue }
                let sides: [(Int, Int32, [Level], [Level], Int32)] = [
                    (0, max(before.bid, after.bid), old.book.bids, new.book.bids, 1),
                    (1, min(before.ask, after.ask), old.book.asks, new.book.asks, -1),
                ]
                for (side, best, oldLevels, newLevels, direction) in sides {
                    let old = sizes(oldLevels, from: best, direction: direction)
                    let now = sizes(newLevels, from: best, direction: direction)
                    let w60 = weight(new.time, 60, at: time)
                    net[side] += w60 * (now.values.reduce(0, +) - old.values.reduce(0, +))
                    decreases +=
                        weight(new.time, 300, at: time)
                        * old.reduce(0) { $0 + max(0, $1.value - (now[$1.key] ?? 0)) }
                }
            }
            var traded = 0.0
            for trade in history.trades {
                traded += weight(trade.time, 300, at: time) * trade.shares
                if trade.sign < 0 { net[0] += weight(trade.time, 60, at: time) * trade.shares }
                if trade.sign > 0 { net[1] += weight(trade.time, 60, at: time) * trade.shares }
            }
            batch.expect(observation.activity.netBids, net[0], "net_add_bid_60s", absolute: 1e-6)
            batch.expect(observation.activity.netAsks, net[1], "net_add_ask_60s", absolute: 1e-6)
            let ratio = max(0, decreases - traded) / (traded + 1)
            batch.expect(observation.activity.cancelTradeRatio, ratio, "cancel_trade_ratio_5m", absolute: 1e-9)
        }
    }

    @Test func impactOfMinutes() throws {
        try batch.check(seed: 36, hours: 16) { observation, history, time in
            let newest = time.floored(to: .minutes(1))
            let mids = history.mids(step: 60, count: 1_440, at: time)
            var points: [(end: Timestamp, x: Double, y: Double)] = []
            for (index, change) in steps(mids).enumerated() where !change.isNaN {
                let end = newest - .minutes(mids.count - 2 - index)
                let signed = history.trades.filter { $0.time > end - .minutes(1) && $0.time <= end }
                    .reduce(0) { $0 + $1.sign * $1.shares }
                points.append((end, signed, change))
            }
            let slopes = [(3_600.0, observation.activity.impactHour), (86_400, observation.activity.impactDay)]
            for (halfLife, slope) in slopes {
                let w = points.map { weight($0.end, halfLife, at: time) }
                let total = w.reduce(0, +)
                let x = zip(w, points).reduce(0) { $0 + $1.0 * $1.1.x } / total
                let y = zip(w, points).reduce(0) { $0 + $1.0 * $1.1.y } / total
                let xx = zip(w, points).reduce(0) { $0 + $1.0 * ($1.1.x - x) * ($1.1.x - x) }
                let xy = zip(w, points).reduce(0) { $0 + $1.0 * ($1.1.x - x) * ($1.1.y - y) }
                let isWarm = points.first.map { time.seconds(since: $0.end) >= halfLife / 2 } ?? false
                batch.expect(slope, isWarm ? xy / xx : .nan, "kyle_lambda", absolute: 1e-12)
            }
        }
    }

    @Test func tradesOneByOne() throws {
        try batch.check(seed: 37, hours: 6) { observation, history, time in
            let hour = history.hourTrades(at: time)
            batch.expect(
                observation.trades.hour.notional, hour.reduce(0) { $0 + $1.price * $1.shares }, "notional_1h")
            let volume = hour.reduce(0) { $0 + $1.shares }
            let squares = hour.reduce(0) { $0 + $1.shares * $1.shares }
            batch.expect(observation.trades.sizeConcentration, squares / (volume * volume), "size_hhi_1h")
            let recent = history.trades.filter { $0.time >= time.floored(to: .minutes(1)) - .minutes(4) }
            batch.expect(observation.trades.countFiveMinutes, Double(recent.count), "num_trades_5m")
            let fast = history.trades.reduce(0) { $0 + weight($1.time, 30, at: time) } / 30
            let slow = history.trades.reduce(0) { $0 + weight($1.time, 1_800, at: time) } / 1_800
            batch.expect(observation.trades.intensityRatio, fast / slow, "hawkes_ratio")
            var run = 0.0
            for trade in history.trades.reversed() where trade.sign != 0 {
                if run * trade.sign < 0 { break }
                run += trade.sign
            }
            batch.expect(observation.trades.run, run, "buy_run_length")
            let last = history.trades[history.trades.count - 1]
            batch.expect(observation.trades.age, time.seconds(since: last.time), "trade_age_s")
            let earlier = history.trades.dropLast()
            let w = earlier.map { weight($0.time, 86_400, at: time) }
            let mean = zip(w, earlier).reduce(0) { $0 + $1.0 * log($1.1.shares) } / w.reduce(0, +)
            let variance =
                zip(w, earlier).reduce(0) { $0 + $1.0 * pow(log($1.1.shares) - mean, 2) } / w.reduce(0, +)
            batch.expect(
                observation.trades.lastSizeZscore, (log(last.shares) - mean) / sqrt(variance), "size_z_last",
                absolute: 1e-9)
        }
    }

    @Test func marksOfTrades() throws {
        try batch.check(seed: 38, hours: 5) { observation, history, time in
            var (sum, total) = (0.0, 0.0)
            for trade in history.trades where trade.sign != 0 {
                let due = trade.time + .minutes(5)
                guard due <= time, let end = history.quote(at: due),
                    let mid = history.midChanges.last(where: { $0.exchangeTime < trade.exchangeTime })?.mid, !mid.isNaN
                else { continue }
                let w = weight(due, 3_600, at: time)
                sum += w * trade.sign * (Double(end.doubleMid) / 20_000 - mid) * 100
                total += w
            }
            batch.expect(observation.activity.markout, sum / total, "markout_5m", absolute: 1e-9)
        }
    }
}
