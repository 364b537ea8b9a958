@testable import Features
import Market
import TestSupport
import Testing

/// Goal: rows use tables of the days before theirs, and closed forms without. Method: the same events with and without.
struct FittedFeaturesTests {
    private static let fitted: Set<String> = [
        "micro_price_gap", "micro_x_vol", "edge_to_cost", "mlofi_int_60s", "volume_spike", "how_volume_pct",
    ]

    /// Two days and a half, of which tables are made at midnight if `isFitted`.
    private func rows(isFitted: Bool) -> [FeatureRow] {
        let end = monday + .days(2) + .hours(6)
        var driver = Driver(step: .minutes(10))
        if isFitted { driver.fit = TableFit() }
        driver.apply(TableFitTests.events(seed: 21, until: end))
        driver.draw(through: end)
        return driver.rows
    }

    @Test func tablesChangeTheirOwnColumnsAndOnlyAfterTheirMidnight() {
        let (plain, fitted) = (rows(isFitted: false), rows(isFitted: true))
        #expect(plain.count == fitted.count)
        var changed: Set<String> = []
        for (row, other) in zip(plain, fitted) {
            for column in FeatureSchema.current.columns {
                let isSame =
                    row[column.name] == other[column.name]
                    || (row[column.name].isNaN && other[column.name].isNaN)
                if isSame { continue }
                changed.insert(column.name)
                #expect(Self.fitted.contains(column.name) && row.time >= monday + .days(1), "\(column.name)")
            }
        }
        #expect(changed == Self.fitted.subtracting(["volume_spike", "how_volume_pct"]))
    }

    @Test func rowsNeedNothingThatComesLater() {
        let end = monday + .days(2) + .hours(6)
        let events = TableFitTests.events(seed: 22, until: end)
        let others = TableFitTests.events(seed: 23, until: end)
        func driver() -> Driver {
            var driver = Driver(step: .minutes(10))
            driver.fit = TableFit()
            return driver
        }
        var whole = driver()
        whole.apply(events)
        whole.draw(through: end)
        var generator = SeededGenerator(seed: 3)
        for _ in 0..<12 {
            let row = whole.rows[generator.int(in: whole.rows.count / 3...(whole.rows.count - 1))]
            var changed = driver()
            changed.apply(events.filter { $0.receiveTime <= row.time } + others.filter { $0.receiveTime > row.time })
            #expect(changed.rows.contains(row))
        }
    }

    @Test func aTableOfTheRowsOwnDayIsNotUsed() {
        let start = monday + .hours(10)
        let events = TableFitTests.stream(1).events(seed: 24, from: start, until: start + .hours(4))
        func rows(_ tables: FittedTables?) -> [FeatureRow] {
            var driver = Driver(step: .minutes(10))
            if let tables { driver.pipeline.apply(tables, at: start) }
            driver.apply(events)
            return driver.rows
        }
        let plain = rows(nil)
        #expect(rows(.random(seed: 1, before: monday + .days(1))) == plain)
        #expect(rows(.random(seed: 1, before: monday)) != plain)
        // One instant of the day is enough.
        let early = FittedTables.random(seed: 1, before: monday)
        let touched = FittedTables(fittedThrough: monday, books: early.books, volumes: early.volumes)
        #expect(rows(touched) == plain)
    }

    @Test func theMicroPriceIsLookedUp() throws {
        let tables = FittedTables.random(seed: 2, before: monday)
        var script = EventScript(start: monday)
        script.list(.sample(onMinutes))
        script.snapshot(bids: [(0.40, 30)], asks: [(0.42, 10)])
        script.wait(.hours(1))
        script.snapshot(bids: [(0.40, 30)], asks: [(0.42, 10)])
        var driver = Driver()
        driver.pipeline.apply(tables, at: monday)
        driver.apply(script.events)
        driver.draw(through: script.time)
        let row = try #require(driver.rows.last)
        let table = try #require(tables.books(of: .sample())?.microPrice)
        // Imbalance 0.75 and 0.25 at a spread of two ticks.
        let gap = (table.adjustments[17] - table.adjustments[12]) / 2
        #expect(isClose(row["micro_price_gap"], gap))
        #expect(isClose(row["micro_x_vol"], gap / 0.01))
        #expect(isClose(row["edge_to_cost"], abs(gap) * 0.01 / 0.02))
    }

    @Test(arguments: [false, true]) func volumesAreComparedWithUsualOnes(quotesBothTokens: Bool) throws {
        var baseline = HourOfWeekBaseline()
        // 50 shares in hours up to noon, 200 after it.
        for hour in 0..<336 { baseline.add(hour % 24 < 12 ? 50 : 200, hourStarting: monday - .days(14) + .hours(hour)) }
        let tables = FittedTables(
            fittedThrough: monday - .nanoseconds(1), books: [],
            volumes: Array(repeating: baseline, count: MarketCategory.slotCount))
        var instrument = Instrument.sample(onMinutes)
        instrument.quotesBothTokens = quotesBothTokens
        var script = EventScript(start: monday)
        script.list(instrument)
        for asset in [MarketID(1).yes, MarketID(1).no] {
            script.asset = asset
            script.snapshot(
                bids: [(asset.outcome == .yes ? 0.40 : 0.58, 30)],
                asks: [(0.42, 30)].map {
                    (asset.outcome == .yes ? $0.0 : 0.60, $0.1)
                })
        }
        script.asset = MarketID(1).yes
        script.wait(.hours(6))
        script.trade(0.42, 300, .buy)
        script.wait(.hours(6))
        script.trade(0.42, 40, .buy)
        script.asset = MarketID(1).no
        script.trade(0.60, 60, .buy)
        script.wait(.minutes(30))
        var driver = Driver(canonicalSides: [MarketID(1): .yes])
        driver.pipeline.apply(tables, at: monday)
        driver.apply(script.events)
        driver.draw(through: script.time)
        let row = try #require(driver.rows.last)
        // Half past twelve: half of an hour of 50 and half of one of 200 shares.
        let usual = (50.0 + 200) / 2
        #expect(isClose(row["how_volume_pct"], 100 / usual))
        // The day before it holds both hours in the same parts; a feed of both tokens has a tape for each.
        let own = quotesBothTokens ? 40.0 : 100
        let spike = own / ((300 + own) / 24) / (usual / ((50 + 200) / 2))
        #expect(isClose(row["volume_spike"], spike, relative: 1e-5))
    }
}
