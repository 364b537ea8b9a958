internal import Market

/// What needs a pass over the slots of 10 s: computed when one has been added.
struct RecentStatistics: Sendable {
    /// Number of the slot after the newest one, and the tick size, that these belong to.
    private var next: Int64 = .min
    private var tick: Int32 = 0

    /// Roots of the sums of squared 10 s steps of L over 5 and 15 min.
    private(set) var realizedFiveMinutes = Double.nan
    private(set) var realizedFifteenMinutes = Double.nan
    /// The extremes of the mid over 1 h.
    private(set) var extremesHour: SeriesStatistics.Extremes?

    init() {}

    init(_ grid: QuoteGrid, tick: Int32) {
        next = grid.next
        self.tick = tick
        realizedFiveMinutes = grid.rootOfSquares(newest: 30, tick: tick)
        realizedFifteenMinutes = grid.rootOfSquares(newest: 90, tick: tick)
        extremesHour = grid.extremes(newest: 360)
    }

    /// Whether these are the statistics of the grid whose next slot is `next`.
    func isCurrent(_ next: Int64, tick: Int32) -> Bool { self.next == next && self.tick == tick }
}
