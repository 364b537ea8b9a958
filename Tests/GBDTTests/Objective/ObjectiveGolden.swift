import FoundationEssentials
import Testing

@testable import GBDT

/// What LightGBM 4.7.0 does with each objective at given scores: `Golden/objectives.json`, made by
/// `Support/make_objective_golden.py`. Unlike the golden models it lies in the package.
struct ObjectiveGolden: Decodable {
    struct Case: Decodable, CustomTestStringConvertible {
        var objective: String
        var labels: String
        var weighted: Bool
        var grouped: Bool
        var scores: String
        var outputs: Int
        var parameters: Parameters
        /// Gradients and hessians, one array per output. A hessian without gradient does not show: nil.
        var g: [[Float]]
        var h: [[Float?]]
        var initial: [Double]
        var name: String
        var metrics: [String: Double]
        /// Of objectives with renewed leaves: leaf of every row, value of every leaf.
        var leaf: [Int]?
        var renewed: [Double]?

        var testDescription: String { "\(name) \(parameters) \(weighted ? "weighted" : "") \(scores)" }
    }

    struct Parameters: Decodable {
        var reg_sqrt: Bool?
        var alpha: Double?
        var fair_c: Double?
        var tweedie_variance_power: Double?
        var sigmoid: Double?
        var is_unbalance: Bool?
        var scale_pos_weight: Double?
        var multi_error_top_k: Int?
        var lambdarank_norm: Bool?
        var lambdarank_truncation_level: Int?
        var label_gain: [Double]?
        var objective_seed: Int?
    }

    var groups: [Int]
    var labels: [String: [Float]]
    var weights: [Float]
    var scores: [String: [[Double]]]
    var cases: [Case]

    static func read() throws -> ObjectiveGolden {
        let folder = #filePath.split(separator: "/").dropLast(2).joined(separator: "/")
        let text = try String(contentsOfFile: "/\(folder)/Golden/objectives.json", encoding: .utf8)
        return try JSONDecoder().decode(ObjectiveGolden.self, from: Data(text.utf8))
    }

    /// Read once per process; a test that finds no cases fails.
    static let golden = try? read()
    static let cases = golden?.cases ?? []

    func data(_ golden: Case) throws -> Dataset {
        let labels = labels[golden.labels] ?? []
        let matrix = try FeatureMatrix(
            rowCount: labels.count, columnCount: 1, rowMajor: labels.indices.map { Double($0) })
        return try Dataset(
            matrix, labels: labels, weights: golden.weighted ? weights : nil, groups: golden.grouped ? groups : nil)
    }

    func scores(_ golden: Case) -> [[Double]] { Array((scores[golden.scores] ?? []).prefix(golden.outputs)) }
}

extension ObjectiveGolden.Case {
    var kind: ObjectiveKind? { ObjectiveKind.allCases.first { $0.name == objective } }

    func trainingParameters() -> TrainingParameters {
        var result = TrainingParameters()
        result.objective = kind ?? .custom
        result.classCount = outputs
        result.regressionSqrt = parameters.reg_sqrt ?? result.regressionSqrt
        result.alpha = parameters.alpha ?? result.alpha
        result.fairC = parameters.fair_c ?? result.fairC
        result.tweedieVariancePower = parameters.tweedie_variance_power ?? result.tweedieVariancePower
        result.sigmoid = parameters.sigmoid ?? result.sigmoid
        result.isUnbalance = parameters.is_unbalance ?? result.isUnbalance
        result.scalePosWeight = parameters.scale_pos_weight ?? result.scalePosWeight
        result.multiErrorTopK = parameters.multi_error_top_k ?? result.multiErrorTopK
        result.lambdaRankNorm = parameters.lambdarank_norm ?? result.lambdaRankNorm
        result.lambdaRankTruncationLevel =
            parameters.lambdarank_truncation_level ?? result.lambdaRankTruncationLevel
        result.labelGain = parameters.label_gain ?? result.labelGain
        result.objectiveSeed = parameters.objective_seed
        return result
    }

    func objective(on data: Dataset) throws -> any Objective {
        let parameters = trainingParameters()
        try parameters.objective.checkLabels(of: data, parameters: parameters)
        return parameters.objective.make(for: data, parameters: parameters)
    }
}
