internal import Dispatch
internal import GRDB
public import Market
internal import Synchronization

/// The only writer of a store: batches go in whole or not at all, in the order in which they were handed over.
///
/// `enqueue` returns at once and the batch is written by the writer's own queue; `flush` is the barrier. After a
/// failure nothing more is accepted by `enqueue`, what was accepted stays in memory, and each `flush` or `write` tries
/// it again from the batch that failed: a disk that was full and has room again loses nothing.
public final class StoreWriter: Sendable {
    let path: String
    private let pool: DatabasePool
    private let queue: DispatchQueue
    private let pendingBatchesMax: Int
    private let state = Mutex(State())
    /// The time of the last price of each market, as far as known: a later one needs no look into the table.
    private let priceTails = Mutex<[UInt32: Int64]>([:])

    private struct State {
        var pending: [WriteBatch] = []
        var failure: StoreError?
        var waiting: [DispatchSemaphore] = []

        mutating func wakeAll() {
            for gate in waiting { gate.signal() }
            waiting.removeAll()
        }
    }

    init(path: String, pool: DatabasePool, pendingBatchesMax: Int) {
        self.path = path
        self.pool = pool
        self.pendingBatchesMax = pendingBatchesMax
        queue = DispatchQueue(label: "store.writer")
    }

    // MARK: batches

    /// Hands the batch over and returns, after waiting for room when `StoreOptions.pendingBatchesMax` are pending.
    ///
    /// Throws the failure of an earlier batch; then this one was not taken.
    public func enqueue(_ batch: WriteBatch) throws(StoreError) {
        guard !batch.isEmpty else { return }
        while let gate = try admit(batch) { gate.wait() }
        queue.async { self.drainUnlessFailed() }
    }

    /// Waits until every batch handed over so far is committed. Throws the first failure; what failed stays pending.
    public func flush() async throws(StoreError) {
        try await onQueue { () throws(StoreError) in try self.drain() }
    }

    /// Commits the batch as one transaction, after those pending. When it throws, nothing of the batch was written.
    public func write(_ batch: WriteBatch) async throws(StoreError) {
        try await onQueue { () throws(StoreError) in
            try self.drain()
            try self.commit(batch)
        }
    }

    /// Nil when the batch was taken, else what to wait for.
    private func admit(_ batch: WriteBatch) throws(StoreError) -> DispatchSemaphore? {
        try state.withLock { state throws(StoreError) in
            if let failure = state.failure { throw failure }
            if state.pending.count < pendingBatchesMax {
                state.pending.append(batch)
                return nil
            }
            let gate = DispatchSemaphore(value: 0)
            state.waiting.append(gate)
            return gate
        }
    }

    private func drainUnlessFailed() {
        guard state.withLock({ $0.failure == nil }) else { return }
        // The failure is kept in the state, for the next caller.
        do throws(StoreError) { try drain() } catch {}
    }

    /// Commits what is pending, oldest first. On the queue.
    private func drain() throws(StoreError) {
        while let batch = state.withLock({ $0.pending.first }) {
            do throws(StoreError) {
                try commit(batch)
            } catch {
                state.withLock {
                    $0.failure = error
                    $0.wakeAll()
                }
                throw error
            }
            state.withLock {
                $0.pending.removeFirst()
                $0.failure = nil
                $0.wakeAll()
            }
        }
    }

    private func commit(_ batch: WriteBatch) throws(StoreError) {
        guard !batch.isEmpty else { return }
        precondition(batch.rows.isEmpty || batch.schema != nil, "rows need the schema they were made by")
        do throws(StoreError) {
            try transaction { database in
                let areNew = try EventTable.areNew(batch.journal, in: database)
                try self.priceTails.withLock {
                    try PriceTable.insert(batch.prices, areNew: areNew, tails: &$0, into: database)
                }
                try batch.write(to: database)
            }
        } catch {
            priceTails.withLock { $0.removeAll() }
            throw error
        }
    }

    /// Writes what is pending, on the caller's thread. For closing.
    func finish() throws(StoreError) {
        let result = queue.sync { Result { () throws(StoreError) in try self.drain() } }
        try result.get()
    }

    private func onQueue(
        _ body: @escaping @Sendable () throws(StoreError) -> Void
    ) async throws(StoreError) {
        let result = await withCheckedContinuation { continuation in
            queue.async { continuation.resume(returning: Result { () throws(StoreError) in try body() }) }
        }
        try result.get()
    }

    // MARK: directory

    /// The ids of markets by name, allocated densely from 0 in the order of first appearance. On the caller's thread.
    public func marketIDs(for names: [String]) throws(StoreError) -> [MarketID] {
        try transaction { try DirectoryTable.markets.ids(for: names, in: $0).map { MarketID($0) } }
    }

    /// The ids of events by name, allocated densely from 0 in the order of first appearance. On the caller's thread.
    public func eventIDs(for names: [String]) throws(StoreError) -> [EventID] {
        try transaction { try DirectoryTable.events.ids(for: names, in: $0).map { EventID($0) } }
    }

    // MARK: labels

    /// Moves the mark below which every row has a label, so that `StoreReader.rowsAwaitingLabels` need not look there
    /// again. Call after labels were written. On the caller's thread.
    public func advanceLabelProgress(horizon: Duration, version: Int) throws(StoreError) {
        try transaction { try LabelTable.advanceProgress(horizon: horizon, version: version, in: $0) }
    }

    // MARK: connections, for the rest of the module

    func transaction<Value>(_ body: (Database) throws -> Value) throws(StoreError) -> Value {
        try StoreError.translating(path) { try pool.write(body) }
    }

    func withoutTransaction<Value>(_ body: (Database) throws -> Value) throws(StoreError) -> Value {
        try StoreError.translating(path) { try pool.writeWithoutTransaction(body) }
    }
}

extension WriteBatch {
    /// Everything but the prices.
    fileprivate func write(to database: Database) throws {
        try EventTable.insert(journal, into: database)
        if let schema { try SampleTable.insert(rows, schema: schema, into: database) }
        try ForecastTable.insert(forecasts, into: database)
        try OrderTable.insert(intents, into: database)
        try OrderTable.insert(orderEvents, into: database)
        try OrderTable.insert(fills, into: database)
        try AccountTable.insert(pnl, into: database)
        try AccountTable.insert(killSwitches, into: database)
        try ModelTable.upsert(models, into: database)
        try ModelTable.upsert(performance, into: database)
        try LabelTable.upsert(labels, into: database)
        try MetaTable.insert(importedFiles, into: database)
        try MetaTable.upsert(meta, into: database)
    }
}
