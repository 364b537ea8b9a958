import BotEngine
import BotForecasting
import BotStrategy
import Features
import Market
import TestSupport
import Testing

private let market = MarketID(1)
private let start = Timestamp(seconds: 1_767_571_200)

/// A source of scripted events that keeps time as a simulated world does.
private final class Script: EventSource, Exchange {
    private var events: [EngineEvent]
    private(set) var commands: [OrderCommand] = []
    /// What was on disk, by the journal's own count, when each command was sent.
    private(set) var committedAtSend: [Int] = []
    weak var journal: CountingJournal?

    init(_ events: [EngineEvent]) { self.events = events }

    func next(before deadline: Timestamp) async throws(ExchangeError) -> EngineEvent {
        if let first = events.first, first.time <= deadline { return events.removeFirst() }
        guard !events.isEmpty else { throw .exhausted }
        return .timer(deadline)
    }

    func send(_ command: OrderCommand) {
        commands.append(command)
        committedAtSend.append(journal?.committed ?? -1)
    }

    func accountSnapshot() async throws(ExchangeError) -> AccountSnapshot {
        AccountSnapshot(cash: .zero, positions: [])
    }
}

private final class CountingJournal: Journal {
    private(set) var entries: [JournalEntry] = []
    private(set) var committed = 0

    func append(_ entry: JournalEntry) { entries.append(entry) }
    func commit() async throws { committed = entries.count }
    func breathe() async throws {}

    var rows: [FeatureRow] {
        entries.compactMap { if case .sampled(let row) = $0 { row } else { nil } }
    }
}

/// Buys ten shares of the row's token at its ask, whatever the forecast.
private struct EagerStrategy: Strategy {
    func decide(_ view: MarketView) -> [Intent] {
        guard let ask = view.book.bestAsk, view.positions.isEmpty else { return [] }
        return [.enter(asset: view.asset, size: Size(microshares: 10_000_000), limit: ask.price, edge: 0.1)]
    }
}

/// Goal: the loop remembers before it acts, and a row sees exactly what was received by its time.
struct EngineLoopTests {
    private static func book(at time: Timestamp, bid: Int32, ask: Int32) -> EngineEvent {
        let size = Size(microshares: 500_000_000)
        return .exchange(
            .market(
                MarketEvent(
                    asset: market.yes, exchangeTime: time, receiveTime: time,
                    kind: .snapshot(
                        bids: [Level(price: Price(checked: bid), size: size)],
                        asks: [Level(price: Price(checked: ask), size: size)]))))
    }

    private static let listed = EngineEvent.exchange(
        .market(
            MarketEvent(
                asset: market.yes, exchangeTime: start, receiveTime: start,
                kind: .listed(Instrument(name: "m", eventName: "e", event: EventID(0), stalenessLimit: .hours(2))))))

    private func loop<S: Strategy>(
        _ events: [EngineEvent], strategy: S,
        forecaster: @escaping @Sendable (ModelVersion) -> Forecaster? = { _ in nil }
    ) -> EngineLoop<Script, Script, CountingJournal, S> {
        let script = Script(events)
        let journal = CountingJournal()
        script.journal = journal
        return EngineLoop(
            source: script, exchange: script, journal: journal,
            engine: Engine(
                EngineSetup(
                    grid: SamplingGrid(step: .minutes(15)), strategy: strategy, blend: Blend(modelWeight: 0.7)!,
                    startingCash: Money(dollars: 1_000), orderSeed: 1, forecaster: forecaster)))
    }

    private var phase: Duration { SamplingGrid(step: .minutes(15)).phase(of: "m") }
    private var firstRow: Timestamp { start.floored(to: .minutes(15), phase: phase) + .minutes(15) }

