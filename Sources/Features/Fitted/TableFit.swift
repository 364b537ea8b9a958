public import Market

/// Market events in, fitted tables out: sums over all that was applied, of which tables are made for a day.
///
/// A value, and tables are a function of the events alone: fitting again on the same events gives the same bits. Books
/// are followed as the pipeline follows them: late changes, gaps and other tick sizes break a series, they are no data.
/// O(1) an event plus the levels it touches; each pair of tick size and category takes 40 kB.
public struct TableFit: Sendable {
    private struct BookKey: Hashable, Comparable, Sendable {
        /// Price units.
        var tick: Int32
        var category: Int

        static func < (a: Self, b: Self) -> Bool { (a.tick, a.category) < (b.tick, b.category) }
    }

    private struct HourKey: Hashable, Comparable, Sendable {
        /// Hours since 1970.
        var hour: Int64
        var category: Int

        static func < (a: Self, b: Self) -> Bool { (a.hour, a.category) < (b.hour, b.category) }
    }

    /// A table from fewer changes of a book says more about chance than about books.
    private static let changesMin = 1_000.0
    private static let latenessMax = Duration.seconds(60)
    /// Tick sizes in price units that make sense, as the pipeline takes them.
    private static let ticks: ClosedRange<Int32> = 1...1_000

    private var markets: [MarketFit] = []
    private var indices: [MarketID: Int] = [:]
    private var books: [BookFit] = []
    private var bookIndices: [BookKey: Int] = [:]
    /// Shares of an hour of a category over the markets that were watched, and their number.
    private var hours: [HourKey: (sum: Double, count: Double)] = [:]
    private var clock = Timestamp.distantPast
    /// Without a trade ever the absence of trades says nothing.
    private var isTradeFeed = false

    public init() {}

    public mutating func apply(_ event: MarketEvent) {
        clock = max(clock, event.receiveTime)
        switch event.kind {
        case .listed(let instrument):
            if Self.ticks.contains(instrument.tick) { list(event.market, instrument) }
            return
        case .tickChanged(let tick) where !Self.ticks.contains(tick): return
        default: break
        }
        guard let index = indices[event.market] else { return }
        closeHours(of: index, before: clock)
        let isLate = event.receiveTime - event.exchangeTime > Self.latenessMax
        if case .trade = event.kind, !isLate { isTradeFeed = true }
        let book = bookIndex(of: markets[index])
        markets[index].apply(event, isLate: isLate, at: clock, into: &books[book])
        switch event.kind {
        case .closed, .resolved, .recordingEnded:
            markets[index].end()
            indices[event.market] = nil
        default: break
        }
    }

    /// The link to the venue was lost, or is back.
    public mutating func apply(_ connection: ConnectionState, at time: Timestamp) {
        clock = max(clock, time)
        for index in indices.values.sorted() {
            closeHours(of: index, before: clock)
            markets[index].apply(connection, at: clock)
        }
    }

    /// The tables for the rows of the day that begins at `day`, 00:00 UTC, of all that was applied.
    ///
    /// Something of that day or a later one among it shows in `fittedThrough`, and rows of that day do not use them.
    public func tables(before day: Timestamp) -> FittedTables {
        var closed = self
        for index in indices.values.sorted() { closed.closeHours(of: index, before: day) }
        return FittedTables(
            fittedThrough: max(day - .nanoseconds(1), clock), books: bookTables,
            volumes: closed.baselines(before: day))
    }

    private var bookTables: [FittedTables.BookTables] {
        bookIndices.sorted { $0.key < $1.key }.compactMap { key, index in
            let fit = books[index]
            let microPrice = fit.microPrice.count >= Self.changesMin ? fit.microPrice.table : nil
            let weights = fit.flow.weights
            guard microPrice != nil || weights != nil else { return nil }
            return .init(tick: key.tick, category: key.category, microPrice: microPrice, weights: weights)
        }
    }

    /// Mean shares of a market, of the weeks that ended before `day`.
    private func baselines(before day: Timestamp) -> [HourOfWeekBaseline] {
        var baselines = Array(repeating: HourOfWeekBaseline(), count: MarketCategory.slotCount)
        let end = HourOfWeekBaseline.weekStart(of: day)
        for (key, hour) in hours.sorted(by: { $0.key < $1.key }) {
            let start = Timestamp(seconds: key.hour * 3_600)
            if start < end { baselines[key.category].add(hour.sum / hour.count, hourStarting: start) }
        }
        return baselines
    }

    private mutating func list(_ market: MarketID, _ instrument: Instrument) {
        let category = MarketCategory.slot(of: instrument.category)
        if let index = indices[market] {
            closeHours(of: index, before: clock)
            markets[index].announce(instrument, category: category, at: clock)
        } else {
            indices[market] = markets.count
            markets.append(MarketFit(instrument, category: category, at: clock))
        }
    }

    private mutating func bookIndex(of market: MarketFit) -> Int {
        let key = BookKey(tick: market.tick, category: market.category)
        if let known = bookIndices[key] { return known }
        bookIndices[key] = books.count
        books.append(BookFit())
        return books.count - 1
    }

    private mutating func closeHours(of index: Int, before time: Timestamp) {
        let category = markets[index].category
        var ended: [(hour: Int64, shares: Double)] = []
        markets[index].closeHours(before: time) { ended.append(($0, $1)) }
        guard isTradeFeed else { return }
        for (hour, shares) in ended {
            let key = HourKey(hour: hour, category: category)
            let before = hours[key] ?? (0, 0)
            hours[key] = (before.sum + shares, before.count + 1)
        }
    }
}
