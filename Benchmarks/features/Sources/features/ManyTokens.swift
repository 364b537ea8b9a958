import Features
import Market

/// A pipeline of many warm tokens: what it holds, how long an event takes when its token's state is far away, and how
/// long one cycle takes in which the vector of every token is drawn.
struct ManyTokens {
    /// Different streams; each drives as many markets, one after the other.
    private static let streamCount = 20
    private static let warmUp = Duration.hours(25)
    private static let cycles = 5

    private let copies: Int
    private let streams: [[MarketEvent]]
    /// Every event of every stream in the order of time.
    private let order: [(stream: Int, index: Int)]
    private var next = 0
    private var pipeline = FeaturePipeline(grid: SamplingGrid(step: .minutes(15)))

    private init(count: Int) {
        copies = max(1, count / Self.streamCount)
        let streams = (0..<Self.streamCount).map {
            WarmToken.events(hours: 26, spacing: 60, seed: UInt64($0) + 1)
        }
        let order = streams.indices.flatMap { stream in streams[stream].indices.map { (stream: stream, index: $0) } }
        self.order = order.sorted { a, b in
            (streams[a.stream][a.index].receiveTime, a.stream) < (streams[b.stream][b.index].receiveTime, b.stream)
        }
        self.streams = streams
    }

    static func run(count: Int) -> Report {
        var report = Report()
        var many = ManyTokens(count: count)
        let tokens = many.copies * streamCount
        let resident = Memory.resident
        var samples = Samples()
        // The first vector fixes the canonical side, after which one token of each market is kept.
        let first = WarmToken.start + .minutes(16)
        many.apply(through: first)
        _ = many.draw(at: first)
        var time = WarmToken.start + warmUp
        many.apply(through: time)
        _ = many.draw(at: time)
        report.add("tokens", "", Double(tokens))
        report.add("resident per token", "kB", Double(Memory.resident - resident) / Double(tokens) / 1e3)
        report.add("resident", "MB", Double(Memory.resident) / 1e6)
        for _ in 0..<cycles {
            time = time + .minutes(1)
            many.apply(through: time, into: &samples)
            let start = Samples.now()
            let drawn = many.draw(at: time)
            report.add("sampling cycle", "ms", Double(Samples.now() - start) * 1e-6)
            report.add("vectors of a cycle", "", Double(drawn))
        }
        report.add("event of many tokens", samples)
        return report
    }

    private mutating func apply(through time: Timestamp) {
        forEachEvent(through: time) { pipeline, event in _ = pipeline.apply(event) }
    }

    private mutating func apply(through time: Timestamp, into samples: inout Samples) {
        forEachEvent(through: time) { pipeline, event in samples.measure { _ = pipeline.apply(event) } }
    }

    private mutating func forEachEvent(
        through time: Timestamp, _ body: (inout FeaturePipeline, MarketEvent) -> Void
    ) {
        while next < order.count {
            let (stream, index) = order[next]
            guard streams[stream][index].receiveTime <= time else { return }
            next += 1
            for copy in 0..<copies {
                let event = event(streams[stream][index], of: UInt32(stream * copies + copy), stream: stream)
                body(&pipeline, event)
            }
        }
    }

    /// The event as that of another market; four markets are an event.
    private func event(_ event: MarketEvent, of market: UInt32, stream: Int) -> MarketEvent {
        var event = event
        event.asset = MarketID(market).yes
        if case .listed(var instrument) = event.kind {
            instrument.name = "\(market)"
            instrument.event = EventID(market / 4)
            instrument.category = "category \(stream % 5)"
            event.kind = .listed(instrument)
        }
        return event
    }

    /// The vector of every market into one buffer. Returns how many have one.
    private mutating func draw(at time: Timestamp) -> Int {
        var values = [Float](repeating: 0, count: pipeline.schema.columns.count)
        var drawn = 0
        for market in 0..<copies * Self.streamCount {
            var span = values.mutableSpan
            if pipeline.drawVector(of: MarketID(UInt32(market)), at: time, into: &span) { drawn += 1 }
        }
        return drawn
    }
}