    @Test func aRowSeesWhatWasReceivedAtItsTimeAndNothingLater() async throws {
        let events = [
            Self.listed, Self.book(at: start, bid: 4_000, ask: 4_200),
            Self.book(at: firstRow, bid: 4_100, ask: 4_300),
            Self.book(at: firstRow + .nanoseconds(1), bid: 4_700, ask: 4_900),
            Self.book(at: firstRow + .hours(1), bid: 4_700, ask: 4_900),
        ]
        var loop = loop(events, strategy: IdleStrategy())
        await #expect(throws: ExchangeError.exhausted) { try await loop.run(until: .distantFuture) }
        let rows = loop.journal.rows
        #expect(rows.first?.time == firstRow)
        #expect(rows.first?.context.bid == Price(units: 4_100))
        #expect(rows.dropFirst().first?.context.bid == Price(units: 4_700))
        #expect(loop.exchange.commands.isEmpty)
    }

    @Test func everyEventIsJournalledBeforeWhatItCaused() async throws {
        var loop = loop(
            [Self.listed, Self.book(at: start, bid: 4_000, ask: 4_200)], strategy: IdleStrategy())
        await #expect(throws: ExchangeError.exhausted) { try await loop.run(until: .distantFuture) }
        #expect(loop.journal.entries.first == .received(Self.listed))
        guard case .priced(let point) = loop.journal.entries[2] else {
            Issue.record("the quote follows its event")
            return
        }
        #expect(point.kind == .quote(bid: Price(checked: 4_000), ask: Price(checked: 4_200)))
    }

    /// Nothing leaves whose intent is not on disk; and no second order while the first one's fate is open.
    @Test func anIntentIsCommittedBeforeItsOrderIsSent() async throws {
        let events = [
            Self.listed, Self.book(at: start, bid: 4_000, ask: 4_200),
            Self.book(at: firstRow + .hours(1), bid: 4_000, ask: 4_200),
        ]
        var loop = loop(events, strategy: EagerStrategy())
        await #expect(throws: ExchangeError.exhausted) { try await loop.run(until: .distantFuture) }
        #expect(loop.exchange.commands.count == 1)
        let intent = loop.journal.entries.firstIndex { if case .intended = $0 { true } else { false } }
        #expect(try #require(intent) < loop.exchange.committedAtSend[0])
        let refusals = loop.journal.entries.filter {
            if case .refused(.orderAlreadyLive, _, _) = $0 { true } else { false }
        }
        #expect(!refusals.isEmpty)
    }

    @Test func aKilledBotCancelsAndOrdersNothingMore() async throws {
        let events = [
            Self.listed, Self.book(at: start, bid: 4_000, ask: 4_200), .operation(.kill, at: start + .seconds(1)),
            Self.book(at: firstRow + .hours(1), bid: 4_000, ask: 4_200),
        ]
        var loop = loop(events, strategy: EagerStrategy())
        await #expect(throws: ExchangeError.exhausted) { try await loop.run(until: .distantFuture) }
        #expect(loop.exchange.commands == [.cancelAll])
        #expect(loop.engine.gate.halt == .kill)
    }

    @Test func aModelThatCannotBeFoundLeavesTheOldOne() async throws {
        let version = ModelVersion("20260105-0123456789ab")!
        var loop = loop(
            [Self.listed, .modelInstalled(version, at: start), Self.book(at: start, bid: 4_000, ask: 4_200)],
            strategy: IdleStrategy())
        await #expect(throws: ExchangeError.exhausted) { try await loop.run(until: .distantFuture) }
        #expect(loop.engine.forecaster == nil)
    }

    /// Original failure 15 at the level of the whole engine: the valuation is cash plus holdings.
    @Test func theAccountIsValuedEveryHour() async throws {
        let events = [
            Self.listed, Self.book(at: start, bid: 4_000, ask: 4_200),
            Self.book(at: start + .minutes(200), bid: 4_000, ask: 4_200),
        ]
        var loop = loop(events, strategy: IdleStrategy())
        await #expect(throws: ExchangeError.exhausted) { try await loop.run(until: .distantFuture) }
        let values = loop.journal.entries.compactMap { if case .valued(let value) = $0 { value } else { nil } }
        #expect(values.map(\.time) == [1, 2, 3].map { start + .hours($0) })
        #expect(values.allSatisfy { $0.equity == Money(dollars: 1_000) })
    }
}
