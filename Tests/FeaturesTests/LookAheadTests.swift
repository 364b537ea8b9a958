import Features
import Market
import TestSupport
import Testing

/// Goal: a row depends on nothing received after its time, and on nothing but the events. Method: truncated streams
/// with another future, other sampling, and restarts, bit for bit.
struct LookAheadTests {
    static let stream: RandomStream = {
        var stream = RandomStream()
        stream.instrument = .sample(name)
        stream.spacing = 30
        stream.logit = -1.5
        stream.hasFaults = true
        stream.hasTraders = true
        stream.hasAnnouncements = true
        stream.instrument.reference = "BTC"
        return stream
    }()

    static let references = ReferencePrice.random("BTC", seed: 9, from: monday, until: monday + .hours(27))

    /// A name whose rows fall on whole quarters of an hour.
    static let name: String = {
        let grid = SamplingGrid(step: .minutes(15))
        return (0...).lazy.map { "quarter-\($0)" }.first { grid.phase(of: $0) == .zero }!
    }()

    @Test func noRowChangesWithTheFuture() throws {
        var generator = SeededGenerator(seed: 13)
        let end = monday + .hours(27)
        let events = Self.stream.events(seed: 1, from: monday, until: end)
        let others = Self.stream.events(seed: 2, from: monday, until: end)
        let otherPrices = ReferencePrice.random("BTC", seed: 10, from: monday, until: end)
        let rows = Driver.rows(events, references: Self.references, step: .minutes(15), through: end)
        #expect(rows.count { !$0["ext_ref_move_15m"].isNaN } > 40)
        for _ in 0..<60 {
            let row = rows[generator.int(in: 0...(rows.count - 1))]
            let past = events.filter { $0.receiveTime <= row.time }
            let future = others.filter { $0.receiveTime > row.time }
            let pastPrices = Self.references.filter { $0.receiveTime <= row.time }
            let futurePrices = otherPrices.filter { $0.receiveTime > row.time }
            let truncated = Driver.rows(past, references: pastPrices, step: .minutes(15), through: row.time)
            let changed = Driver.rows(
                past + future, references: pastPrices + futurePrices, step: .minutes(15), through: end)
            #expect(truncated.last == row)
            #expect(changed.contains(row))
        }
    }

    @Test func rowsAtAThousandTimesNeedNothingThatComesLater() {
        let end = monday + .hours(26)
        let events = Self.stream.events(seed: 6, from: monday, until: end)
        let rows = Driver.rows(events, references: Self.references, step: .minutes(1), through: end)
        var past = Driver(step: .minutes(1), references: Self.references)
        var next = 0
        var compared = 0
        for row in rows {
            while next < events.count, events[next].receiveTime <= row.time {
                past.apply([events[next]])
                next += 1
            }
            // What was received up to the row's time, and nothing more.
            var truncated = past
            truncated.draw(through: row.time)
            #expect(truncated.rows.last == row)
            compared += 1
        }
        #expect(compared > 1_000)
    }

    @Test func drawingMoreRowsChangesNoRow() {
        let end = monday + .hours(27)
        let events = Self.stream.events(seed: 3, from: monday, until: end)
        let rare = Driver.rows(events, references: Self.references, step: .minutes(15), through: end)
        let often = Driver.rows(events, references: Self.references, step: .minutes(1), through: end)
        let times = Set(rare.map(\.time))
        #expect(rare.count > 90)
        #expect(often.filter { times.contains($0.time) } == rare)
    }

    @Test func aCopyGoesOnAsTheOriginal() {
        let end = monday + .hours(6)
        let events = Self.stream.events(seed: 4, from: monday, until: end)
        var driver = Driver(step: .minutes(1))
        driver.apply(Array(events.prefix(events.count / 2)))
        var copy = driver
        for event in events.suffix(from: events.count / 2) {
            driver.apply([event])
            copy.apply([event])
        }
        #expect(driver.rows == copy.rows && driver.points == copy.points)
    }

    @Test func aRestartThatReplaysThePrefixGoesOnAsIfItHadNeverStopped() {
        let end = monday + .hours(6)
        let events = Self.stream.events(seed: 5, from: monday, until: end)
        var whole = Driver(step: .minutes(1))
        whole.apply(events)
        for cut in [1, 17, events.count / 3, events.count - 1] {
            var restarted = Driver(step: .minutes(1))
            restarted.apply(Array(events.prefix(cut)))
            let replayed = restarted.rows
            restarted.apply(Array(events.suffix(from: cut)))
            #expect(Array(whole.rows.prefix(replayed.count)) == replayed)
            #expect(restarted.rows == whole.rows && restarted.points == whole.points)
        }
    }

    @Test func marketsDoNotDisturbEachOther() {
        let end = monday + .hours(6)
        var streams: [[MarketEvent]] = []
        for id in 0..<4 as Range<UInt32> {
            var stream = Self.stream
            stream.market = MarketID(id * 1_000)
            stream.instrument.name = "market-\(id)"
            streams.append(stream.events(seed: UInt64(id), from: monday, until: end))
        }
        // Whether the source carries trades at all is told by the first trade of any market.
        var traded = EventScript(MarketID(9).yes, start: monday)
        traded.list()
        traded.trade(0.5, 1, .buy)
        traded.append(.closed)
        let merged =
            traded.events + streams.joined().sorted { ($0.receiveTime, $0.market) < ($1.receiveTime, $1.market) }
        let rows = Driver.rows(merged, step: .minutes(5), through: end)
        for events in streams {
            let alone = Driver.rows(traded.events + events, step: .minutes(5), through: end)
            #expect(
                rows.filter { $0.asset.market == events[0].market }.map(\.withoutOthers)
                    == alone.map(\.withoutOthers))
        }
        for (row, next) in zip(rows, rows.dropFirst()) {
            #expect((row.time, row.asset.market) < (next.time, next.asset.market))
        }
    }
}
