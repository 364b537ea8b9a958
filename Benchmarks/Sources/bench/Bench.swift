import GBDT

/// Trains and predicts on made-up data of the bot's shape and prints one JSON line a figure.
///
/// Data: 40 columns of normal numbers, one of which carries an R2 of about 0.08. The figures are of this machine and
/// this moment; comparisons with other libraries are made in one run with them.
@main
enum Bench {
    static let rowCount = 60_000
    static let columnCount = 40
    static let rounds = 50

    static func main() throws {
        var generator = SplitMix64(state: 1)
        var values = [Float](repeating: 0, count: rowCount * columnCount)
        for index in values.indices { values[index] = generator.normal() }
        let labels = (0..<rowCount).map { 0.3 * values[$0 * columnCount] + generator.normal() }

        var parameters = TrainingParameters()
        parameters.iterations = rounds
        parameters.learningRate = 0.05
        parameters.depthMax = 5
        parameters.leafCountMax = 31

        let clock = ContinuousClock()
        let matrix = try FeatureMatrix(rowCount: rowCount, columnCount: columnCount, rowMajor: values)
        var dataset: Dataset?
        let binning = try clock.measure { dataset = try Dataset(matrix, labels: labels, parameters: parameters) }
        guard let dataset else { return }
        var booster: Booster?
        let training = try clock.measure { booster = try Booster.train(on: dataset, parameters: parameters) }
        guard let booster else { return }
        var predictions: [Double] = []
        let batch = try clock.measure { predictions = try booster.predict(matrix) }
        var sum = 0.0
        let singles = clock.measure {
            for row in 0..<rowCount {
                let start = row * columnCount
                let slice = Array(values[start..<start + columnCount])
                sum += booster.predict(slice.span)
            }
        }

        let perRow = Duration.nanoseconds(1) * rowCount
        report("binning", binning / .milliseconds(1), "ms")
        report("training, per tree", training / .milliseconds(1) / Double(rounds), "ms")
        report("prediction, batch, per row", batch / perRow, "ns")
        report("prediction, single rows, per row", singles / perRow, "ns")
        report("R2 on training rows", Metric.r2(labels: labels, predictions: predictions, weights: nil), "")
        report("sum of predictions", sum, "")
    }

    static func report(_ name: String, _ value: Double, _ unit: String) {
        print(
            "{\"benchmark\":\"\(name)\",\"rows\":\(rowCount),\"columns\":\(columnCount),\"trees\":\(rounds),",
            terminator: "")
        print("\"value\":\(value),\"unit\":\"\(unit)\"}")
    }
}

/// SplitMix64 (Steele, Lea, Flood 2014).
struct SplitMix64 {
    var state: UInt64

    mutating func next() -> UInt64 {
        state &+= 0x9e37_79b9_7f4a_7c15
        var z = state
        z = (z ^ (z >> 30)) &* 0xbf58_476d_1ce4_e5b9
        z = (z ^ (z >> 27)) &* 0x94d0_49bb_1331_11eb
        return z ^ (z >> 31)
    }

    /// About normal: the sum of twelve uniform numbers less six.
    mutating func normal() -> Float {
        var sum = -6.0
        for _ in 0..<12 { sum += Double(next() >> 11) * 0x1p-53 }
        return Float(sum)
    }
}
