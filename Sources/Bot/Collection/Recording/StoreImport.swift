public import Market
public import Store

/// Writes recorded data sets into the journal of a store, each set once.
///
/// **Importing twice adds nothing, and a killed import that is started again ends as one that was not killed.** Before
/// a
/// set's first event its content hash is written with the sequence numbers set aside for it; event k of the set always
/// gets the k-th of them, and the store takes a number once. With the set's last events, in one transaction, its hash
/// goes
/// among the imported files. So a set that is found there is done, and one that was begun goes on under its old
/// numbers.
public struct StoreImport {
    private let writer: StoreWriter
    private let reader: StoreReader
    private let batchSize: Int

    /// - Parameter batchSize: events a transaction.
    public init(writer: StoreWriter, reader: StoreReader, batchSize: Int = 10_000) {
        precondition(batchSize > 0, "a batch has events")
        self.writer = writer
        self.reader = reader
        self.batchSize = batchSize
    }

    /// The first sequence number above the journal and above all that is set aside for imports, finished or not.
    public static func nextSequence(in reader: StoreReader) throws -> Int64 {
        var next = (try reader.lastSequence() ?? 0) + 1
        for entry in try reader.meta() where entry.key.hasPrefix(Reservation.prefix) {
            next = max(next, try Reservation(entry).end)
        }
        return next
    }

    /// Imports the set in `folder`, or all sets in its folders, in the order of their first event.
    ///
    /// Every set that is not imported yet is read and checked whole before anything is written. Cancelling the task
    /// stops
    /// between two batches.
    /// - Parameter now: the clock, for the time of the import and the durations in the report.
    /// - Throws: `RecordingError`, `StoreError`, `CancellationError`.
    public func run(
        folder: String, policy: ImportPolicy = .fail, now: () -> Timestamp
    ) async throws -> ImportReport {
        let done = Set(try reader.importedFiles().map(\.hash))
        var report = ImportReport()
        var fresh: [(hash: String, recording: Recording, readFor: Duration)] = []
        for source in try RecordedSet.find(in: folder, policy: policy) {
            let start = now()
            let hash = try source.contentHash()
            if done.contains(hash) {
                report.sets.append(.imported(source))
                continue
            }
            let recording = try Recording(source)
            guard try source.contentHash() == hash else { throw RecordingError(file: source.folder.path, .changed) }
            fresh.append((hash, recording, now() - start))
        }
        for (hash, recording, readFor) in fresh.sorted(by: { $0.recording.firstTime < $1.recording.firstTime }) {
            let start = now()
            var set = try await write(recording, hash: hash, at: start)
            set.elapsed = readFor + (now() - start)
            report.sets.append(set)
        }
        return report
    }

    private func write(_ recording: Recording, hash: String, at time: Timestamp) async throws -> SetReport {
        var events = recording.events(
            markets: try writer.marketIDs(for: recording.marketNames),
            events: try writer.eventIDs(for: recording.eventNames))
        let reservation = try await reserve(hash, count: Int64(recording.eventCount()))
        var sequence = reservation.base
        var batch = WriteBatch()
        while let event = events.next() {
            batch.journal.append(JournalRecord(sequence: sequence, event))
            sequence += 1
            if batch.journal.count == batchSize {
                try Task.checkCancellation()
                try writer.enqueue(batch)
                batch = WriteBatch()
            }
        }
        precondition(sequence == reservation.end, "a set's events are as many as were counted")
        let name = recording.report.name
        batch.importedFiles = [ImportedFile(hash: hash, name: name, records: events.report.events.total, time: time)]
        try await writer.write(batch)
        return events.report
    }

    /// The numbers set aside for the content, in this run or an earlier one.
    private func reserve(_ hash: String, count: Int64) async throws -> Reservation {
        let key = Reservation.prefix + hash
        if let value = try reader.meta(key) {
            let earlier = try Reservation(MetaEntry(key, value))
            guard earlier.count == count else { throw ReservationError(key: key, value: value, found: count) }
            return earlier
        }
        let reservation = Reservation(base: try Self.nextSequence(in: reader), count: count)
        var batch = WriteBatch()
        batch.meta = [MetaEntry(key, reservation.text)]
        try await writer.write(batch)
        return reservation
    }
}

/// Sequence numbers set aside for one set: `base..<end`.
struct Reservation: Hashable {
    static let prefix = "import/"

    var base: Int64
    var count: Int64
    var end: Int64 { base + count }
    var text: String { "\(base) \(count)" }

    init(base: Int64, count: Int64) {
        self.base = base
        self.count = count
    }

    init(_ entry: MetaEntry) throws(ReservationError) {
        let parts = entry.value.split(separator: " ").compactMap { Int64($0) }
        guard parts.count == 2, parts[0] > 0, parts[1] >= 0, parts[0] <= .max - parts[1] else {
            throw ReservationError(key: entry.key, value: entry.value, found: nil)
        }
        self.init(base: parts[0], count: parts[1])
    }
}

/// What the store remembers of an import that was begun does not fit what there is to import.
public struct ReservationError: Error, Hashable, Sendable, CustomStringConvertible {
    public var key: String
    public var value: String
    /// How many events the set gives now; nil when the entry could not be read at all.
    public var found: Int64?

    public var description: String {
        let what =
            found.map { "the set now gives \($0) events: another version of this program, or policy, began its import" }
            ?? "that is not two numbers: the store was changed by hand"
        return "the store's entry '\(key)' is '\(value)', but \(what); import into a new store"
    }
}
