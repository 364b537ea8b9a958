@testable import Features
import Market
import TestSupport
import Testing

/// Goal: tables are a function of the days before theirs. Method: streams cut at midnights, with and without another
/// future, and counts from scratch.
struct TableFitTests {
    static func stream(_ id: UInt32, category: String = "sports") -> RandomStream {
        var stream = RandomStream()
        stream.market = MarketID(id)
        stream.instrument = .sample("market-\(id)")
        stream.instrument.category = category
        stream.instrument.quotesBothTokens = id.isMultiple(of: 2)
        stream.spacing = 40
        stream.hasFaults = true
        return stream
    }

    static func events(seed: UInt64, until end: Timestamp) -> [MarketEvent] {
        (1...3 as ClosedRange<UInt32>).flatMap { stream($0).events(seed: seed + UInt64($0), from: monday, until: end) }
            .sorted { ($0.receiveTime, $0.asset) < ($1.receiveTime, $1.asset) }
    }

    private func tables(_ events: some Sequence<MarketEvent>, before day: Timestamp) -> FittedTables {
        var fit = TableFit()
        for event in events { fit.apply(event) }
        return fit.tables(before: day)
    }

    @Test func tablesOfADayDependOnTheDaysBeforeItAlone() {
        let end = monday + .days(4)
        let events = Self.events(seed: 1, until: end)
        let others = Self.events(seed: 9, until: end)
        for day in 1...4 {
            let midnight = monday + .days(day)
            let past = events.filter { $0.receiveTime < midnight }
            // Fitted on the way through the whole stream, and with another future after the day has begun.
            var fit = TableFit()
            var running: FittedTables?
            for event in past + others.filter({ $0.receiveTime >= midnight }) {
                if running == nil, event.receiveTime >= midnight { running = fit.tables(before: midnight) }
                fit.apply(event)
            }
            let truncated = tables(past, before: midnight)
            #expect((running ?? fit.tables(before: midnight)).fingerprint == truncated.fingerprint)
            #expect(truncated.fittedThrough == midnight - .nanoseconds(1))
            #expect(truncated.books.contains { $0.microPrice != nil && $0.weights != nil })
        }
    }

    @Test func makingTablesChangesNoLaterTables() {
        let end = monday + .days(3)
        let events = Self.events(seed: 2, until: end)
        var asked = TableFit()
        for event in events {
            asked.apply(event)
            if event.receiveTime.nanoseconds.isMultiple(of: 499) {
                _ = asked.tables(before: event.receiveTime.floored(to: .days(1)) + .days(1))
            }
        }
        #expect(asked.tables(before: end).fingerprint == tables(events, before: end).fingerprint)
    }

    @Test func tablesThatSawTheirDaySayHowFarTheyAreFitted() {
        let events = Self.events(seed: 3, until: monday + .days(1) + .seconds(900))
        let late = tables(events, before: monday + .days(1))
        #expect(late.fittedThrough == events.last?.receiveTime)
        var shelf = TableShelf()
        shelf.put(late)
        #expect(shelf.inForce(at: monday + .days(2) - .nanoseconds(1)) == nil)
        #expect(shelf.inForce(at: monday + .days(2)) == late)
    }

    @Test func theShelfGivesTheNewestThatMayBeUsed() {
        let days = (0...3).map { FittedTables.random(seed: UInt64($0), before: monday + .days($0)) }
        var shelf = TableShelf()
        for day in [1, 0, 3, 2] { shelf.put(days[day]) }
        #expect(shelf.inForce(at: monday - .nanoseconds(1)) == nil)
        for day in 0...3 {
            shelf.advance(to: monday + .days(day))
            #expect(shelf.inForce(at: monday + .days(day)) == days[day])
            #expect(shelf.inForce(at: monday + .days(day + 1) - .nanoseconds(1)) == days[day])
        }
        let again = FittedTables.random(seed: 77, before: monday + .days(3))
        shelf.put(again)
        #expect(shelf.inForce(at: monday + .days(9)) == again)
    }

