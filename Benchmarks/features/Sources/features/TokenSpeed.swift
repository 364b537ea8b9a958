import Features
import Market

/// Every call timed by itself, on one warm token: events, the vector when a minute has just ended, and the vector once
/// more at the same time, when there is nothing left to do but to read it out.
struct TokenSpeed {
    static let hours = 10

    static func run(repeats: Int) -> Report {
        var report = Report()
        report.add("clock", Samples.ofClock())
        var token = WarmToken(hours: hours * repeats)
        for _ in 0..<repeats { measure(&token, into: &report) }
        return report
    }

    private static func measure(_ token: inout WarmToken, into report: inout Report) {
        var (book, trade, both, delta) = (Samples(), Samples(), Samples(), Samples())
        var (step, read, whole) = (Samples(), Samples(), Samples())
        var values = [Float](repeating: 0, count: token.pipeline.schema.columns.count)
        var checksum: Float = 0
        var minute = token.events[token.next].receiveTime.floored(to: .minutes(1)) + .minutes(1)
        let end = minute + .hours(hours) - .minutes(1)
        // What the grid step of the minute took is part of the next event.
        var due: Int64 = 0
        while token.hasNext, minute < end {
            let event = token.events[token.next]
            if event.receiveTime > minute {
                var span = values.mutableSpan
                let start = Samples.now()
                _ = token.pipeline.drawVector(of: WarmToken.market, at: minute, into: &span)
                let middle = Samples.now()
                _ = token.pipeline.drawVector(of: WarmToken.market, at: minute, into: &span)
                let finish = Samples.now()
                checksum += values[0]
                whole.add(middle - start)
                read.add(finish - middle)
                due = max(0, (middle - start) - (finish - middle))
                step.add(due)
                minute = minute + .minutes(1)
                continue
            }
            let start = Samples.now()
            token.applyNext()
            let spent = Samples.now() - start
            if event.isTrade { trade.add(spent) } else { book.add(spent) }
            if event.isBookMessage, !event.isWholeBook { delta.add(spent) }
            both.add(spent + due)
            due = 0
        }
        precondition(checksum > 0, "no vector was drawn")
        report.add("book event", book)
        report.add("of them changes of levels", delta)
        report.add("trade", trade)
        report.add("event and grid step", both)
        report.add("grid step", step, unit: "us")
        report.add("vector, grid current", read, unit: "us")
        report.add("vector, new minute", whole, unit: "us")
    }
}
