import BotEngine
import BotForecasting
import BotSimulation
import BotStrategy
import Features
import Market
import TestSupport
import Testing

/// Goal: live and replay use the same tables. Method: a run over two midnights, and one that is fed its journal as
/// bytes.
struct NightlyTablesTests {
    private static let start = Timestamp(seconds: 1_772_409_600) + .hours(20)
    private static let end = start + .hours(34)

    private struct Idle: Strategy {
        func decide(_ view: MarketView) -> [Intent] { [] }
    }

    private static var events: [EngineEvent] {
        let streams = (1...2 as ClosedRange<UInt32>).map { id in
            var stream = RandomStream()
            stream.market = MarketID(id)
            stream.instrument = .sample("market-\(id)")
            stream.spacing = 8
            stream.hasFaults = true
            return stream.events(seed: UInt64(id), from: start, until: end)
        }
        return streams.joined().sorted { ($0.receiveTime, $0.market) < ($1.receiveTime, $1.market) }
            .map { .exchange(.market($0)) }
    }

    private func run(_ source: some EventSource, on tape: TapeSource) async throws -> MemoryJournal {
        let journal = MemoryJournal()
        var loop = EngineLoop(
            source: source, exchange: tape, journal: journal,
            engine: Engine(
                EngineSetup(
                    grid: SamplingGrid(step: .minutes(5)), strategy: Idle(), blend: Blend(modelWeight: 0.7)!,
                    startingCash: Money(dollars: 1_000), orderSeed: 1, forecaster: { _ in nil })))
        do {
            try await loop.run(until: .distantFuture)
        } catch ExchangeError.exhausted {
            return journal
        }
        return journal
    }

    private func tape(_ events: [EngineEvent]) -> TapeSource { TapeSource(events, clock: VirtualClock()) }

    @Test func aReplayOfTheJournalGivesTheSameRowsAcrossMidnight() async throws {
        let live = tape(Self.events)
        let journal = try await run(NightlyTables(live), on: live)
        let tables = journal.received.compactMap {
            if case .tables(let tables, let time) = $0 { (tables, time) } else { nil }
        }
        #expect(tables.map(\.1) == [Self.start + .hours(4), Self.start + .hours(28)])
        for (tables, time) in tables { #expect(tables.fittedThrough == time - .nanoseconds(1)) }

        let bytes = journal.received.map(\.encoded)
        let replayed = tape(try bytes.map { try EngineEvent($0) })
        #expect(try await run(replayed, on: replayed).rows == journal.rows)

        // Without its tables the same events give other rows, from the first midnight on.
        let without = tape(Self.events)
        let plain = try await run(without, on: without).rows
        #expect(plain.count == journal.rows.count && plain.count > 500)
        let first = zip(plain, journal.rows).first { $0 != $1 }
        #expect(try #require(first).0.time >= tables[0].1)
        #expect(try #require(first).0.time < tables[0].1 + .minutes(5))
    }
}

extension MemoryJournal {
    fileprivate var received: [EngineEvent] {
        entries.compactMap { if case .received(let event) = $0 { event } else { nil } }
    }

    fileprivate var rows: [FeatureRow] {
        entries.compactMap { if case .sampled(let row) = $0 { row } else { nil } }
    }
}
