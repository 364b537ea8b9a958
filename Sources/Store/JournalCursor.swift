public import Market

/// Walks the journal in portions: memory stays bounded however long it is.
///
/// At the end `next()` gives nil; records that are written later are found by calling it again.
public struct JournalCursor {
    public enum Order: Hashable, Sendable {
        /// The order in which the engine handled the records.
        case sequence
        /// Receive time, then sequence.
        case receiveTime
    }

    private let reader: StoreReader
    private let order: Order
    private let portion: Int
    private var last: (time: Int64, sequence: Int64)
    private var buffer: [JournalRecord] = []
    private var index = 0

    init(reader: StoreReader, order: Order, last: (time: Int64, sequence: Int64), portion: Int) {
        self.reader = reader
        self.order = order
        self.last = last
        self.portion = portion
    }

    /// The next record, or nil at the end.
    public mutating func next() throws(StoreError) -> JournalRecord? {
        if index == buffer.count {
            buffer = try nextPortion()
            index = 0
        }
        guard index < buffer.count else { return nil }
        defer { index += 1 }
        return buffer[index]
    }

    private mutating func nextPortion() throws(StoreError) -> [JournalRecord] {
        let (last, portion, order) = (last, portion, order)
        let records = try reader.read { database in
            switch order {
            case .sequence: try EventTable.bySequence(after: last.sequence, limit: portion, in: database)
            case .receiveTime: try EventTable.byTime(after: last.time, last.sequence, limit: portion, in: database)
            }
        }
        if let newest = records.last { self.last = (newest.receiveTime.nanoseconds, newest.sequence) }
        return records
    }
}

extension StoreReader {
    /// The journal after a record, in the order in which the engine handled it.
    public func journal(after sequence: Int64 = .min, portion: Int = 10_000) -> JournalCursor {
        precondition(portion > 0, "a portion has records")
        return JournalCursor(reader: self, order: .sequence, last: (.min, sequence), portion: portion)
    }

    /// The journal from an instant on, by receive time, then sequence: the order in which recorded data is replayed.
    public func journal(from time: Timestamp, portion: Int = 10_000) -> JournalCursor {
        precondition(portion > 0, "a portion has records")
        return JournalCursor(
            reader: self, order: .receiveTime, last: (time.nanoseconds - 1, .max), portion: portion)
    }
}
