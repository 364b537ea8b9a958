public import Market

/// Rows of four parts in time order: train, early stop, calibrate, test, with purge and embargo between each two.
///
///     |-- train --|P+E|-- stop --|P+E|-- calibration --|P+E|-- test --|-- H --| as of
///
/// Purge: a label interval (t, t1] of an earlier part may not reach into a later one. Embargo: the last E before each
/// boundary are left out as well. Algorithm of validation.md section 9 (after Lopez de Prado 2018, ch. 7).
public struct TimeSplit: Hashable, Sendable {
    public let train: [Int]
    public let stop: [Int]
    public let calibration: [Int]
    public let test: [Int]
    /// Start of the test part, on the hour.
    public let testStart: Timestamp
    /// End of its last whole hour, all labels of which can be ready.
    public let testEnd: Timestamp

    /// Lengths of the parts.
    public struct Plan: Hashable, Sendable {
        public var horizon: Duration
        /// Time from t1 until a label is ready.
        public var labelDelay: Duration = .seconds(60)
        public var embargo: Duration
        public var stop: Duration
        public var calibration: Duration
        public var test: Duration
        public var trainMax: Duration = .days(60)

        public init(horizon: Duration, embargo: Duration, stop: Duration, calibration: Duration, test: Duration) {
            self.horizon = horizon
            self.embargo = embargo
            self.stop = stop
            self.calibration = calibration
            self.test = test
        }

        /// The plan of a tier, its test part lengthened by some hours.
        public init(_ tier: Tier.Requirements, horizon: Duration, extraTestHours: Int = 0) {
            self.init(
                horizon: horizon, embargo: .hours(tier.embargoHours), stop: .hours(tier.stopHours),
                calibration: .hours(tier.calibrationHours), test: .hours(tier.testHours + extraTestHours))
        }
    }

    /// Splits the rows that were ready at `asOf`. Parts may come out empty; what they must hold is the gate's affair.
    ///
    /// - Throws: ``TimeSplitError`` when rows are out of order or doubled, a label was known before its interval ended,
    ///   or two parts overlap: signs of a bug upstream that would let the future in.
    public init(_ examples: ExampleSet, asOf: Timestamp, plan: Plan) throws(TimeSplitError) {
        try Self.checkRows(examples)
        let reach = plan.horizon + plan.embargo
        let testEnd = (asOf - plan.horizon - plan.labelDelay).floored(to: .hours(1))
        let testStart = (testEnd - plan.test).floored(to: .hours(1))
        let calibrationStart = testStart - reach - plan.calibration
        let stopStart = calibrationStart - reach - plan.stop
        let trainStart = asOf - plan.trainMax
        var train: [Int] = []
        var stop: [Int] = []
        var calibration: [Int] = []
        var test: [Int] = []
        for row in 0..<examples.rowCount where examples.ready[row] <= asOf {
            let time = examples.times[row]
            let cleared = examples.ends[row] + plan.embargo
            if time >= testStart {
                test.append(row)
            } else if time >= calibrationStart {
                if cleared <= testStart { calibration.append(row) }
            } else if time >= stopStart {
                if cleared <= calibrationStart { stop.append(row) }
            } else if time >= trainStart, cleared <= stopStart {
                train.append(row)
            }
        }
        try self.init(
            train: train, stop: stop, calibration: calibration, test: test, testStart: testStart,
            testEnd: testEnd, verifiedOn: examples, embargo: plan.embargo)
    }

    /// Parts drawn elsewhere, accepted only when no earlier one reaches into a later one.
    init(
        train: [Int], stop: [Int], calibration: [Int], test: [Int], testStart: Timestamp, testEnd: Timestamp,
        verifiedOn examples: ExampleSet, embargo: Duration
    ) throws(TimeSplitError) {
        self.train = train
        self.stop = stop
        self.calibration = calibration
        self.test = test
        self.testStart = testStart
        self.testEnd = testEnd
        let parts = [("train", train), ("stop", stop), ("calibration", calibration), ("test", test)]
        for earlier in parts.indices {
            for later in parts.indices where later > earlier {
                try Self.check(parts[earlier], before: parts[later], examples, embargo)
            }
        }
    }

    /// max(t1) + E <= min(t), which also says that no row is in both parts.
    private static func check(
        _ earlier: (name: String, rows: [Int]), before later: (name: String, rows: [Int]), _ examples: ExampleSet,
        _ embargo: Duration
    ) throws(TimeSplitError) {
        guard let start = later.rows.map({ examples.times[$0] }).min(),
            let worst = earlier.rows.max(by: { examples.ends[$0] < examples.ends[$1] })
        else { return }
        if examples.ends[worst] + embargo > start {
            throw .leak(
                earlier: earlier.name, later: later.name, row: worst, end: examples.ends[worst], start: start,
                embargo: embargo)
        }
    }

    /// Rows must rise strictly by (time, asset), and no label may be known before its interval has ended.
    static func checkRows(_ examples: ExampleSet) throws(TimeSplitError) {
        for row in 0..<examples.rowCount {
            guard examples.times[row] < examples.ends[row] else { throw .emptyInterval(row: row) }
            guard examples.ready[row] >= examples.ends[row] else {
                throw .knownTooEarly(row: row, end: examples.ends[row], ready: examples.ready[row])
            }
            guard row > 0 else { continue }
            let previous = (examples.times[row - 1], examples.assets[row - 1])
            let current = (examples.times[row], examples.assets[row])
            if previous == current { throw .doubledRow(row: row, time: current.0, asset: current.1) }
            if previous > current { throw .unordered(row: row, time: current.0, after: previous.0) }
        }
    }
}

/// Rows that would let a model see the future. Never repaired, never skipped: the cycle ends with it.
public enum TimeSplitError: Error, Hashable, Sendable {
    /// A label interval of the earlier part, with its embargo, reaches past the start of the later part.
    case leak(earlier: String, later: String, row: Int, end: Timestamp, start: Timestamp, embargo: Duration)
    /// Rows must rise strictly by (time, asset). Newest first is how the original validated on the past.
    case unordered(row: Int, time: Timestamp, after: Timestamp)
    case doubledRow(row: Int, time: Timestamp, asset: AssetID)
    /// A label interval must have a positive length.
    case emptyInterval(row: Int)
    /// A label that was known before its interval ended cannot be one.
    case knownTooEarly(row: Int, end: Timestamp, ready: Timestamp)
}
