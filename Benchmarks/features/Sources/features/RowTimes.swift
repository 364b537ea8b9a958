import Features
import Market

/// The rows of a recorded stream on a grid of the clock, each with the time its vector took: what another program
/// computes beside ours.
enum RowTimes {
    /// One line a row: market, outcome, time in nanoseconds, nanoseconds spent, and the values in the order of the
    /// columns, whose names are the first line.
    static func print(_ events: [MarketEvent], step: Duration) {
        var pipeline = FeaturePipeline(grid: SamplingGrid(step: .hours(1)))
        Swift.print(pipeline.schema.columns.map(\.name).joined(separator: " "))
        var values = [Float](repeating: 0, count: pipeline.schema.columns.count)
        var due = Timestamp.distantFuture
        for event in events {
            while due < event.receiveTime {
                for market in pipeline.liveMarkets {
                    var span = values.mutableSpan
                    let start = Samples.now()
                    let isDrawn = pipeline.drawVector(of: market, at: due, into: &span)
                    let spent = Samples.now() - start
                    guard isDrawn, let asset = pipeline.canonicalAsset(of: market) else { continue }
                    Swift.print(
                        market.rawValue, asset.outcome.rawValue, due.nanoseconds, spent,
                        values.map { "\($0)" }.joined(separator: " "))
                }
                due = due + step
            }
            if due == .distantFuture { due = event.receiveTime.floored(to: step) + step }
            _ = pipeline.apply(event)
        }
    }
}
