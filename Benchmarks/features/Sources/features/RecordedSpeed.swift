import Features
import Market

/// A recorded set through the pipeline on one core, events alone and with a row a minute of every market.
struct RecordedSpeed {
    static func run(_ events: [MarketEvent], repeats: Int) -> Report {
        var report = Report()
        report.add("recorded events", "events", Double(events.count))
        for _ in 0..<repeats {
            let (alone, _) = replay(events, step: nil)
            report.add("recorded, events alone", "events/s", Double(events.count) / alone)
            let (seconds, rows) = replay(events, step: .minutes(1))
            report.add("recorded, with rows", "events/s", Double(events.count) / seconds)
            report.add("recorded, rows", "rows", Double(rows))
        }
        return report
    }

    /// Seconds and rows.
    private static func replay(_ events: [MarketEvent], step: Duration?) -> (Double, Int) {
        var pipeline = FeaturePipeline(grid: SamplingGrid(step: step ?? .hours(1)))
        var rows: [FeatureRow] = []
        var count = 0
        let start = Samples.now()
        for event in events {
            if step != nil, pipeline.nextRowTime < event.receiveTime {
                pipeline.drawRows(through: event.receiveTime - .nanoseconds(1), into: &rows)
                count += rows.count
                rows.removeAll(keepingCapacity: true)
            }
            _ = pipeline.apply(event)
        }
        return (Double(Samples.now() - start) * 1e-9, count)
    }
}
