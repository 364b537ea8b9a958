import FoundationEssentials

@testable import GBDT

/// Golden files made by LightGBM 4.7.0. They live beside the package, in `../shared`, and are absent elsewhere.
enum GoldenFiles {
    /// `../shared/gbdt`, seen from the folder that holds Package.swift.
    static let root: String? = {
        var folder = #filePath[...]
        while let slash = folder.lastIndex(of: "/") {
            folder = folder[..<slash]
            if FileManager.default.fileExists(atPath: folder + "/Package.swift") {
                let shared = folder[..<(folder.lastIndex(of: "/") ?? folder.startIndex)] + "/shared/gbdt"
                return FileManager.default.fileExists(atPath: String(shared)) ? String(shared) : nil
            }
        }
        return nil
    }()

    static var areAvailable: Bool { root != nil }

    static func text(_ path: String) throws -> String {
        guard let root else { throw CocoaError(.fileReadNoSuchFile) }
        return try String(contentsOfFile: root + "/" + path, encoding: .utf8)
    }

    static func exists(_ path: String) -> Bool {
        root.map { FileManager.default.fileExists(atPath: $0 + "/" + path) } ?? false
    }

    static func json<Value: Decodable>(_ path: String, as type: Value.Type) throws -> Value {
        try JSONDecoder().decode(type, from: Data(text(path).utf8))
    }

    /// Numbers of a table without header; an empty field is NaN.
    static func table(_ path: String, separator: Character = ",") throws -> [[Double]] {
        try text(path).split(separator: "\n").map { line in
            line.split(separator: separator, omittingEmptySubsequences: false).map { $0.isEmpty ? .nan : Double($0)! }
        }
    }
}

/// A golden case's case.json.
struct GoldenCase: Decodable {
    struct NaNRule: Decodable {
        var columns: [Int]
        var mod: Int
        var below: Int
    }

    var name: String
    var data: String
    var rounds: Int
    var train_rows: Int
    var feature_names: [String]
    var nan_rule: NaNRule?
    var use: [String]?
    var categorical_indexes: [Int]
    var num_features: Int

    static func named(_ name: String) throws -> GoldenCase {
        try GoldenFiles.json("golden/\(name)/case.json", as: GoldenCase.self)
    }

    /// Rows of one part of the data set: label first, then features, missing values put in by the case's rule.
    private func rows(_ part: String) throws -> [[Double]] {
        var rows: [[Double]]
        if GoldenFiles.exists("data/\(data).\(part).svm") {
            rows = try sparseRows(part)
        } else if GoldenFiles.exists("data/\(data).\(part).tsv") {
            rows = try GoldenFiles.table("data/\(data).\(part).tsv", separator: "\t")
        } else {
            let lines = try GoldenFiles.text("data/\(data).csv").split(separator: "\n").dropFirst()
            let all = lines.map { line in
                line.split(separator: ",", omittingEmptySubsequences: false).map { $0.isEmpty ? .nan : Double($0)! }
            }
            rows = Array(part == "train" ? all[..<train_rows] : all[train_rows...])
        }
        if let rule = nan_rule {
            for row in rows.indices {
                for column in rule.columns where (row * 31 + column * 17) % rule.mod < rule.below {
                    rows[row][column + 1] = .nan
                }
            }
        }
        return rows
    }

    /// Label, then features; those a line does not name are 0.
    private func sparseRows(_ part: String) throws -> [[Double]] {
        try GoldenFiles.text("data/\(data).\(part).svm").split(separator: "\n").map { line in
            let words = line.split(separator: " ")
            var row = [Double](repeating: 0, count: num_features + 1)
            row[0] = Double(words[0])!
            for word in words.dropFirst() {
                let pair = word.split(separator: ":")
                row[Int(pair[0])! + 1] = Double(pair[1])!
            }
            return row
        }
    }

    private func groups(_ part: String) throws -> [Int]? {
        guard use?.contains("group") == true else { return nil }
        return try GoldenFiles.text("data/\(data).\(part).query").split(separator: "\n").map { Int($0)! }
    }

    private func weights(_ part: String) throws -> [Float]? {
        guard use?.contains("weight") == true else { return nil }
        return try GoldenFiles.text("data/\(data).\(part).weight").split(separator: "\n").map { Float($0)! }
    }

