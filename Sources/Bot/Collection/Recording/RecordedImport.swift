public import Market

/// Who keeps the names: gives each name its number, the same whenever it is asked again.
public struct RecordingDirectory {
    public var markets: ([String]) throws -> [MarketID]
    public var events: ([String]) throws -> [EventID]

    public init(markets: @escaping ([String]) throws -> [MarketID], events: @escaping ([String]) throws -> [EventID]) {
        self.markets = markets
        self.events = events
    }
}

/// Replays recorded data sets as market events.
public enum RecordedImport {
    /// Reads the set in `folder`, or all sets in its folders, and hands their events to `sink`.
    ///
    /// Sets come in the order of their first event, each set's events by receive time. Every set is read and checked
    /// whole
    /// before the first event of any is handed on: under `.fail` a malformed line costs nothing but the time.
    /// - Throws: `RecordingError` for what is wrong with the files; else what directory or sink throw.
    public static func run(
        folder: String, policy: ImportPolicy = .fail, directory: RecordingDirectory,
        sink: (MarketEvent) throws -> Void
    ) throws -> ImportReport {
        var report = ImportReport()
        for recording in try Recording.all(in: folder, policy: policy) {
            var events = recording.events(
                markets: try directory.markets(recording.marketNames),
                events: try directory.events(recording.eventNames))
            while let event = events.next() { try sink(event) }
            report.sets.append(events.report)
        }
        return report
    }
}

/// One recorded set, read and checked whole.
public struct Recording {
    /// Names of its markets and events, in the order in which their numbers are given to `events`.
    public var marketNames: [String] { content.table.names }
    public var eventNames: [String] { content.table.eventNames }
    /// Rows and refusals; nothing about events yet.
    public let report: SetReport
    private let content: ReadSet

    init(_ source: RecordedSet) throws(RecordingError) {
        content = try source.read()
        var report = SetReport(name: source.folder.leaf, kind: source.kind)
        report.files = content.files
        self.report = report
    }

    /// All sets below a folder, by their first event, sets without events last.
    static func all(in folder: String, policy: ImportPolicy) throws(RecordingError) -> [Recording] {
        var recordings: [Recording] = []
        for set in try RecordedSet.find(in: folder, policy: policy) { recordings.append(try Recording(set)) }
        let order = recordings.indices.sorted { a, b in
            (recordings[a].firstTime, a) < (recordings[b].firstTime, b)
        }
        return order.map { recordings[$0] }
    }

    /// Receive time of its first event; the far future when it has none.
    var firstTime: Timestamp {
        var iterator = content.makeIterator()
        return iterator.next()?.receiveTime ?? .distantFuture
    }

    /// How many events it has. One pass over them.
    func eventCount() -> Int {
        var iterator = content.makeIterator()
        var count = 0
        while iterator.next() != nil { count += 1 }
        return count
    }

    /// Its events by receive time.
    public func events(markets: [MarketID], events: [EventID]) -> Events {
        precondition(
            markets.count == marketNames.count && events.count == eventNames.count, "every name has its number")
        return Events(
            source: content.makeIterator(), numbers: RecordingNumbers(markets: markets, events: events), report: report)
    }

    /// The events, and a report that fills as they are drawn.
    public struct Events: IteratorProtocol {
        fileprivate var source: ReadSet.Iterator
        fileprivate let numbers: RecordingNumbers
        public private(set) var report: SetReport

        fileprivate init(source: ReadSet.Iterator, numbers: RecordingNumbers, report: SetReport) {
            self.source = source
            self.numbers = numbers
            self.report = report
        }

        public mutating func next() -> MarketEvent? {
            guard let event = source.next()?.renumbered(numbers) else { return nil }
            report.events.count(event.kind)
            // Every market is announced once.
            if case .listed = event.kind { report.markets += 1 }
            if report.first == nil { report.first = event.receiveTime }
            report.last = event.receiveTime
            return event
        }
    }
}
