internal import Market

/// Tables in force now and those that wait for their day.
///
/// A row may use tables that were fitted through the end of the day before its own at the latest, UTC: what happens on
/// a day, the row's own past included, never reaches a row of it through a table.
struct TableShelf: Sendable {
    /// Ascending by how far they were fitted.
    private var tables: [FittedTables] = []

    /// Takes tables in. Of two fitted through the same time the later one counts.
    mutating func put(_ new: FittedTables) {
        tables.removeAll { $0.fittedThrough == new.fittedThrough }
        tables.insert(new, at: tables.firstIndex { $0.fittedThrough > new.fittedThrough } ?? tables.count)
    }

    /// Forgets what rows at `time` and later no longer need.
    mutating func advance(to time: Timestamp) {
        while tables.count > 1, isUsable(tables[1], at: time) { tables.removeFirst() }
    }

    /// The newest that a row at `time` may use; nil when there is none.
    func inForce(at time: Timestamp) -> FittedTables? { tables.last { isUsable($0, at: time) } }

    private func isUsable(_ tables: FittedTables, at time: Timestamp) -> Bool {
        tables.fittedThrough < time.floored(to: .days(1))
    }
}

extension TableShelf: Restorable {
    mutating func archive(_ coder: inout StateCoder) throws(SnapshotError) {
        try coder.array(&tables, countMax: StateCoder.countMax, blank: .blank)
        guard zip(tables, tables.dropFirst()).allSatisfy({ $0.fittedThrough < $1.fittedThrough }) else {
            throw coder.failure("tables are not in the order in which they were fitted")
        }
    }
}

extension FittedTables: Restorable {
    /// In the form the journal has them in.
    mutating func archive(_ coder: inout StateCoder) throws(SnapshotError) {
        var bytes = coder.isReading ? [] : encoded()
        try coder.blob(&bytes)
        guard coder.isReading else { return }
        do throws(DecodingFailure) {
            self = try FittedTables(encoded: bytes)
        } catch {
            throw coder.failure("no fitted tables: \(error.reason)")
        }
    }

    /// Any tables, to read over.
    fileprivate static let blank = FittedTables(
        fittedThrough: .distantPast, books: [],
        volumes: Array(repeating: HourOfWeekBaseline(), count: MarketCategory.slotCount))
}
