import Features
import Market

/// Does something as often as it is told on warm tokens of one event, so that a memory checker can count what that
/// allocates. All that happens before is the same for every count.
enum Allocations {
    enum Kind: String, CaseIterable {
        /// Book events and trades, with the slots of the grids that they close.
        case events
        /// Vectors of minutes that have just ended.
        case minutes
        /// Vectors of a minute that was read before.
        case vectors
    }

    /// - Parameter allocates: whether to allocate once each time, as a control.
    static func run(_ kind: Kind, count: Int, allocates: Bool) {
        // Eight days: the ring of the platform's five minutes is full, and days of trades are known.
        var token = WarmToken(warmUpHours: 192, hours: 24, spacing: 60, marketCount: 4)
        var values = [Float](repeating: 0, count: token.pipeline.schema.columns.count)
        var time = token.events[token.next - 1].receiveTime.floored(to: .minutes(1)) + .minutes(1)
        draw(&token, at: time, into: &values)
        var sum = 0.0
        for call in 0..<count {
            switch kind {
            case .events: token.applyNext()
            case .minutes:
                time = time + .minutes(1)
                draw(&token, at: time, into: &values)
            case .vectors: draw(&token, at: time, into: &values)
            }
            if allocates { sum += allocated(call) }
        }
        print(kind.rawValue, count, sum + Double(values[0]))
    }

    private static func draw(_ token: inout WarmToken, at time: Timestamp, into values: inout [Float]) {
        var span = values.mutableSpan
        _ = token.pipeline.drawVector(of: WarmToken.market, at: time, into: &span)
    }

    @inline(never)
    private static func allocated(_ call: Int) -> Double { keep([Double](repeating: Double(call & 1), count: 9)) }

    @inline(never)
    private static func keep(_ values: [Double]) -> Double { values[values.count - 1] }
}