    func dataset(_ part: String, parameters: TrainingParameters, like reference: Dataset? = nil) throws -> Dataset {
        let rows = try rows(part)
        let matrix = try FeatureMatrix(
            rowCount: rows.count, columnCount: rows[0].count - 1, rowMajor: rows.flatMap { $0.dropFirst() })
        return try Dataset(
            matrix, labels: rows.map { Float($0[0]) }, weights: weights(part), groups: groups(part),
            categoricalColumns: categorical_indexes, featureNames: feature_names, parameters: parameters,
            binnedLike: reference)
    }

    /// The parameters of the case, as this library spells them.
    func parameters() throws -> TrainingParameters {
        let text = try GoldenFiles.text("golden/\(name)/case.json")
        let object = text[text.firstRange(of: "\"effective_params\"")!.upperBound...]
        var parameters = TrainingParameters()
        parameters.iterations = rounds
        let constraints = object.split(separator: "monotone_constraints\": [", maxSplits: 1)
        if constraints.count == 2 {
            parameters.monotoneConstraints = constraints[1].prefix { $0 != "]" }.split(separator: ",").map {
                Int($0.filter { !$0.isWhitespace })!
            }
        }
        for line in object[..<object.firstIndex(of: "}")!].split(separator: "\n") {
            let pair = line.split(separator: ":").map { $0.filter { !" \",".contains($0) } }
            if pair.count == 2 { set(pair[0], pair[1], in: &parameters) }
        }
        return parameters
    }

    private func set(_ key: String, _ value: String, in parameters: inout TrainingParameters) {
        let integers: [String: WritableKeyPath<TrainingParameters, Int>] = [
            "num_leaves": \.leafCountMax, "max_depth": \.depthMax, "min_data_in_leaf": \.minDataInLeaf,
            "max_bin": \.binCountMax, "min_data_in_bin": \.minDataInBin, "bin_construct_sample_cnt": \.binSampleCount,
            "bagging_freq": \.baggingFrequency, "num_class": \.classCount, "max_cat_threshold": \.categoryThresholdMax,
            "min_data_per_group": \.minDataPerGroup, "lambdarank_truncation_level": \.lambdaRankTruncationLevel,
        ]
        let seeds: [String: WritableKeyPath<TrainingParameters, Int?>] = [
            "seed": \.seed, "data_random_seed": \.dataRandomSeed, "bagging_seed": \.baggingSeed,
            "feature_fraction_seed": \.featureFractionSeed, "drop_seed": \.dropSeed,
        ]
        let numbers: [String: WritableKeyPath<TrainingParameters, Double>] = [
            "learning_rate": \.learningRate, "lambda_l1": \.lambdaL1, "lambda_l2": \.lambdaL2,
            "min_gain_to_split": \.minGainToSplit, "min_sum_hessian_in_leaf": \.minSumHessianInLeaf,
            "max_delta_step": \.maxDeltaStep, "path_smooth": \.pathSmooth, "bagging_fraction": \.baggingFraction,
            "feature_fraction": \.featureFraction, "feature_fraction_bynode": \.featureFractionByNode,
            "cat_smooth": \.categorySmooth, "cat_l2": \.categoryL2, "alpha": \.alpha,
            "poisson_max_delta_step": \.poissonMaxDeltaStep, "linear_lambda": \.linearLambda, "drop_rate": \.dropRate,
            "skip_drop": \.skipDrop, "top_rate": \.topRate, "other_rate": \.otherRate,
        ]
        if let path = integers[key] { parameters[keyPath: path] = Int(value)! }
        if let path = seeds[key] { parameters[keyPath: path] = Int(value)! }
        if let path = numbers[key] { parameters[keyPath: path] = Double(value)! }
        if key == "objective" { parameters.objective = ObjectiveKind.allCases.first { $0.name == value }! }
        if key == "boosting" { parameters.boosting = value == "dart" ? .dart : .randomForest }
        if key == "data_sample_strategy" { parameters.rowSampling = .goss }
        if key == "linear_tree" { parameters.linearTree = value == "true" }
        if key == "zero_as_missing" { parameters.zeroAsMissing = value == "true" }
    }
}
