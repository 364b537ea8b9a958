public import Features
internal import GRDB
public import Market

/// Reads a store. Each call sees one committed state; `snapshot()` gives a reader whose calls all see the same.
///
/// Readers never wait for the writer, nor it for them.
public struct StoreReader: Sendable {
    public let path: String
    private let source: any DatabaseReader

    init(path: String, source: any DatabaseReader) {
        self.path = path
        self.source = source
    }

    /// Opens a store for reading only, beside the process that may be writing it.
    public static func open(path: String) throws(StoreError) -> StoreReader {
        guard StoreFile.exists(path) else { throw .cannotOpen(file: path, detail: "no such file") }
        try StoreFile.check(path)
        let pool = try StoreError.translating(path) {
            let configuration = StoreFile.configuration(options: StoreOptions(), readonly: true)
            let pool = try DatabasePool(path: path, configuration: configuration)
            let migrator = Migrations.migrator()
            try pool.read { database in
                try StoreDatabase.refuseLaterSchema(database, migrator, path)
                guard try migrator.hasCompletedMigrations(database) else { throw StoreError.schemaOlder(file: path) }
            }
            return pool
        }
        return StoreReader(path: path, source: pool)
    }

    /// A reader that sees the state of this moment for as long as it lives. Do not keep it: the write-ahead log cannot
    /// be folded into the file meanwhile.
    public func snapshot() throws(StoreError) -> StoreReader {
        guard let pool = source as? DatabasePool else { return self }
        let frozen = try StoreError.translating(path) { try pool.makeSnapshot() }
        return StoreReader(path: path, source: frozen)
    }

    func read<Value>(_ body: (Database) throws -> Value) throws(StoreError) -> Value {
        try StoreError.translating(path) { try source.read(body) }
    }

    // MARK: directory and meta

    /// Names of all markets; the index is the raw value of the `MarketID`.
    public func marketNames() throws(StoreError) -> [String] {
        try read { try DirectoryTable.markets.names(in: $0) }
    }

    /// Names of markets by number: those of the directory, and those that the journal of a run lists, whose numbers are
    /// the run's own. O(journal).
    public func namesByMarket() throws(StoreError) -> [MarketID: String] {
        try read { database in
            var names: [MarketID: String] = [:]
            for (id, name) in try DirectoryTable.markets.names(in: database).enumerated() {
                names[MarketID(UInt32(id))] = name
            }
            let statement = try SQLStatement(
                database, "SELECT asset, payload FROM journal WHERE code = ? ORDER BY sequence")
            statement.bind(0, Int64(MarketEvent.Kind.listingCode))
            while try statement.step() {
                let asset = AssetID(rawValue: UInt64(bitPattern: statement.int(0)))
                let kind: MarketEvent.Kind
                do throws(DecodingFailure) {
                    kind = try MarketEvent.Kind(code: MarketEvent.Kind.listingCode, payload: statement.blob(1))
                } catch {
                    throw MalformedRow(table: "journal", reason: "a listing of \(asset.market): \(error.reason)")
                }
                if case .listed(let instrument) = kind { names[asset.market] = instrument.name }
            }
            return names
        }
    }

    /// Names of all events; the index is the raw value of the `EventID`.
    public func eventNames() throws(StoreError) -> [String] {
        try read { try DirectoryTable.events.names(in: $0) }
    }

    public func meta(_ key: String) throws(StoreError) -> String? { try read { try MetaTable.value(of: key, in: $0) } }

    /// All facts, ascending by key.
    public func meta() throws(StoreError) -> [MetaEntry] { try read { try MetaTable.entries(in: $0) } }

    /// All imported files, ascending by name.
    public func importedFiles() throws(StoreError) -> [ImportedFile] { try read { try MetaTable.files(in: $0) } }

    // MARK: market data

    /// The sequence of the newest journal record; nil when there is none.
    public func lastSequence() throws(StoreError) -> Int64? {
        try read { try Int64.fetchOne($0, sql: "SELECT max(sequence) FROM journal") }
    }

    /// The newest receive time in the journal; nil when there is none.
    public func lastReceiveTime() throws(StoreError) -> Timestamp? {
        try read { try Int64.fetchOne($0, sql: "SELECT max(receive_time) FROM journal") }
            .map { Timestamp(nanoseconds: $0) }
    }

    /// The price history of a market with `from` <= time <= `through`, in order, in terms of the YES token.
    public func prices(
        market: MarketID, from: Timestamp, through: Timestamp
    ) throws(StoreError) -> [PricePoint] {
        try read { try PriceTable.points(of: market, from: from, through: through, in: $0) }
    }

    /// Rows of time <= `through` that have no label of that horizon and version yet, in the order of their arrival.
    /// - Parameter id: only rows that arrived after this one; for reading in portions.
    public func rowsAwaitingLabels(
        through: Timestamp, horizon: Duration, version: Int, after id: Int64 = 0, limit: Int = .max
    ) throws(StoreError) -> [UnlabelledRow] {
        try read {
            try LabelTable.rowsAwaiting(
                through: through, horizon: horizon, version: version, after: id, limit: limit, in: $0)
        }
    }

    // MARK: trading

    /// Forecasts with `from` <= time <= `through`, ascending by time, token, model.
    public func forecasts(
        from: Timestamp = .distantPast, through: Timestamp = .distantFuture
    ) throws(StoreError) -> [ForecastRecord] {
        try read { try ForecastTable.records(from: from, through: through, in: $0) }
    }

    /// All intents, ascending by time, then order.
    public func intents() throws(StoreError) -> [IntentRecord] { try read { try OrderTable.intents(in: $0) } }

    /// All order events, ascending by sequence.
    public func orderEvents() throws(StoreError) -> [OrderEventRecord] { try read { try OrderTable.events(in: $0) } }

    /// All fills, ascending by sequence.
    public func fills() throws(StoreError) -> [FillRecord] { try read { try OrderTable.fills(in: $0) } }

    /// All snapshots of the account, ascending by time.
    public func pnl() throws(StoreError) -> [PnLSnapshot] { try read { try AccountTable.snapshots(in: $0) } }

    /// All halts, ascending by time.
    public func killSwitches() throws(StoreError) -> [KillSwitchRecord] {
        try read { try AccountTable.killSwitches(in: $0) }
    }

    // MARK: models

    /// All candidates with their verdicts, ascending by creation.
    public func models() throws(StoreError) -> [ModelRecord] { try read { try ModelTable.records(in: $0) } }

    /// All later measurements of models, ascending by time.
    public func modelPerformance() throws(StoreError) -> [ModelPerformance] {
        try read { try ModelTable.performance(in: $0) }
    }

    // MARK: health

    /// Reads every page and checks that they agree; what SQLite found wrong, empty when nothing. O(size of the file).
    public func integrityProblems() throws(StoreError) -> [String] {
        do throws(StoreError) {
            return try read { database in
                try String.fetchAll(database, sql: "PRAGMA integrity_check").filter { $0 != "ok" }
            }
        } catch {
            // Damage in the schema's own pages stops the check itself: that too is a finding.
            if case .corrupt(_, let detail) = error { return [detail] }
            throw error
        }
    }
}
