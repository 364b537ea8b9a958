import Glibc

/// Times of single calls in nanoseconds. What reading the clock costs is part of each.
struct Samples {
    private var values: [Double] = []

    init() { values.reserveCapacity(20_000) }

    static func now() -> Int64 {
        var time = timespec()
        clock_gettime(CLOCK_MONOTONIC, &time)
        return Int64(time.tv_sec) * 1_000_000_000 + Int64(time.tv_nsec)
    }

    /// Two readings of the clock with nothing in between.
    static func ofClock() -> Samples {
        var samples = Samples()
        for _ in 0..<10_000 { samples.measure {} }
        return samples
    }

    var count: Int { values.count }
    var mean: Double { values.reduce(0, +) / Double(values.count) }

    mutating func add(_ nanoseconds: Int64) { values.append(Double(nanoseconds)) }

    @inline(__always)
    mutating func measure(_ call: () -> Void) {
        let start = Self.now()
        call()
        add(Self.now() - start)
    }

    /// The smallest value that at least this share of the samples does not exceed.
    func quantiles(_ shares: [Double]) -> [Double] {
        let sorted = values.sorted()
        return shares.map { sorted[max(0, min(sorted.count - 1, Int(($0 * Double(sorted.count)).rounded(.up)) - 1))] }
    }
}

/// One figure of several repeats.
struct Figure {
    var name: String
    var unit: String
    private(set) var values: [Double] = []

    init(_ name: String, _ unit: String, _ values: [Double] = []) {
        self.name = name
        self.unit = unit
        self.values = values
    }

    mutating func add(_ value: Double) { values.append(value) }

    /// A line of JSON: the median over the repeats, the smallest and the largest.
    func report() {
        let sorted = values.sorted()
        let middle = sorted.count / 2
        let median = sorted.count % 2 == 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2
        print(
            "{\"name\":\"\(name)\",\"unit\":\"\(unit)\",\"median\":\(median),\"min\":\(sorted[0]),"
                + "\"max\":\(sorted[sorted.count - 1]),\"repeats\":\(sorted.count)}")
    }
}

/// Figures by name in the order in which they first came.
struct Report {
    private var figures: [Figure] = []

    mutating func add(_ name: String, _ unit: String, _ value: Double) {
        if let index = figures.firstIndex(where: { $0.name == name }) {
            figures[index].add(value)
        } else {
            figures.append(Figure(name, unit, [value]))
        }
    }

    /// p50, p90, p99 and mean of one repeat.
    mutating func add(_ name: String, _ samples: Samples, unit: String = "ns") {
        let scale = unit == "us" ? 1e-3 : 1
        for (label, value) in zip(["p50", "p90", "p99"], samples.quantiles([0.5, 0.9, 0.99])) {
            add("\(name) \(label)", unit, value * scale)
        }
        add("\(name) mean", unit, samples.mean * scale)
    }

    func print() {
        for figure in figures { figure.report() }
    }
}
