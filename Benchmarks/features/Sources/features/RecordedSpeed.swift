import Features
import Market

/// A recorded set through the pipeline on one core: events alone, with a row a minute of every market, and every book
/// message timed by itself.
struct RecordedSpeed {
    static func run(_ events: [MarketEvent], repeats: Int) -> Report {
        var report = Report()
        report.add("recorded events", "", Double(events.count))
        for _ in 0..<repeats {
            let (alone, _) = replay(events, step: nil) { $0.applied($1) }
            report.add("recorded, events alone", "events/s", Double(events.count) / alone)
            let (seconds, rows) = replay(events, step: .minutes(1)) { $0.applied($1) }
            report.add("recorded, with rows", "events/s", Double(events.count) / seconds)
            report.add("rows of the recorded set", "", Double(rows))
            var samples = Samples()
            _ = replay(events, step: .minutes(1)) { pipeline, event in
                if event.isBookMessage {
                    samples.measure { pipeline.applied(event) }
                } else {
                    pipeline.applied(event)
                }
            }
            report.add("recorded book event", samples)
        }
        return report
    }

    /// Seconds and rows.
    private static func replay(
        _ events: [MarketEvent], step: Duration?, _ apply: (inout FeaturePipeline, MarketEvent) -> Void
    ) -> (Double, Int) {
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
            apply(&pipeline, event)
        }
        return (Double(Samples.now() - start) * 1e-9, count)
    }
}

extension FeaturePipeline {
    @inline(__always)
    fileprivate mutating func applied(_ event: MarketEvent) { _ = apply(event) }
}