    /// Shares by whole hours of a watched market, from scratch.
    @Test func usualVolumesAreMeansOfWholeHours() {
        var streams = [Self.stream(1), Self.stream(2), Self.stream(3, category: "crypto")]
        for index in streams.indices {
            streams[index].hasFaults = false
            streams[index].spacing = 300
        }
        let start = monday + .minutes(10)
        let end = monday + .days(21) + .hours(5)
        let events = streams.enumerated().flatMap { $1.events(seed: UInt64($0), from: start, until: end) }
            .sorted { ($0.receiveTime, $0.asset) < ($1.receiveTime, $1.asset) }
        let day = monday + .days(21)
        let fitted = tables(events.filter { $0.receiveTime < day }, before: day)
        for (category, ids) in [("sports", [1, 2] as Set<UInt32>), ("crypto", [3])] {
            var instrument = Instrument.sample()
            instrument.category = category
            var volumes: [Timestamp: Double] = [:]
            for event in events where ids.contains(event.market.rawValue) {
                guard case .trade(_, let size, _, _) = event.kind else { continue }
                volumes[event.receiveTime.floored(to: .hours(1)), default: 0] += size.shares
            }
            for hour in 1..<168 {
                let usual = (0..<3).map { volumes[monday + .days(7 * $0) + .hours(hour)] ?? 0 }.reduce(0, +) / 3
                let found = fitted.usualVolume(of: instrument, at: day + .hours(hour + 1)).hour
                #expect(isClose(found, usual / Double(ids.count), relative: 1e-9), "\(category) \(hour)")
            }
        }
        #expect(fitted.usualVolume(of: .sample(), at: day).hour.isNaN)
    }

    @Test func usualVolumesSpeakAfterTwoWholeWeeks() {
        var stream = Self.stream(1)
        stream.spacing = 600
        stream.hasFaults = false
        let events = stream.events(seed: 1, from: monday, until: monday + .days(15))
        for (days, isKnown) in [(8, false), (13, false), (14, true)] {
            let day = monday + .days(days)
            let fitted = tables(events.filter { $0.receiveTime < day }, before: day)
            #expect(fitted.usualVolume(of: stream.instrument, at: day).dailyMean.isNaN != isKnown, "\(days)")
        }
    }

    @Test func tooFewChangesMakeNoTable() {
        let events = Self.stream(1).events(seed: 1, from: monday, until: monday + .minutes(50))
        #expect(tables(events, before: monday + .days(1)).books.isEmpty)
    }

    @Test func tablesSurviveTheJournal() throws {
        let fitted = tables(Self.events(seed: 4, until: monday + .hours(23)), before: monday + .days(1))
        for tables in [fitted, .random(seed: 1, before: monday)] {
            let bytes = tables.encoded()
            let decoded = try FittedTables(encoded: bytes)
            #expect(decoded == tables && decoded.fingerprint == tables.fingerprint)
            #expect(decoded.fingerprint.count == 64)
            for length in bytes.indices where length < 100 || length > bytes.count - 100 {
                #expect(throws: DecodingFailure.self) { try FittedTables(encoded: Array(bytes[..<length])) }
            }
            #expect(throws: DecodingFailure.self) { try FittedTables(encoded: bytes + [0]) }
        }
        let other = FittedTables.random(seed: 1, before: monday + .days(1))
        #expect(other.fingerprint != FittedTables.random(seed: 1, before: monday).fingerprint)
    }

    @Test func randomBytesAreNoTables() {
        var generator = SeededGenerator(seed: 11)
        for _ in 0..<20_000 {
            let bytes = (0..<generator.int(in: 0...60)).map { _ in UInt8(generator.int(in: 0...255)) }
            #expect(throws: DecodingFailure.self) { try FittedTables(encoded: bytes) }
        }
    }
}
