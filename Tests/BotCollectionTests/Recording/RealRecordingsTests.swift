import Glibc
import Market
import Testing

@testable import BotCollection

/// The folder of recorded data beside the package; nil where there is none.
private let shared: String? = {
    var parts = #filePath.split(separator: "/")
    while !parts.isEmpty {
        parts.removeLast()
        let folder = "/" + parts.joined(separator: "/")
        if access(folder + "/Package.swift", F_OK) == 0 {
            let data = folder + "/../shared/data"
            return access(data, F_OK) == 0 ? data : nil
        }
    }
    return nil
}()

/// Row counts are those that `check.py` beside the data prints; refusals are those that the sets' descriptions explain.
@Suite(.enabled(if: shared != nil, "skipped: no ../shared"), .serialized)
struct RealRecordingsTests {
    private struct Summary {
        var report = ImportReport()
        var isOrdered = true
        var refusedBooks = 0
    }

    private func summary(_ set: String) throws -> Summary {
        var summary = Summary()
        var (markets, events) = (0 as UInt32, 0 as UInt32)
        let directory = RecordingDirectory(
            markets: { names in
                defer { markets += UInt32(names.count) }
                return names.indices.map { MarketID(markets + UInt32($0)) }
            },
            events: { names in
                defer { events += UInt32(names.count) }
                return names.indices.map { EventID(events + UInt32($0)) }
            })
        var last = Timestamp.distantPast
        summary.report = try RecordedImport.run(folder: shared! + "/" + set, directory: directory) { event in
            if event.receiveTime < last || event.exchangeTime > event.receiveTime { summary.isOrdered = false }
            last = event.receiveTime
            if case .snapshot = event.kind {
                var book = OrderBook()
                do throws(BookError) { try book.apply(event.kind) } catch { summary.refusedBooks += 1 }
            }
        }
        #expect(summary.isOrdered)
        #expect(summary.refusedBooks == 0)
        return summary
    }

    private func counts(_ report: SetReport) -> [String: Int] {
        Dictionary(uniqueKeysWithValues: report.events.byKind.map { ($0.kind, $0.count) })
    }

    @Test func usQuotes() throws {
        let report = try summary("polymarket-us-quotes").report.sets[0]
        #expect(report.files.map(\.rows) == [9_679, 9_718, 1_431_758])
        #expect(report.refused == 0)
        let expected = [
            "listed": 9_679, "quote": 1_431_758, "tickChanged": 403, "gap": 7_490, "resynced": 5_690, "closed": 7_094,
            "resolved": 2_550, "recordingEnded": 2_585,
        ]
        #expect(counts(report) == expected)
        // Every market ends once, and every gap ends with new quotes or with the market.
        #expect(report.events["closed"] + report.events["recordingEnded"] == report.markets)
        #expect(report.first == Timestamp(milliseconds: 1_783_729_668_000))
        #expect(report.last == Timestamp(milliseconds: 1_786_161_513_000) + .minutes(6))
    }

    @Test func mlbBooks() throws {
        let report = try summary("polymarket-mlb-books").report.sets[0]
        #expect(report.files.map(\.rows) == [2_232, 178_743, 10_357])
        #expect(report.files.map(\.refusedCount) == [0, 0, 10_357])
        #expect(report.files[2].refused == [.containedElsewhere: 10_357])
        #expect(report.events["snapshot"] == 178_743)
        #expect(report.events["recordingEnded"] == 2_232 && report.events["gap"] == 0)
    }

    @Test func mlbWebSocket() throws {
        let report = try summary("polymarket-mlb-ws").report.sets[0]
        #expect(report.files.map(\.rows) == [18, 64_768])
        #expect(report.refused == 0)
        let expected = [
            "listed": 18, "snapshot": 2_121, "delta": 62_647, "tickChanged": 8, "gap": 14, "resynced": 14,
            "recordingEnded": 18,
        ]
        #expect(counts(report) == expected)
    }

    @Test func btc15m() throws {
        let report = try summary("polymarket-btc15m-books").report.sets[0]
        #expect(report.files.map(\.rows) == [13, 27_480])
        #expect(report.refused == 0)
        #expect(report.events["snapshot"] == 27_480)
        #expect(report.events["closed"] == 13 && report.events["resolved"] == 13)
    }

    @Test func trades() throws {
        let sets = try summary("polymarket-trades").report.sets
        #expect(sets.map(\.name) == ["us-midterms-2022", "ucl-2025", "fed-march-2026"])
        #expect(sets.map { $0.files.map(\.rows) } == [[39, 20_789], [5, 9_636], [4, 5_903]])
        #expect(sets.map { $0.files[1].refused } == [[:], [.averagePrice: 6], [.averagePrice: 72]])
        #expect(sets.map { $0.events["trade"] } == [20_789, 9_630, 5_831])
    }

    @Test func theParentGivesAllSetsInOneOrder() throws {
        let summary = try summary("")
        #expect(
            summary.report.sets.map(\.name) == [
                "us-midterms-2022", "polymarket-mlb-ws", "ucl-2025", "fed-march-2026", "polymarket-mlb-books",
                "polymarket-us-quotes", "polymarket-btc15m-books",
            ])
        #expect(summary.report.rows == 1_771_142)
        #expect(summary.report.refused == 10_435)
    }
}
