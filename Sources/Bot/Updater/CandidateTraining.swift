import BotForecasting
import GBDT
import Market

/// A model as it would be deployed, with the ridge regression it has to beat.
struct Candidate {
    let booster: Booster
    let modelText: String
    let columns: [Int]
    /// Whether the trees were grown on top of the ridge regression, which is then part of the model.
    let hasLinearPart: Bool
    let calibrator: Calibrator
    let ridge: LinearBaseline
    let ridgeCalibrator: Calibrator
    /// Limits at which outcomes are cut: the 0.1 and 99.9 % quantiles of the training part.
    let winsor: ClosedRange<Double>
    let residualStandardDeviation: Double
    let eventCorrelation: Double

    /// Deployed forecasts for values of the model's columns, row after row.
    func moves(rowMajor values: [Float]) -> [Double] {
        let slope = calibrator.deployedSlope
        return Self.raw(booster, hasLinearPart ? ridge.model : nil, rowMajor: values).map {
            winsorised(slope * $0, winsor)
        }
    }

    func moves(_ examples: ExampleSet, rows: [Int]) -> [Double] {
        moves(rowMajor: examples.rowMajor(columns: columns, rows: rows))
    }

    func ridgeMoves(_ examples: ExampleSet, rows: [Int]) -> [Double] {
        let slope = ridgeCalibrator.deployedSlope
        return ridge.predict(examples, rows: rows).map { winsorised(slope * $0, winsor) }
    }

    /// Outcomes of rows, cut at the training part's limits.
    func outcomes(_ examples: ExampleSet, rows: [Int]) -> [Double] {
        rows.map { winsorised(examples.logitMoves[$0], winsor) }
    }

    /// Uncalibrated: sum of trees and linear part.
    static func raw(_ booster: Booster, _ linear: LinearModel?, rowMajor values: [Float]) -> [Double] {
        let width = booster.columnCount
        let all = values.span
        return (0..<values.count / width).map { row in
            let span = all.extracting(row * width..<(row + 1) * width)
            return booster.predict(span) + (linear?.predict(span) ?? 0)
        }
    }
}

/// From the four parts of a split to a candidate. Every fitted number comes from train, stop or calibration rows.
struct CandidateTraining {
    let examples: ExampleSet
    let split: TimeSplit
    let columns: [Int]
    let transforms: [ColumnTransform]
    let parameters: TrainingParameters
    let growsOnLinear: Bool

    static let winsorShare = 0.001

    func run() throws(GBDTError) -> Candidate {
        let winsor = Self.winsorLimits(split.train.map { examples.logitMoves[$0] })
        let outcomes = { (rows: [Int]) in rows.map { winsorised(examples.logitMoves[$0], winsor) } }
        let correlation = SampleWeights.eventCorrelation(
            examples, rows: split.train, outcomes: outcomes(split.train))
        let part = { (rows: [Int], newest: Timestamp?) in
            WeightedRows(
                rows: rows,
                weights: SampleWeights.weights(examples, rows: rows, eventCorrelation: correlation, newest: newest),
                outcomes: outcomes(rows))
        }
        let train = part(split.train, split.train.last.map { examples.times[$0] })
        let stop = part(split.stop, nil)
        let calibration = part(split.calibration, nil)
        guard let ridge = LinearBaseline(examples, columns: columns, transforms: transforms, train: train, stop: stop)
        else { throw .unsupportedShape(rowCount: min(train.rows.count, stop.rows.count), columnCount: columns.count) }
        let modelText = try grow(train, stop, on: growsOnLinear ? ridge : nil).modelText()
        // Judged is what will be deployed: the model as its text tells it.
        let booster = try Booster(modelText: modelText)
        let raw = Candidate.raw(
            booster, growsOnLinear ? ridge.model : nil,
            rowMajor: examples.rowMajor(columns: columns, rows: calibration.rows))
        let calibrator = Calibrator(forecasts: raw, outcomes: calibration.outcomes, weights: calibration.weights)
        let ridgeCalibrator = Calibrator(
            forecasts: ridge.predict(examples, rows: calibration.rows), outcomes: calibration.outcomes,
            weights: calibration.weights)
        return Candidate(
            booster: booster, modelText: modelText, columns: columns, hasLinearPart: growsOnLinear,
            calibrator: calibrator, ridge: ridge, ridgeCalibrator: ridgeCalibrator, winsor: winsor,
            residualStandardDeviation: Self.residualDeviation(raw.map { calibrator.deployedSlope * $0 }, calibration),
            eventCorrelation: correlation)
    }

    /// Trees on what the linear part leaves of the outcomes, or on the outcomes themselves.
    private func grow(
        _ train: WeightedRows, _ stop: WeightedRows, on linear: LinearBaseline?
    ) throws(GBDTError) -> Booster {
        let names = columns.map { examples.columnNames[$0] }
        let labels = { (part: WeightedRows) -> [Float] in
            guard let linear else { return part.outcomes.map { Float($0) } }
            return zip(part.outcomes, linear.predict(examples, rows: part.rows)).map { Float($0 - $1) }
        }
        let training = try Dataset(
            examples.matrix(columns: columns, rows: train.rows), labels: labels(train),
            weights: train.weights.map { Float($0) }, featureNames: names, parameters: parameters)
        let validation = try Dataset(
            examples.matrix(columns: columns, rows: stop.rows), labels: labels(stop),
            weights: stop.weights.map { Float($0) }, featureNames: names, parameters: parameters,
            binnedLike: training)
        return try Booster.train(on: training, validation: [validation], parameters: parameters)
    }

    static func winsorLimits(_ outcomes: [Double]) -> ClosedRange<Double> {
        guard !outcomes.isEmpty else { return 0...0 }
        let rising = outcomes.sorted()
        return quantile(rising, winsorShare)...quantile(rising, 1 - winsorShare)
    }

    private static func residualDeviation(_ forecasts: [Double], _ part: WeightedRows) -> Double {
        var sum = 0.0
        var total = 0.0
        for index in forecasts.indices {
            let residual = part.outcomes[index] - forecasts[index]
            sum += part.weights[index] * residual * residual
            total += part.weights[index]
        }
        return total > 0 ? (sum / total).squareRoot() : 0
    }
}

func winsorised(_ value: Double, _ limits: ClosedRange<Double>) -> Double {
    min(max(value, limits.lowerBound), limits.upperBound)
}

extension ExampleSet {
    func matrix(columns: [Int], rows: [Int]) throws(GBDTError) -> FeatureMatrix {
        try FeatureMatrix(
            rowCount: rows.count, columnCount: columns.count, columnMajor: columnMajor(columns: columns, rows: rows))
    }
}
