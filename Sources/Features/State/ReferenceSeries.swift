internal import Market

/// An outside price every 10 s over 15 min, both ends of the lag included, the last price carried forward.
struct ReferenceSeries: Sendable {
    /// Older than this a price is no price.
    private static let ageMax = Duration.seconds(60)
    private static let lag = Duration.minutes(15)

    let name: String
    private var slots: ActivityGrid<Double>
    private var price = Double.nan
    private var received = Timestamp.distantPast

    init(name: String, start: Timestamp) {
        self.name = name
        slots = ActivityGrid(step: .seconds(10), capacity: 91, start: start)
    }

    mutating func set(_ price: Double, at time: Timestamp) {
        close(before: time)
        (self.price, received) = (price, time)
    }

    /// Brings the slots up to `time`, which a row is drawn at.
    mutating func advance(through time: Timestamp) { close(before: Timestamp(nanoseconds: time.nanoseconds + 1)) }

    /// The price over that at the slot at or before 15 min ago, less one. Call after `advance(through: time)`.
    func move(at time: Timestamp) -> Double {
        let before = slots.slot((time - Self.lag).nanoseconds.dividedDown(by: slots.step)) ?? .nan
        return price(at: time) / before - 1
    }

    private mutating func close(before time: Timestamp) {
        let series = self
        slots.close(before: time) { series.price(at: Timestamp(nanoseconds: $0 * series.slots.step)) }
    }

    private func price(at time: Timestamp) -> Double { time - received <= Self.ageMax ? price : .nan }
}

extension ReferenceSeries: Restorable {
    mutating func archive(_ coder: inout StateCoder) throws(SnapshotError) {
        var name = name
        try coder.text(&name)
        if coder.isReading { self = ReferenceSeries(name: name, start: .distantPast) }
        try slots.archive(&coder, blank: .nan)
        try coder.double(&price)
        try coder.time(&received)
    }

    /// Any series, to read over.
    static let blank = ReferenceSeries(name: "", start: .distantPast)
}
