@testable import Features
import Market
import TestSupport

/// A pipeline driven as the engine drives it: before an event received at r, the rows due strictly before r are drawn.
struct Driver {
    var pipeline: FeaturePipeline
    var rows: [FeatureRow] = []
    var points: [PricePoint] = []
    /// Outside prices still to come; one comes before an event of the same time.
    var references: ArraySlice<ReferencePrice> = []
    /// What is fitted on what has come, if tables are to be made every midnight.
    var fit: TableFit?
    private var day = Timestamp.distantPast

    init(
        step: Duration = .minutes(1), schema: FeatureSchema = .current, canonicalSides: [MarketID: Outcome] = [:],
        references: [ReferencePrice] = []
    ) {
        pipeline = FeaturePipeline(
            grid: SamplingGrid(step: step), schema: schema, canonicalSides: canonicalSides)
        self.references = references[...]
    }

    mutating func apply(_ events: [MarketEvent]) {
        for event in events {
            applyReferences(through: event.receiveTime)
            applyTables(before: event.receiveTime)
            pipeline.drawRows(through: event.receiveTime - .nanoseconds(1), into: &rows)
            fit?.apply(event)
            if let point = pipeline.apply(event) { points.append(point) }
        }
    }

    mutating func draw(through time: Timestamp) {
        applyReferences(through: time)
        applyTables(before: time)
        pipeline.drawRows(through: time, into: &rows)
    }

    private mutating func applyTables(before time: Timestamp) {
        guard let fit else { return }
        let midnight = time.floored(to: .days(1))
        defer { day = midnight }
        guard midnight > day, day != .distantPast else { return }
        pipeline.drawRows(through: midnight - .nanoseconds(1), into: &rows)
        pipeline.apply(fit.tables(before: midnight), at: midnight)
    }

    private mutating func applyReferences(through time: Timestamp) {
        while let reference = references.first, reference.receiveTime <= time {
            references.removeFirst()
            pipeline.drawRows(through: reference.receiveTime - .nanoseconds(1), into: &rows)
            pipeline.apply(reference)
        }
    }

    /// The rows of a whole stream, drawn through its end.
    static func rows(
        _ events: [MarketEvent], references: [ReferencePrice] = [], step: Duration = .minutes(1),
        through end: Timestamp
    ) -> [FeatureRow] {
        var driver = Driver(step: step, references: references)
        driver.apply(events)
        driver.draw(through: end)
        return driver.rows
    }
}

extension FeatureRow {
    /// The value of a column of the current schema.
    subscript(name: String) -> Double {
        guard let index = FeatureSchema.current.index(of: name) else { preconditionFailure("no column \(name)") }
        return Double(values[index])
    }
}

extension FeatureRow {
    /// The row without what depends on other tokens: NaN in its place.
    var withoutOthers: FeatureRow {
        var row = self
        for (index, column) in FeatureSchema.current.columns.enumerated()
        where column.group == .crossMarket || ["link_silence_s", "platform_activity_z"].contains(column.name) {
            row.values[index] = .nan
        }
        return row
    }
}

/// Whether two numbers agree within a relative error; NaN agrees with NaN.
func isClose(_ a: Double, _ b: Double, relative: Double = 1e-6, absolute: Double = 1e-9) -> Bool {
    if a.isNaN || b.isNaN { return a.isNaN && b.isNaN }
    return abs(a - b) <= max(absolute, relative * max(abs(a), abs(b)))
}

/// 2026-03-02, a Monday, 00:00 UTC.
let monday = Timestamp(seconds: 1_772_409_600)

/// A market name whose rows fall on whole minutes.
let onMinutes: String = {
    let grid = SamplingGrid(step: .minutes(1))
    return (0...).lazy.map { "sample-\($0)" }.first { grid.phase(of: $0) == .zero }!
}()

/// One row, at the end of a hand-made script: the market is listed at `start`, rows fall on whole minutes.
///
/// - Parameter build: leaves the script's time at the row's time, a whole minute.
func row(
    start: Timestamp = monday, _ change: (inout Instrument) -> Void = { _ in }, _ build: (inout EventScript) -> Void
) -> FeatureRow? {
    var instrument = Instrument.sample(onMinutes)
    change(&instrument)
    var script = EventScript(start: start)
    script.list(instrument)
    build(&script)
    let rows = Driver.rows(script.events, through: script.time)
    return rows.last.flatMap { $0.time == script.time ? $0 : nil }
}
