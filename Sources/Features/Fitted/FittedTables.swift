public import Market

/// What is fitted on the past and looked up by formulas: micro-prices and weights of order flow by tick size and
/// category, and usual volumes by category.
///
/// A row may use tables only when nothing of its own day went into them: `FeaturePipeline` sees to that. Tables are
/// journalled when they are given to it, so that a replay computes with what live computed with.
public struct FittedTables: Hashable, Sendable {
    /// How tables are fitted; raised when that changes.
    public static let currentVersion = 1

    /// Nothing that was received later than this went into the tables.
    public let fittedThrough: Timestamp
    public let version: Int
    /// SHA-256 of the tables' bytes, as 64 lower-case hexadecimal digits: tables are the same if it is.
    public let fingerprint: String
    /// Ascending by tick and category, each pair once.
    let books: [BookTables]
    /// By category; empty baselines where nothing is known.
    let volumes: [HourOfWeekBaseline]

    /// What was fitted on the books of the markets of one tick size and category.
    struct BookTables: Hashable, Sendable {
        /// Price units.
        let tick: Int32
        /// Place of the category in `MarketCategory`.
        let category: Int
        /// Nil: too little was seen.
        let microPrice: MicroPriceTable?
        let weights: PrincipalWeights?
    }

    init(
        fittedThrough: Timestamp, version: Int = currentVersion, books: [BookTables], volumes: [HourOfWeekBaseline]
    ) {
        precondition(volumes.count == MarketCategory.slotCount, "a baseline for each category")
        self.fittedThrough = fittedThrough
        self.version = version
        self.books = books
        self.volumes = volumes
        fingerprint = Fingerprint.hex(
            of: Self.encoded(fittedThrough: fittedThrough, version: version, books: books, volumes: volumes))
    }

    /// Nil when nothing was fitted on books like those of `instrument`.
    func books(of instrument: Instrument) -> BookTables? {
        let category = MarketCategory.slot(of: instrument.category)
        return books.first { $0.tick == instrument.tick && $0.category == category }
    }

    /// What a market like `instrument` usually trades before `time`.
    func usualVolume(of instrument: Instrument, at time: Timestamp) -> UsualVolume {
        let baseline = volumes[MarketCategory.slot(of: instrument.category)]
        var sum = 0.0
        for hour in 0..<24 { sum += baseline.meanOfHour(before: time - .hours(hour)) }
        return UsualVolume(hour: baseline.meanOfHour(before: time), dailyMean: sum / 24)
    }
}
