@testable import Features
import Glibc
import Market
import TestSupport
import Testing

/// Goal: a row sees the other token and the other markets as they were. Method: hand-made books, and regressions from
/// scratch over the rows of random streams.
struct CrossMarketFeaturesTests {
    /// Three exclusive outcomes of one event, quoted once; rows on whole minutes.
    private func events(_ quotes: [(bid: Double, ask: Double)?]) -> [MarketEvent] {
        var scripts: [MarketEvent] = []
        for (index, quote) in quotes.enumerated() {
            var script = EventScript(MarketID(UInt32(index + 1)).yes, start: monday)
            var instrument = Instrument.sample(index == 0 ? onMinutes : "other-\(index)")
            instrument.isNegativeRisk = true
            script.list(instrument)
            if let quote { script.snapshot(bids: [(quote.bid, 10)], asks: [(quote.ask, 10)]) }
            scripts += script.events
        }
        return scripts
    }

    private func firstRow(_ events: [MarketEvent]) throws -> FeatureRow {
        try #require(Driver.rows(events, through: monday).first { $0.asset.market == MarketID(1) })
    }

    @Test func exclusiveOutcomesSumToOneInAFairWorld() throws {
        let row = try firstRow(events([(0.20, 0.24), (0.50, 0.52), (0.26, 0.30)]))
        #expect(isClose(row["event_sum_mid_dev"], 0.01, relative: 1e-5))
        #expect(isClose(row["event_sum_ask_dev"], 0.06, relative: 1e-5))
        #expect(isClose(row["event_rank"], 1, relative: 1e-6) && row["event_n"] == 3)
        let shares = [0.22, 0.51, 0.28].map { $0 / 1.01 }
        let entropy = -shares.reduce(0) { $0 + $1 * log($1) } / log(3)
        #expect(isClose(row["event_entropy"], entropy, relative: 1e-5))
    }

    @Test func anUnknownSiblingLeavesTheSumsUnknown() throws {
        let row = try firstRow(events([(0.20, 0.24), nil, (0.26, 0.30)]))
        #expect(row["event_sum_mid_dev"].isNaN && row["event_rank"].isNaN && row["event_n"] == 3)
    }

    @Test func aMarketThatHasEndedIsNoSibling() throws {
        var ended = events([(0.20, 0.24), (0.50, 0.52)])
        ended.append(
            MarketEvent(asset: MarketID(2).yes, exchangeTime: monday, receiveTime: monday, kind: .closed))
        #expect(try firstRow(ended)["event_n"] == 1)
    }

    /// Names whose rows fall on whole minutes.
    private static let names: [String] = {
        let grid = SamplingGrid(step: .minutes(1))
        return Array((0..<2_000).map { "sibling-\($0)" }.filter { grid.phase(of: $0) == .zero }.prefix(4))
    }()

    /// Markets of two events and one category.
    private static func streams(until end: Timestamp) -> [MarketEvent] {
        var events: [MarketEvent] = []
        for id in 0..<4 as Range<UInt32> {
            var stream = RandomStream()
            stream.market = MarketID(id + 1)
            stream.instrument = .sample(names[Int(id)], event: EventID(id / 2))
            stream.instrument.category = "sports"
            stream.spacing = 40
            stream.logit = -0.5
            stream.hasFaults = true
            events += stream.events(seed: UInt64(id) + 40, from: monday, until: end)
        }
        return events.sorted { ($0.receiveTime, $0.market) < ($1.receiveTime, $1.market) }
    }

    @Test func movesOfSiblingsAndOfTheCategoryFromScratch() throws {
        let end = monday + .hours(8)
        let rows = Driver.rows(Self.streams(until: end), through: end)
        let byTime = Dictionary(grouping: rows, by: \.time)
        var compared = 0
        for row in rows where row.time == row.time.floored(to: .minutes(1)) {
            guard let others = byTime[row.time], others.count == 4 else { continue }
            let id = row.asset.market.rawValue
            let sibling = try #require(others.first { $0.asset.market.rawValue == (id - 1 ^ 1) + 1 })
            guard !row["dlogit_15m"].isNaN, !sibling["dlogit_15m"].isNaN else { continue }
            // Canonical tokens may differ in side; the sibling's token of the same side is meant.
            let isSame = row.asset.outcome == sibling.asset.outcome
            let move = -(isSame ? 1 : -1) * sibling["dlogit_15m"]
            #expect(isClose(row["sibling_move_15m"], move, relative: 1e-4, absolute: 1e-5))
            compared += 1
        }
        #expect(compared > 200)
    }

    @Test func theResidualIsThatOfAWeightedRegressionOverTheMinutes() throws {
        let end = monday + .hours(5)
        let rows = Driver.rows(Self.streams(until: end), through: end).filter { $0.asset.market == MarketID(1) }
        let last = try #require(rows.last)
        let points = rows.filter { !$0["dlogit_15m"].isNaN && !$0["sibling_move_15m"].isNaN }.map { row in
            (
                weight: exp2(-last.time.seconds(since: row.time) / 86_400), x: row["sibling_move_15m"],
                y: row["dlogit_15m"]
            )
        }
        let weight = points.reduce(0) { $0 + $1.weight }
        let x = points.reduce(0) { $0 + $1.weight * $1.x } / weight
        let y = points.reduce(0) { $0 + $1.weight * $1.y } / weight
        let xy = points.reduce(0) { $0 + $1.weight * ($1.x - x) * ($1.y - y) }
        let slope = xy / points.reduce(0) { $0 + $1.weight * ($1.x - x) * ($1.x - x) }
        let residual = last["dlogit_15m"] - slope * last["sibling_move_15m"]
        #expect(points.count > 100)
        #expect(isClose(last["residual_move_15m"], residual, relative: 0.02, absolute: 1e-3))
        #expect(rows.contains { !$0["category_move_1h"].isNaN })
    }

    @Test func howOftenRowsAreDrawnChangesNothing() {
        let end = monday + .hours(5)
        let events = Self.streams(until: end)
        let rare = Driver.rows(events, step: .minutes(15), through: end)
        let often = Driver.rows(events, step: .minutes(1), through: end)
        let times = Set(rare.map { [UInt64($0.asset.rawValue), UInt64(bitPattern: $0.time.nanoseconds)] })
        let same = often.filter {
            times.contains([UInt64($0.asset.rawValue), UInt64(bitPattern: $0.time.nanoseconds)])
        }
        #expect(same == rare && rare.count > 40)
    }

    @Test func theFutureOfSiblingsChangesNoRow() {
        let end = monday + .hours(5)
        let events = Self.streams(until: end)
        let rows = Driver.rows(events, step: .minutes(15), through: end)
        for cut in [monday + .hours(2), monday + .minutes(200)] {
            let past = events.filter { $0.receiveTime <= cut }
            let truncated = Driver.rows(past, step: .minutes(15), through: cut)
            #expect(truncated == rows.filter { $0.time <= cut } && !truncated.isEmpty)
        }
    }
}
