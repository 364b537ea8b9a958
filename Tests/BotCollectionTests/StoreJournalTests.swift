import BotCollection
import BotEngine
import BotForecasting
import Features
import Foundation
import Market
import Store
import TestSupport
import Testing

/// Goal: what the engine saw is in the store, once, and at most the batch not yet handed over can be lost.
struct StoreJournalTests {
    private static let start = Timestamp(seconds: 1_767_571_200)

    private func withStore(_ body: (StoreDatabase) async throws -> Void) async throws {
        let folder = FileManager.default.temporaryDirectory.appendingPathComponent("journal-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(at: folder) }
        let store = try StoreDatabase.open(path: folder.path + "/bot.sqlite")
        try await body(store)
        try store.close()
    }

    private func journal(_ store: StoreDatabase, batchSize: Int = 1_000, keepsEvents: Bool = true) -> StoreJournal {
        StoreJournal(
            writer: store.makeWriter(), schema: SchemaHash(hex: "ab"), keepsEvents: keepsEvents, batchSize: batchSize)
    }

    private func events(_ count: Int) -> [EngineEvent] {
        (0..<count).map { .timer(Self.start + .seconds($0)) }
    }

    private func stored(_ store: StoreDatabase) throws -> [EngineEvent] {
        var cursor = store.reader.journal(after: .min)
        var found: [EngineEvent] = []
        while let record = try cursor.next() {
            found.append(
                try EngineEvent(
                    EncodedEvent(
                        asset: record.asset, exchangeTime: record.exchangeTime, receiveTime: record.receiveTime,
                        code: record.code, payload: record.payload)))
        }
        return found
    }

    @Test func whatIsCommittedComesBackInOrder() async throws {
        try await withStore { store in
            let journal = journal(store)
            for event in events(10) { journal.append(.received(event)) }
            #expect(try stored(store).isEmpty)
            try await journal.commit()
            #expect(try stored(store) == events(10))
            #expect(journal.counts.events == 10)
        }
    }

    @Test func aFullBatchGoesToTheWriterByItself() async throws {
        try await withStore { store in
            let journal = journal(store, batchSize: 5)
            for event in events(12) {
                journal.append(.received(event))
                try await journal.breathe()
            }
            try await store.makeWriter().flush()
            #expect(try stored(store) == Array(events(12).prefix(10)))
        }
    }

    /// A run that is started again after a crash writes the same records under the same numbers.
    @Test func aRunThatIsRepeatedIsStoredOnce() async throws {
        try await withStore { store in
            for length in [7, 10, 10] {
                let journal = journal(store)
                for event in events(length) { journal.append(.received(event)) }
                try await journal.commit()
            }
            #expect(try stored(store) == events(10))
        }
    }

    @Test func eventsOfATapeAreNotWrittenAgain() async throws {
        try await withStore { store in
            let journal = journal(store, keepsEvents: false)
            for event in events(3) { journal.append(.received(event)) }
            journal.append(.halted(.drawdown, at: Self.start))
            try await journal.commit()
            #expect(try stored(store).isEmpty)
            #expect(try store.reader.killSwitches().map(\.reason) == [HaltReason.drawdown.rawValue])
        }
    }

    @Test func forecastsOrdersFillsAndAccountsAreKept() async throws {
        try await withStore { store in
            let journal = journal(store)
            let asset = MarketID(3).no
            let forecast = Forecast(
                asset: asset, time: Self.start, logitMove: 0.1, standardDeviation: 0.2, source: .baseline)
            let order = LimitOrder(
                id: OrderID(high: 1, low: 2), asset: asset, side: .buy, price: .usdc(0.4), size: .shares(10))
            journal.append(.forecast(forecast))
            journal.append(.intended(Intention(order: order, time: Self.start, forecast: forecast, purpose: "enter")))
            journal.append(.received(.timer(Self.start)))
            journal.append(
                .filled(
                    Fill(
                        order: order.id, time: Self.start, asset: asset, side: .buy, price: .usdc(0.4),
                        size: .shares(10), fee: .zero)))
            journal.append(
                .valued(
                    Valuation(
                        time: Self.start, cash: Money(dollars: 5), equity: Money(dollars: 9), realized: .zero,
                        fees: .zero)))
            journal.append(.refused(.eventLimit, asset, at: Self.start))
            try await journal.commit()
            #expect(try store.reader.forecasts() == [ForecastRecord(forecast)])
            #expect(try store.reader.intents().map(\.order) == [order])
            #expect(try store.reader.fills().map(\.size) == [.shares(10)])
            #expect(try store.reader.pnl().map(\.equity) == [Money(dollars: 9)])
            #expect(journal.counts.orders == 1 && journal.counts.fills == 1)
            #expect(journal.counts.refusals == ["event limit": 1])
        }
    }
}
