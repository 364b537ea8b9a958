import Market
import Testing

@testable import Store

@Suite struct RecordTests {
    @Test func marketEventsComeBackFromTheJournal() async throws {
        let events: [MarketEvent] = [
            .snapshot(bids: [Level(price: Price(checked: 40), size: Size(microshares: 5))], asks: []),
            .trade(price: Price(checked: 9_999), size: Size(microshares: 1), taker: .unknown), .gap,
            .resolved(.no, knownAt: Fixture.time(9)),
        ].map {
            MarketEvent(asset: MarketID(.max).no, exchangeTime: Fixture.time(1), receiveTime: Fixture.time(2), kind: $0)
        }
        let folder = try TemporaryFolder()
        let store = try StoreDatabase.open(path: folder.file())
        var batch = WriteBatch()
        batch.journal = zip(1..., events).map { JournalRecord(sequence: $0, $1) }
        try await store.makeWriter().write(batch)
        #expect(try store.reader.wholeJournal().map { try $0.marketEvent() } == events)
    }

    @Test func aRecordThatIsNoMarketEventSaysSo() {
        var record = Fixture.record(1)
        record.code = 200
        #expect(throws: DecodingFailure.self) { try record.marketEvent() }
    }

    @Test(arguments: [0.0, -0.0, .nan, .infinity, -.infinity, .leastNonzeroMagnitude, 1.0, 0.1, -3e200])
    func forecastsKeepEveryBit(value: Double) async throws {
        let folder = try TemporaryFolder()
        let store = try StoreDatabase.open(path: folder.file())
        let record = ForecastRecord(
            asset: MarketID(5).no, time: Fixture.start, logitMove: value, sd: -value, model: "2025-06-15-0123456789ab")
        var batch = WriteBatch()
        batch.forecasts = [record]
        try await store.makeWriter().write(batch)
        let read = try store.reader.forecasts()
        #expect(read == [record])
        #expect(read[0].logitMove.bitPattern == value.bitPattern)
        #expect(record != ForecastRecord(asset: record.asset, time: record.time, logitMove: 7, sd: -value, model: "m"))
    }

    @Test func forecastsOfAStretchOfTime() async throws {
        let folder = try TemporaryFolder()
        let store = try StoreDatabase.open(path: folder.file())
        var batch = WriteBatch()
        batch.forecasts = [3, 1, 2].map {
            ForecastRecord(asset: MarketID(1).yes, time: Fixture.time($0), logitMove: Double($0), sd: 1, model: "m")
        }
        try await store.makeWriter().write(batch)
        #expect(try store.reader.forecasts(from: Fixture.time(2), through: Fixture.time(3)).map(\.logitMove) == [2, 3])
    }

    @Test func intentsComeBackInTheOrderOfTime() async throws {
        let folder = try TemporaryFolder()
        let store = try StoreDatabase.open(path: folder.file())
        var batch = WriteBatch()
        for (index, timeInForce) in [TimeInForce.goodTillCancelled, .fillAndKill, .fillOrKill].enumerated() {
            let order = LimitOrder(
                id: OrderID(high: .max - UInt64(index), low: .max), asset: AssetID(rawValue: .max),
                side: index == 0 ? .buy : .sell, price: Price(checked: 1 + Int32(index)),
                size: Size(microshares: .max), timeInForce: timeInForce)
            batch.intents.append(
                IntentRecord(
                    order: order, time: Fixture.time(index), rowAsset: MarketID(2).yes, rowTime: Fixture.time(-1),
                    logitMove: -0.0, model: "baseline", purpose: "stop loss"))
        }
        let expected = batch.intents
        batch.intents.reverse()
        try await store.makeWriter().write(batch)
        #expect(try store.reader.intents() == expected)
    }

