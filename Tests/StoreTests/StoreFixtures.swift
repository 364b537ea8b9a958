import Features
import FoundationEssentials
import Glibc
import Market
import Store

/// A folder of its own for one test, below one of the process that goes when the process ends: a test's store may
/// still be open when its last variable dies.
struct TemporaryFolder {
    let path: String

    init() throws { path = try Self.make(in: Self.root.get()) }

    private static let root: Result<String, any Error> = Result {
        let root = try make(in: FileManager.default.temporaryDirectory.path)
        atexit {
            if case .success(let root) = TemporaryFolder.root { try? FileManager.default.removeItem(atPath: root) }
        }
        return root
    }

    private static func make(in parent: String) throws -> String {
        var template = Array((parent + "/polybot-store-XXXXXX").utf8CString)
        guard let made = mkdtemp(&template) else { throw StoreError.cannotOpen(file: parent, detail: "mkdtemp") }
        return String(cString: made)
    }

    func file(_ name: String = "bot.sqlite") -> String { path + "/" + name }

    static func bytes(of file: String) throws -> [UInt8] { [UInt8](try Data(contentsOf: URL(filePath: file))) }

    /// Changes the file in place, where `write` may put another in its stead.
    static func overwrite(_ file: String, with bytes: [UInt8]) throws {
        let descriptor = open(file, O_WRONLY | O_TRUNC)
        defer { close(descriptor) }
        guard Glibc.write(descriptor, bytes, bytes.count) == bytes.count else {
            throw StoreError.inputOutput(file: file, detail: "overwrite")
        }
    }

    static func write(_ bytes: [UInt8], to file: String) throws { try Data(bytes).write(to: URL(filePath: file)) }
}

enum Fixture {
    static let start = Timestamp(seconds: 1_750_000_000)
    static let schema = SchemaHash(hex: "5c4e3a")

    static func time(_ minutes: Int) -> Timestamp { start + .minutes(minutes) }

    static func context(bid: Int32 = 4_000, ask: Int32 = 4_100) -> RowContext {
        RowContext(
            event: EventID(3), bid: Price(checked: bid), ask: Price(checked: ask), tick: 100,
            fee: FeeRate(millionths: 20_000), stalenessLimit: .seconds(30), bidSize: nil,
            askSize: Size(microshares: 7_000_000))
    }

    static func row(_ market: UInt32, _ minutes: Int, values: [Float] = [1, .nan, -0.0, 4.5]) -> FeatureRow {
        FeatureRow(asset: MarketID(market).yes, time: time(minutes), context: context(), values: values)
    }

    static func label(
        _ market: UInt32, _ minutes: Int, kind: LabelKind = .quote, reason: CensorReason? = nil, y: Double = 0.25,
        readyAfter: Duration = .seconds(60)
    ) -> Label {
        let (t, value) = (time(minutes), kind == .censored ? Double.nan : y)
        return Label(
            market: MarketID(market), time: t, horizon: .hours(1), version: 1, kind: kind, reason: reason,
            end: t + .hours(1), yLogit: value, yPrice: value / 4, yReturn: value / 2, yBuy: value - 1,
            ySell: -value, tick: 100, fee: FeeRate(millionths: 20_000), ready: t + .hours(1) + readyAfter)
    }

    static func record(_ sequence: Int64, at minutes: Int = 0, payload: [UInt8] = [1, 2, 3]) -> JournalRecord {
        JournalRecord(
            sequence: sequence, receiveTime: time(minutes), exchangeTime: time(minutes) - .milliseconds(40), asset: 6,
            code: 4, payload: payload)
    }

    static func quote(_ market: UInt32, _ minutes: Int, bid: Int32 = 4_000, ask: Int32 = 4_100) -> PricePoint {
        PricePoint(
            market: MarketID(market), time: time(minutes),
            kind: .quote(bid: Price(checked: bid), ask: Price(checked: ask)))
    }

    static func journal(_ sequences: Range<Int64>, payloadSize: Int = 3) -> WriteBatch {
        var batch = WriteBatch()
        batch.journal = sequences.map {
            record($0, at: Int($0), payload: Array(repeating: UInt8(truncatingIfNeeded: $0), count: payloadSize))
        }
        return batch
    }

    static func rows(_ rows: [FeatureRow], labels: [Label] = []) -> WriteBatch {
        var batch = WriteBatch()
        batch.schema = schema
        batch.rows = rows
        batch.labels = labels
        return batch
    }
}

extension StoreReader {
    func wholeJournal() throws -> [JournalRecord] {
        var cursor = journal(portion: 7)
        var records: [JournalRecord] = []
        while let record = try cursor.next() { records.append(record) }
        return records
    }
}
