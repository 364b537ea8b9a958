import Features
import Market
import Testing

@testable import Store

@Suite struct ExampleTests {
    private let schema = Fixture.schema

    private func table(
        _ reader: StoreReader, knownBy asOf: Timestamp = .distantFuture, since: Timestamp = .distantPast
    ) throws -> ExampleTable {
        try reader.exampleTable(schema: schema, horizon: .hours(1), version: 1, knownBy: asOf, since: since)
    }

    private func open(_ batches: WriteBatch...) async throws -> StoreDatabase {
        let store = try StoreDatabase.open(path: try TemporaryFolder().file())
        for batch in batches { try await store.makeWriter().write(batch) }
        return store
    }

    @Test func rowsComeBackBitForBit() async throws {
        let nan = Float(bitPattern: 0x7fc0_1234)
        var row = Fixture.row(1, 0, values: [0, -0.0, nan, .infinity, .leastNonzeroMagnitude, -1.5])
        row.asset = MarketID(1).no
        row.context.askSize = nil
        row.context.bidSize = Size(microshares: .max)
        row.context.stalenessLimit = .seconds(960)
        let store = try await open(Fixture.rows([row], labels: [Fixture.label(1, 0)]))
        #expect(try store.reader.rows(schema: schema) == [row])
        let example = try store.reader.examples(schema: schema, horizon: .hours(1), version: 1, knownBy: .distantFuture)
        #expect(example == [LabeledExample(row: row, label: Fixture.label(1, 0))])
        #expect(try store.reader.newestRow(of: MarketID(1), schema: schema) == row)
        #expect(example[0].row.values.map(\.bitPattern) == row.values.map(\.bitPattern))
    }

    @Test func theNewestRowOfAMarketAndTheValuesOfASpan() async throws {
        let rows = [Fixture.row(1, 0, values: [1]), Fixture.row(2, 1, values: [2]), Fixture.row(1, 2, values: [3])]
        let store = try await open(Fixture.rows(rows))
        #expect(try store.reader.newestRow(of: MarketID(1), schema: schema) == rows[2])
        #expect(try store.reader.newestRow(of: MarketID(2), schema: schema) == rows[1])
        #expect(try store.reader.newestRow(of: MarketID(3), schema: schema) == nil)
        #expect(try store.reader.newestRow(of: MarketID(1), schema: SchemaHash(hex: "0")) == nil)
        var values: [[Float]] = []
        try store.reader.forEachRow(schema: schema, from: Fixture.time(1), through: Fixture.time(2)) {
            values.append($0)
        }
        #expect(values == [[2], [3]])
    }

    @Test func labelsComeBackBitForBit() async throws {
        let labels =
            [
                Fixture.label(1, 0, y: -0.0), Fixture.label(1, 5, kind: .payout, y: 1e-300),
                Fixture.label(1, 10, kind: .marked),
            ]
            + CensorReason.allCases.enumerated().map {
                Fixture.label(2, $0.offset, kind: .censored, reason: $0.element)
            }
        let store = try await open(Fixture.rows([], labels: labels))
        let read = try store.reader.labels(horizon: .hours(1), version: 1, knownBy: .distantFuture)
        #expect(read == labels.sorted { ($0.time, $0.market) < ($1.time, $1.market) })
        #expect(read.filter { !$0.hasTarget }.allSatisfy { $0.yLogit.isNaN && $0.ySell.isNaN })
    }

    @Test func everyNaNAndBothZerosOfALabelAreOne() {
        #expect(Fixture.label(1, 0, y: 0) == Fixture.label(1, 0, y: -0.0))
        let a = Fixture.label(1, 0, kind: .censored, reason: .gap)
        #expect(a == Fixture.label(1, 0, kind: .censored, reason: .gap))
        #expect(a != Fixture.label(1, 0, kind: .censored, reason: .stale))
        #expect(Fixture.label(1, 0, y: 0.25) != Fixture.label(1, 0, y: 0.25.nextUp))
    }

    @Test func theOrderIsByTimeThenMarketWhateverTheOrderOfWriting() async throws {
        let keys: [(UInt32, Int)] = [(2, 15), (1, 30), (3, 0), (1, 15), (1, 0), (2, 30), (3, 15)]
        let store = try await open(
            Fixture.rows(keys.map { Fixture.row($0.0, $0.1) }, labels: keys.map { Fixture.label($0.0, $0.1) }))
        let read = try table(store.reader)
        let sorted = keys.sorted { ($0.1, $0.0) < ($1.1, $1.0) }
        #expect(read.times == sorted.map { Fixture.time($0.1) })
        #expect(read.assets == sorted.map { MarketID($0.0).yes })
        #expect(try store.reader.rows(schema: schema).map(\.time) == read.times)
    }

