import BotForecasting

/// Rows with their weights and (winsorised) outcomes.
struct WeightedRows {
    var rows: [Int]
    var weights: [Double]
    var outcomes: [Double]
}

/// Ridge regression on standardised columns: what a model of trees is grown on and has to beat.
///
/// Columns go through their transform, are standardised by the training part, and a missing value is the mean there.
/// There is no intercept: a price is its own best forecast. The penalty is the one of a fixed ladder with the least
/// loss on the early-stopping part.
struct LinearBaseline: Sendable {
    /// Penalties per unit of total weight, on columns of variance 1.
    static let penalties = [1e-3, 1e-2, 3e-2, 0.1, 0.3, 1, 3, 10, 30]

    let model: LinearModel
    let penalty: Double
    private let columns: [Int]

    /// Nil when training or stop part is empty, or the columns cannot be told apart at any penalty.
    init?(
        _ examples: ExampleSet, columns: [Int], transforms: [ColumnTransform], train: WeightedRows, stop: WeightedRows
    ) {
        precondition(columns.count == transforms.count, "one transform per column")
        let total = train.weights.reduce(0, +)
        guard total > 0, !stop.rows.isEmpty else { return nil }
        let moments = columns.indices.map { Self.moments(examples, columns[$0], transforms[$0], train) }
        let means = moments.map(\.mean)
        let scales = moments.map(\.scale)
        let frame = LinearModel(
            transforms: transforms, means: means, scales: scales, coefficients: means.map { _ in 0 })
        let system = NormalEquations(examples, columns: columns, frame, train)
        let stopValues = standardised(examples, rows: stop.rows, columns: columns, frame)
        var best: (loss: Double, penalty: Double, coefficients: [Double])?
        for penalty in Self.penalties {
            guard let coefficients = system.solve(penalty: penalty * total) else { continue }
            var loss = 0.0
            for index in stop.rows.indices {
                let residual = stop.outcomes[index] - dot(coefficients, stopValues, index * columns.count)
                loss += stop.weights[index] * residual * residual
            }
            if best.map({ loss < $0.loss }) ?? true { best = (loss, penalty, coefficients) }
        }
        guard let best else { return nil }
        self.columns = columns
        penalty = best.penalty
        model = LinearModel(transforms: transforms, means: means, scales: scales, coefficients: best.coefficients)
    }

    /// Raw (uncalibrated) forecasts.
    func predict(_ examples: ExampleSet, rows: [Int]) -> [Double] {
        let values = standardised(examples, rows: rows, columns: columns, model)
        return rows.indices.map { dot(model.coefficients, values, $0 * columns.count) }
    }

    private static func moments(
        _ examples: ExampleSet, _ column: Int, _ transform: ColumnTransform, _ part: WeightedRows
    ) -> (mean: Double, scale: Double) {
        let width = examples.columnCount
        var total = 0.0
        var mean = 0.0
        var squares = 0.0
        for (row, weight) in zip(part.rows, part.weights) {
            let value = transform(Double(examples.values[row * width + column]))
            guard value.isFinite, weight > 0 else { continue }
            total += weight
            let delta = value - mean
            mean += delta * weight / total
            squares += weight * delta * (value - mean)
        }
        let variance = total > 0 ? squares / total : 0
        // Rounding alone gives a constant column a variance near 1e-30 of its square.
        return (mean, variance > 1e-18 * max(1, mean * mean) ? 1 / variance.squareRoot() : 0)
    }
}

/// Some columns of some rows as a linear model sees them, row after row.
private func standardised(
    _ examples: ExampleSet, rows: [Int], columns: [Int], _ model: LinearModel
) -> [Double] {
    var result = [Double](repeating: 0, count: rows.count * columns.count)
    var output = result.mutableSpan
    let source = examples.values.span
    let width = examples.columnCount
    for (place, column) in columns.enumerated() {
        for index in rows.indices {
            output[index * columns.count + place] = model.standardised(
                source[rows[index] * width + column], column: place)
        }
    }
    return result
}

private func dot(_ coefficients: [Double], _ values: [Double], _ start: Int) -> Double {
    var sum = 0.0
    for index in coefficients.indices { sum += coefficients[index] * values[start + index] }
    return sum
}

/// X'WX and X'Wy, accumulated in blocks of rows.
private struct NormalEquations {
    private static let blockRows = 2_048
    private let size: Int
    private let matrix: [Double]
    private let vector: [Double]

    init(_ examples: ExampleSet, columns: [Int], _ frame: LinearModel, _ part: WeightedRows) {
        let size = columns.count
        var matrix = [Double](repeating: 0, count: size * size)
        var vector = [Double](repeating: 0, count: size)
        for start in stride(from: 0, to: part.rows.count, by: Self.blockRows) {
            let end = min(start + Self.blockRows, part.rows.count)
            let values = standardised(examples, rows: Array(part.rows[start..<end]), columns: columns, frame)
            var sums = matrix.mutableSpan
            var right = vector.mutableSpan
            for index in start..<end {
                let row = values.span.extracting((index - start) * size..<(index - start + 1) * size)
                Self.add(row, part.weights[index], part.outcomes[index], &sums, &right)
            }
        }
        (self.size, self.matrix, self.vector) = (size, matrix, vector)
    }

    /// The lower triangle of one row's outer product, and its part of the right-hand side.
    private static func add(
        _ row: Span<Double>, _ weight: Double, _ outcome: Double, _ sums: inout MutableSpan<Double>,
        _ right: inout MutableSpan<Double>
    ) {
        for i in row.indices {
            let scaled = weight * row[i]
            right[i] += scaled * outcome
            if scaled == 0 { continue }
            let place = i * row.count
            for j in 0...i { sums[place + j] += scaled * row[j] }
        }
    }

    /// Solves (X'WX + penalty I) c = X'Wy by Cholesky; nil when the matrix is not positive definite.
    func solve(penalty: Double) -> [Double]? {
        var lower = matrix
        for i in 0..<size { lower[i * size + i] += penalty }
        for i in 0..<size {
            for j in 0...i {
                var sum = lower[i * size + j]
                for k in 0..<j { sum -= lower[i * size + k] * lower[j * size + k] }
                if i == j {
                    guard sum > 0 else { return nil }
                    lower[i * size + i] = sum.squareRoot()
                } else {
                    lower[i * size + j] = sum / lower[j * size + j]
                }
            }
        }
        var solution = vector
        for i in 0..<size {
            for k in 0..<i { solution[i] -= lower[i * size + k] * solution[k] }
            solution[i] /= lower[i * size + i]
        }
        for i in (0..<size).reversed() {
            for k in i + 1..<max(size, i + 1) { solution[i] -= lower[k * size + i] * solution[k] }
            solution[i] /= lower[i * size + i]
        }
        return solution
    }
}
