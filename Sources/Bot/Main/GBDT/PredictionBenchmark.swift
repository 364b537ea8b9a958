import GBDT

#if canImport(Glibc)
    import Glibc
#endif

/// Times of single calls in nanoseconds; all but `timer` contain the cost of the timer.
struct SingleRowTimes: Encodable {
    var p50: Int
    var p90: Int
    var p99: Int
    var p999: Int
    var least: Int
    /// The median of taking the time twice with nothing between.
    var timer: Int

    enum CodingKeys: String, CodingKey {
        case p50 = "p50_ns"
        case p90 = "p90_ns"
        case p99 = "p99_ns"
        case p999 = "p999_ns"
        case least = "min_ns"
        case timer = "timer_ns"
    }

    /// - Parameter times: at least one each.
    init(times: [Int], timer: [Int]) {
        let sorted = times.sorted()
        p50 = Self.quantile(0.5, of: sorted)
        p90 = Self.quantile(0.9, of: sorted)
        p99 = Self.quantile(0.99, of: sorted)
        p999 = Self.quantile(0.999, of: sorted)
        least = sorted[0]
        self.timer = Self.quantile(0.5, of: timer.sorted())
    }

    /// The least of the sorted times that at least a share `level` of them do not exceed.
    private static func quantile(_ level: Double, of sorted: [Int]) -> Int {
        sorted[min(sorted.count - 1, max(0, Int((level * Double(sorted.count)).rounded(.up)) - 1))]
    }
}

/// How many rows go through in batches.
struct BatchRate: Encodable {
    var threads: Int
    var rowsPerSecond: Double
    /// The same by processor time, of all threads together.
    var rowsPerProcessorSecond: Double

    enum CodingKeys: String, CodingKey {
        case threads
        case rowsPerSecond = "rows_per_s"
        case rowsPerProcessorSecond = "rows_per_cpu_s"
    }
}

/// Asks a model for the rows of a table and takes the time.
struct PredictionBenchmark {
    private let model: Booster
    /// Row after row, as a caller would have them.
    private let features: FeatureMatrix
    /// The rows asked one by one, one after the other.
    private let rows: [Double]
    private let rowCount: Int

    private static let distinctRowCountMax = 1_024
    private static let callCountMin = 100_000
    private static let warmingSeconds = 0.2
    private static let batchSecondsMin = 0.3

    init(model: Booster, features: FeatureMatrix) throws {
        self.model = model
        self.features = try GBDTFailure.explain { try features.rows(0..<features.rowCount) }
        rowCount = min(features.rowCount, Self.distinctRowCountMax)
        rows = (0..<rowCount).flatMap { features.row($0) }
    }

    /// Every row in turn, at least 100,000 calls, after a warming up.
    /// - Throws: `CancellationError` after an interruption.
    func singleRows() throws -> SingleRowTimes {
        let passCount = (Self.callCountMin + rowCount - 1) / rowCount
        var times = [Int](repeating: 0, count: passCount * rowCount)
        var timer = times
        let start = MachineTime.nanoseconds
        repeat { ask(&times, from: 0) } while MachineTime.seconds(since: start) < Self.warmingSeconds
        for pass in 0..<passCount {
            try Task.checkCancellation()
            ask(&times, from: pass * rowCount)
        }
        for call in timer.indices {
            let begin = MachineTime.nanoseconds
            timer[call] = MachineTime.nanoseconds - begin
        }
        return SingleRowTimes(times: times, timer: timer)
    }

    private func ask(_ times: inout [Int], from first: Int) {
        let width = model.columnCount
        var times = times.mutableSpan
        let hasSingleOutput = model.outputCount == 1
        for row in 0..<rowCount {
            let values = rows.span.extracting(row * width..<(row + 1) * width)
            let begin = MachineTime.nanoseconds
            if hasSingleOutput { keep(model.predict(values)) } else { keep(model.predictions(values)[0]) }
            times[first + row] = MachineTime.nanoseconds - begin
        }
    }

    /// Whole tables for at least 0.3 s, after one that does not count.
    /// - Throws: `CancellationError` after an interruption.
    func batch(threadCount: Int) throws -> BatchRate {
        try predictAll(threadCount)
        let (start, used) = (MachineTime.nanoseconds, MachineTime.processorSeconds)
        var callCount = 0
        repeat {
            try predictAll(threadCount)
            callCount += 1
        } while MachineTime.seconds(since: start) < Self.batchSecondsMin
        let seconds = MachineTime.seconds(since: start)
        let processorSeconds = MachineTime.processorSeconds - used
        let count = Double(callCount * features.rowCount)
        return BatchRate(
            threads: threadCount, rowsPerSecond: count / seconds, rowsPerProcessorSecond: count / processorSeconds)
    }

    private func predictAll(_ threadCount: Int) throws {
        try Task.checkCancellation()
        let predictions = try GBDTFailure.explain { try model.predictions(features, threadCount: threadCount) }
        keep(predictions[predictions.count - 1])
    }

    /// A call to here is not optimised away, and so neither is what makes the value.
    @inline(never)
    private func keep(_ value: Double) {}
}