    // original-failures 3 and 11: training read whatever labels there were, newest first.
    @Test func anAsOfReadNeverSeesALaterLabel() async throws {
        let markets = 1...9 as ClosedRange<UInt32>
        let labels = markets.map {
            Fixture.label($0, 0, kind: $0 % 3 == 0 ? .payout : .quote, readyAfter: .minutes(Int($0) * 10))
        }
        let store = try await open(Fixture.rows(markets.map { Fixture.row($0, 0) }, labels: labels))
        for minute in stride(from: 60, through: 160, by: 5) {
            let asOf = Fixture.time(minute)
            let read = try table(store.reader, knownBy: asOf)
            #expect(read.ready.allSatisfy { $0 <= asOf })
            #expect(read.count == labels.count { $0.ready <= asOf })
            let all = try store.reader.labels(horizon: .hours(1), version: 1, knownBy: asOf)
            #expect(all.count == read.count)
        }
        #expect(try table(store.reader, knownBy: Fixture.time(70)).count == 1)
        #expect(try table(store.reader, knownBy: Fixture.time(70) - .nanoseconds(1)).isEmpty)
    }

    @Test func censoredLabelsAreNoExamplesButAreKept() async throws {
        let store = try await open(
            Fixture.rows(
                [Fixture.row(1, 0), Fixture.row(2, 0)],
                labels: [Fixture.label(1, 0, kind: .censored, reason: .stale), Fixture.label(2, 0)]))
        #expect(try table(store.reader).assets == [MarketID(2).yes])
        #expect(try store.reader.labels(horizon: .hours(1), version: 1, knownBy: .distantFuture).count == 2)
    }