    @Test func everyOrderEventComesBack() async throws {
        let reasons: [RejectReason] = [
            .noSizeKnown, .marketNotOpen, .sizeBelowMinimum, .priceOffTick, .notEnoughFunds, .notEnoughShares,
            .nothingToMatch, .injectedFault,
        ]
        let matched = OrderEvent.Kind.matched(
            price: Price(checked: 123), size: Size(microshares: 5), fee: Money(microdollars: -7), isTaker: true)
        let kinds: [OrderEvent.Kind] =
            [.accepted, matched, matched, .settled, .settlementFailed, .cancelled, .unknown]
            + reasons.map { .rejected($0) } + [.merged(MarketID(.max), Size(microshares: 8))]
        var batch = WriteBatch()
        batch.orderEvents = zip(1..., kinds).map {
            OrderEventRecord(
                sequence: $0, event: OrderEvent(order: OrderID(high: 1, low: 2), time: Fixture.start, kind: $1))
        }
        let folder = try TemporaryFolder()
        let store = try StoreDatabase.open(path: folder.file())
        try await store.makeWriter().write(batch)
        #expect(try store.reader.orderEvents() == batch.orderEvents)
    }

    @Test func aDamagedOrderEventIsReported() async throws {
        let folder = try TemporaryFolder()
        let store = try StoreDatabase.open(path: folder.file())
        try await store.makeWriter().write(StoreWriterTests.everything)
        try store.makeWriter().transaction { try SQLStatement($0, "UPDATE order_events SET code = 77").run() }
        let error = #expect(throws: StoreError.self) { try store.reader.orderEvents() }
        guard case .corrupt(_, let detail) = error else {
            Issue.record("not the error expected: \(String(describing: error))")
            return
        }
        #expect(detail.contains("order_events") && detail.contains("77"))
    }

    @Test func theAccountIsKept() async throws {
        let folder = try TemporaryFolder()
        let store = try StoreDatabase.open(path: folder.file())
        var batch = WriteBatch()
        let snapshot = PnLSnapshot(
            time: Fixture.start, cash: Money(microdollars: -1), equity: Money(microdollars: 2),
            realized: Money(microdollars: 3), fees: Money(microdollars: 4))
        batch.pnl = [snapshot]
        batch.fills = [
            FillRecord(
                sequence: 3, order: OrderID(low: 1), time: Fixture.start, asset: MarketID(1).no, side: .sell,
                price: Price(checked: 9), size: Size(microshares: 10), fee: Money(microdollars: 11))
        ]
        batch.killSwitches = [KillSwitchRecord(time: Fixture.start, reason: "15 % drawdown, ünï")]
        try await store.makeWriter().write(batch)
        #expect(try store.reader.pnl() == batch.pnl)
        #expect(try store.reader.fills() == batch.fills)
        #expect(try store.reader.killSwitches() == batch.killSwitches)
        var later = WriteBatch()
        later.pnl = [PnLSnapshot(time: Fixture.start, cash: .zero, equity: .zero, realized: .zero, fees: .zero)]
        try await store.makeWriter().write(later)
        #expect(try store.reader.pnl() == later.pnl)
    }

    @Test func everyVerdictIsKept() async throws {
        let folder = try TemporaryFolder()
        let store = try StoreDatabase.open(path: folder.file())
        var batch = WriteBatch()
        batch.models = [
            ModelRecord(
                version: "b", created: Fixture.time(0), verdict: "rejected", gate: "r2_zero", reason: "0.01 < 0.03",
                metricsJSON: "{\"r2\":0.01}", parent: nil),
            ModelRecord(
                version: "a", created: Fixture.time(360), verdict: "promoted", gate: nil, reason: "all gates passed",
                metricsJSON: "{}", parent: "b"),
        ]
        batch.performance = [ModelPerformance(version: "a", time: Fixture.time(400), metricsJSON: "{}")]
        try await store.makeWriter().write(batch)
        #expect(try store.reader.models() == batch.models)
        #expect(try store.reader.modelPerformance() == batch.performance)
    }
}