    @Test func otherSchemasHorizonsAndVersionsStayApart() async throws {
        var other = Fixture.rows([Fixture.row(1, 0, values: [7])])
        other.schema = SchemaHash(hex: "other")
        let store = try await open(Fixture.rows([Fixture.row(1, 0)], labels: [Fixture.label(1, 0)]), other)
        #expect(try table(store.reader).values.count == 4)
        #expect(
            try store.reader.exampleTable(
                schema: SchemaHash(hex: "other"), horizon: .hours(1), version: 1, knownBy: .distantFuture
            ).values == [7])
        let unknown = SchemaHash(hex: "unknown")
        #expect(
            try store.reader.exampleTable(schema: unknown, horizon: .hours(1), version: 1, knownBy: .distantFuture)
                .isEmpty)
        #expect(try store.reader.rows(schema: unknown).isEmpty)
        #expect(
            try store.reader.exampleTable(schema: schema, horizon: .hours(2), version: 1, knownBy: .distantFuture)
                .isEmpty)
        #expect(
            try store.reader.exampleTable(schema: schema, horizon: .hours(1), version: 2, knownBy: .distantFuture)
                .isEmpty)
        #expect(try store.reader.schemas() == [schema, SchemaHash(hex: "other")])
    }

    @Test func sinceLeavesEarlierRowsOut() async throws {
        let store = try await open(
            Fixture.rows((0..<5).map { Fixture.row(1, $0) }, labels: (0..<5).map { Fixture.label(1, $0) }))
        #expect(try table(store.reader, since: Fixture.time(3)).times == [Fixture.time(3), Fixture.time(4)])
    }

    // Goal: reading step by step what became ready, and merging, equals one whole read, at every step.
    @Test func incrementalReadsAddUpToAWholeRead() async throws {
        var generator = SplitMix(state: 42)
        var rows: [FeatureRow] = []
        var labels: [Label] = []
        for minute in 0..<40 {
            for market in 0..<6 as Range<UInt32> where generator.next() % 4 != 0 {
                rows.append(Fixture.row(market, minute, values: [Float(minute), Float(market)]))
                let delay = Duration.minutes(1 + Int(generator.next() % 8) * 15)
                labels.append(Fixture.label(market, minute, y: Double(minute), readyAfter: delay))
            }
        }
        let store = try await open(Fixture.rows(rows, labels: labels))
        var merged = ExampleTable()
        var previous = Timestamp.distantPast
        for minute in stride(from: 60, through: 240, by: 20) {
            let asOf = Fixture.time(minute)
            merged.merge(
                try store.reader.exampleTable(
                    schema: schema, horizon: .hours(1), version: 1, readyAfter: previous, knownBy: asOf))
            previous = asOf
            let whole = try table(store.reader, knownBy: asOf)
            #expect(merged.times == whole.times && merged.assets == whole.assets && merged.labels == whole.labels)
            #expect(merged.values == whole.values && merged.contexts == whole.contexts)
            #expect(merged.columnCount == whole.columnCount)
        }
        #expect(merged.count == rows.count)
        merged.removeRows(before: Fixture.time(39))
        #expect(merged.times.allSatisfy { $0 == Fixture.time(39) } && !merged.isEmpty)
        #expect(merged.values.count == merged.count * 2)
    }

    @Test func mergingReplacesARowOfTheSameKey() async throws {
        let store = try await open(
            Fixture.rows(
                [Fixture.row(1, 0), Fixture.row(1, 1)],
                labels: [
                    Fixture.label(1, 0), Fixture.label(1, 1),
                ]))
        var merged = try table(store.reader)
        let old = merged
        var changed = WriteBatch()
        changed.labels = [Fixture.label(1, 1, y: 9)]
        try await store.makeWriter().write(changed)
        merged.merge(try table(store.reader))
        #expect(merged.count == 2)
        #expect(merged.labels.map(\.yLogit) == [0.25, 9])
        #expect(old.labels.map(\.yLogit) == [0.25, 0.25])
        #expect(merged.events == [EventID(3), EventID(3)] && merged.ends == merged.times.map { $0 + .hours(1) })
    }

    @Test(arguments: [
        "feature_values = x'010203'", "bid = 0", "ask = 10000", "outcome = 2", "fee = -1", "ask_size = -1",
    ])
    func aDamagedRowIsReported(damage: String) async throws {
        let store = try await open(Fixture.rows([Fixture.row(1, 0)], labels: [Fixture.label(1, 0)]))
        try store.makeWriter().transaction { try SQLStatement($0, "UPDATE samples SET \(damage)").run() }
        let error = #expect(throws: StoreError.self) { try table(store.reader) }
        guard case .corrupt(_, let detail) = error else {
            Issue.record("not the error expected: \(String(describing: error))")
            return
        }
        #expect(detail.contains("samples"))
    }

    @Test func rowsOfDifferentWidthUnderOneSchemaAreReported() async throws {
        let store = try await open(
            Fixture.rows(
                [Fixture.row(1, 0, values: [1]), Fixture.row(1, 1, values: [1, 2])],
                labels: [Fixture.label(1, 0), Fixture.label(1, 1)]))
        #expect(throws: StoreError.self) { try table(store.reader) }
    }

    @Test func aDamagedLabelIsReported() async throws {
        let store = try await open(Fixture.rows([Fixture.row(1, 0)], labels: [Fixture.label(1, 0)]))
        try store.makeWriter().transaction { try SQLStatement($0, "UPDATE labels SET kind = 'guess'").run() }
        #expect(throws: StoreError.self) { try table(store.reader) }
    }

    @Test func awaitingRowsAreThoseWithoutALabel() async throws {
        let rows = (0..<6).map { Fixture.row(1, $0 * 15) }
        let store = try await open(Fixture.rows(rows))
        func awaiting(after id: Int64 = 0, limit: Int = .max) throws -> [UnlabelledRow] {
            try store.reader.rowsAwaitingLabels(
                through: Fixture.time(60), horizon: .hours(1), version: 1, after: id, limit: limit)
        }
        #expect(try awaiting().map(\.time) == rows[...4].map(\.time))
        #expect(try awaiting(limit: 2).map(\.time) == rows[..<2].map(\.time))
        #expect(try awaiting()[0].context == rows[0].context)
        #expect(try awaiting(after: awaiting()[2].id).map(\.time) == rows[3...4].map(\.time))
        var labels = WriteBatch()
        labels.labels = [Fixture.label(1, 0), Fixture.label(1, 30)]
        try await store.makeWriter().write(labels)
        for _ in 0..<2 {
            #expect(try awaiting().map(\.time) == [15, 45, 60].map { Fixture.time($0) })
            try store.makeWriter().advanceLabelProgress(horizon: .hours(1), version: 1)
        }
        let otherVersion = try store.reader.rowsAwaitingLabels(
            through: .distantFuture, horizon: .hours(1), version: 2)
        #expect(otherVersion.count == 6)
        // A row of an earlier time that arrives later is found.
        try await store.makeWriter().write(Fixture.rows([Fixture.row(9, -600)]))
        #expect(try awaiting().last?.asset == MarketID(9).yes)
    }
}

/// Steele et al., "Fast splittable pseudorandom number generators" (2014).
struct SplitMix: RandomNumberGenerator {
    var state: UInt64

    mutating func next() -> UInt64 {
        state &+= 0x9e37_79b9_7f4a_7c15
        var z = state
        z = (z ^ (z >> 30)) &* 0xbf58_476d_1ce4_e5b9
        z = (z ^ (z >> 27)) &* 0x94d0_49bb_1331_11eb
        return z ^ (z >> 31)
    }
}
