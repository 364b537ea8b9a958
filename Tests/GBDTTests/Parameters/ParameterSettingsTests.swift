import Testing

@testable import GBDT

/// Goal: settings under LightGBM's names become parameters, or an error that says what, why and what to do.
struct ParameterSettingsTests {
    private func settings(_ pairs: [(String, String)]) throws(GBDTError) -> ParameterSettings {
        try ParameterSettings(pairs.map { Setting($0.0, $0.1) })
    }

    private func refusal(_ pairs: (String, String)...) -> GBDTError? {
        do {
            _ = try settings(pairs)
            return nil
        } catch { return error }
    }

    private func contradiction(_ pairs: (String, String)...) -> String {
        do {
            _ = try settings(pairs)
            return "none"
        } catch {
            guard case .contradictoryParameters(let reason) = error else { return "\(error)" }
            return reason
        }
    }

    @Test func nothingGivenIsTheDefault() throws {
        let settings = try settings([])
        #expect(settings.parameters == TrainingParameters())
        #expect(settings.command == CommandSettings())
        #expect(settings.notes.isEmpty)
    }

    @Test func aliasesMeanTheSame() throws {
        for name in ["num_leaves", "num_leaf", "max_leaves", "max_leaf", "max_leaf_nodes"] {
            #expect(try settings([(name, "63")]).parameters.leafCountMax == 63)
        }
    }

    @Test func valuesOfEveryKindAreRead() throws {
        let parameters = try TrainingParameters(settings: [
            ("eta", "0.05"), ("n_estimators", "250"), ("seed", "-7"), ("use_missing", "false"), ("linear_tree", "+"),
            ("max_bin_by_feature", "10, 20,30"), ("label_gain", "0,1.5,3"), ("objective", "MSE"),
            ("interaction_constraints", "[0,1,2],[2, 3]"), ("early_stopping", "10"), ("nthread", "4"),
            ("data_sample_strategy", "goss"), ("boosting", "gbrt"), ("max_delta_step", "-1"),
        ])
        #expect(parameters.learningRate == 0.05 && parameters.iterations == 250 && parameters.seed == -7)
        #expect(!parameters.useMissing && parameters.linearTree)
        #expect(parameters.binCountMaxByColumn == [10, 20, 30] && parameters.labelGain == [0, 1.5, 3])
        #expect(parameters.objective == .regression && parameters.interactionConstraints == [[0, 1, 2], [2, 3]])
        #expect(parameters.earlyStoppingRounds == 10 && parameters.threadCount == 4)
        #expect(parameters.rowSampling == .goss && parameters.boosting == .gbdt && parameters.maxDeltaStep == 0)
    }

    @Test func anEmptyValueCountsAsNotGiven() throws {
        #expect(try settings([("num_leaves", ""), ("metric", " ")]).parameters == TrainingParameters())
        #expect(refusal(("num_leavess", "")) == .unknownParameter(name: "num_leavess", nearest: "num_leaves"))
    }

    @Test func unknownNamesNameTheirNeighbour() {
        #expect(refusal(("lerning_rate", "1")) == .unknownParameter(name: "lerning_rate", nearest: "learning_rate"))
        let long = String(repeating: "y", count: 1_000_000)
        #expect(
            refusal((long, "1")) == .unknownParameter(name: String(repeating: "y", count: 37) + "...", nearest: nil))
    }

    @Test(arguments: [
        ("learning_rate", "0"), ("learning_rate", "fast"), ("learning_rate", "nan"), ("learning_rate", "inf"),
        ("learning_rate", "0x1p3"), ("eta", "1e999"), ("num_leaves", "1"), ("num_leaves", "31.0"),
        ("num_leaves", "99999999999"), ("use_missing", "maybe"), ("bagging_fraction", "1.5"), ("objective", "12"),
        ("metric", "l2,nothing"), ("metric", "ndcg@0"), ("metric", "l2@3"), ("eval_at", "0"), ("eval_at", "1,,2"),
        ("interaction_constraints", "[0,1"), ("interaction_constraints", "[0],"), ("monotone_constraints", "2"),
        ("label_column", "-1"), ("label_column", "name:"), ("ignore_column", "1,x"), ("num_class", "0"),
        ("tweedie_variance_power", "2"), ("monotone_constraints_method", "advanced"), ("task", "convert_model"),
        ("num_threads", "2000"), ("boosting", "xgb"), ("label_gain", "1,nan"),
    ]) func badValuesAreNamed(_ name: String, _ value: String) {
        guard case .invalidParameter(let errorName, let errorValue, let requirement) = refusal((name, value)) else {
            Issue.record("\(name)=\(value) was not refused as a value")
            return
        }
        #expect(errorName == name && errorValue == value && !requirement.isEmpty)
    }

    @Test func whatIsNotSupportedSaysWhy() {
        for (name, value) in [
            ("device", "gpu"), ("num_machines", "2"), ("cegb_penalty_split", "0.1"), ("machines", "10.0.0.1:80"),
            ("auc_mu_weights", "0,1,1,0"), ("save_binary", "true"), ("saved_feature_importance_type", "1"),
        ] {
            guard case .unsupportedParameter(name, value, let reason) = refusal((name, value)) else {
                Issue.record("\(name)=\(value) was accepted")
                continue
            }
            #expect(!reason.isEmpty)
        }
        #expect(refusal(("device_type", "CPU"), ("num_machines", "1"), ("cegb_penalty_split", "0.0")) == nil)
    }

    @Test func whatHasNoEffectLeavesANote() throws {
        let settings = try settings([("force_row_wise", "true"), ("two_round", "true"), ("eta", "0.2")])
        #expect(settings.notes.count == 2)
        #expect(settings.notes[0].hasPrefix("force_row_wise=true has no effect: "))
    }

    @Test func twoValuesForOneParameterAreRefused() {
        #expect(
            refusal(("eta", "0.1"), ("learning_rate", "0.2"))
                == .parameterGivenTwice(name: "learning_rate", first: "eta=0.1", second: "learning_rate=0.2"))
        #expect(refusal(("eta", "0.1"), ("learning_rate", "0.1")) == nil)
    }

    @Test func objectivesHaveAllTheirNames() {
        for kind in ObjectiveKind.allCases { #expect(ParameterNames.objective(kind.name) == kind) }
        let aliases: [(String, ObjectiveKind)] = [
            ("l2_root", .regression), ("mae", .regressionL1), ("softmax", .multiclass), ("ovr", .multiclassOVA),
            ("xentropy", .crossEntropy), ("xentlambda", .crossEntropyLambda), ("xendcg_mart", .rankXENDCG),
            ("mean_absolute_percentage_error", .mape), ("none", .custom),
        ]
        for (name, kind) in aliases { #expect(ParameterNames.objective(name) == kind) }
        #expect(ParameterNames.objective("regresion") == nil)
    }

    @Test func metricsHaveAllTheirNames() {
        let plain: [MetricKind] = [
            .mse, .rmse, .mae, .quantile, .huber, .fair, .mape, .poisson, .gamma, .gammaDeviance, .tweedie, .r2,
            .logLoss, .binaryError, .auc, .averagePrecision, .directionAccuracy, .multiLogLoss, .multiError, .aucMu,
            .crossEntropy, .crossEntropyLambda, .kullbackLeibler, .ndcg(at: 7), .map(at: 2),
        ]
        for metric in plain {
            #expect(ParameterNames.metrics(metric.name, positions: [1])?.metrics == [metric])
        }
        #expect(ParameterNames.metrics("mse,l2, RMSE,ova", positions: [1])?.metrics == [.mse, .rmse, .multiLogLoss])
    }

    @Test func rankingMetricsTakeTheirPositions() throws {
        let given = try settings([("metric", "ndcg,map"), ("eval_at", "5,1,3"), ("objective", "lambdarank")])
        #expect(
            given.parameters.metrics
                == [.ndcg(at: 1), .ndcg(at: 3), .ndcg(at: 5), .map(at: 1), .map(at: 3), .map(at: 5)])
        #expect(
            ParameterNames.metrics("ndcg@3,10,map@2", positions: [1])?.metrics
                == [.ndcg(at: 3), .ndcg(at: 10), .map(at: 2)])
        let implied = try settings([("eval_at", "2"), ("objective", "xendcg")])
        #expect(implied.parameters.metrics == [.ndcg(at: 2)])
        #expect(try settings([("metric", "ndcg"), ("objective", "lambdarank")]).parameters.metrics.count == 5)
    }

    @Test(.timeLimit(.minutes(1))) func longListsOfMetricsAndPositionsDoNotCostTheirProduct() throws {
        let names = String(repeating: "map,", count: 30_000)
        #expect(ParameterNames.metrics(names, positions: Array(1...30_000))?.metrics.count == 30_000)
    }

    @Test(.timeLimit(.minutes(1))) func longListsOfSetsAreReadInOnePass() {
        let text = Array(repeating: "[1,2]", count: 100_000).joined(separator: ",")
        #expect(ParameterValue.sets(text)?.count == 100_000)
        #expect(ParameterValue.sets("[1],") == nil && ParameterValue.sets("[1][2]") == nil)
    }

    @Test func metricsCanBeSwitchedOff() throws {
        for name in ["None", "na", "null", "custom"] {
            let settings = try settings([("metric", name)])
            #expect(settings.command.metricsAreOff && settings.parameters.metrics.isEmpty)
        }
        #expect(try !settings([("metric", "")]).command.metricsAreOff)
    }

    @Test func whatConcernsFilesIsKeptApart() throws {
        let settings = try settings([
            ("data", "a.csv"), ("valid", "b.csv,a.csv"), ("model_out", "m.txt"), ("header", "true"),
            ("label", "name:y"),
            ("weight", "3"), ("query", "name:q"), ("ignore_column", "name:c1, c2"), ("cat_feature", "0,5"),
            ("task", "prediction"), ("verbose", "-1"),
        ])
        let command = settings.command
        #expect(settings.parameters == TrainingParameters())
        #expect(command.dataFile == "a.csv" && command.validationFiles == ["b.csv"] && command.reportsTrainingMetrics)
        #expect(command.outputModelFile == "m.txt" && command.hasHeader && command.task == .predict)
        #expect(command.labelColumn == .name("y") && command.weightColumn == .index(3))
        #expect(command.groupColumn == .name("q") && command.ignoredColumns == [.name("c1"), .name("c2")])
        #expect(command.categoricalColumns == [.index(0), .index(5)] && command.verbosity == -1)
    }

    @Test func openThreadCountsAreSaid() throws {
        #expect(try settings([("num_threads", "0")]).command.leavesThreadCountOpen)
        #expect(try !settings([("num_threads", "1")]).command.leavesThreadCountOpen)
    }

    @Test func contradictionsAreExplained() {
        #expect(contradiction(("num_class", "3")).contains("num_class=3"))
        #expect(contradiction(("objective", "softmax")).contains("set num_class to 2 or more"))
        #expect(contradiction(("metric", "multi_error")).contains("metric=multi_error"))
        #expect(contradiction(("objective", "ova"), ("num_class", "3"), ("metric", "auc")).contains("metric=auc"))
        #expect(
            contradiction(("boosting", "goss"), ("bagging_freq", "1"), ("bagging_fraction", "0.5"))
                .contains("set bagging_freq=0"))
        #expect(contradiction(("boosting", "goss"), ("top_rate", "0.9"), ("other_rate", "0.2")).contains("top_rate"))
        #expect(contradiction(("boosting", "rf")).contains("bagging_fraction"))
        #expect(contradiction(("boosting", "dart"), ("early_stopping", "5")).contains("early_stopping_round=0"))
        #expect(contradiction(("linear_tree", "true"), ("objective", "l1")).contains("regression_l1"))
        #expect(contradiction(("linear_tree", "true"), ("zero_as_missing", "true")).contains("zero_as_missing"))
        #expect(contradiction(("linear_tree", "true"), ("mc", "1,0")).contains("monotone_constraints"))
        #expect(contradiction(("objective", "quantile"), ("mc", "1,0")).contains("objective=quantile"))
        #expect(contradiction(("mc", "1,0"), ("categorical_feature", "0")).contains("column 0"))
        #expect(contradiction(("is_unbalance", "true"), ("scale_pos_weight", "2")).contains("is_unbalance"))
    }

    @Test func whatLooksLikeAContradictionButIsNonePasses() {
        #expect(contradiction(("boosting", "rf"), ("feature_fraction", "0.5")) == "none")
        #expect(contradiction(("mc", "1,0"), ("categorical_feature", "1")) == "none")
        #expect(contradiction(("boosting", "goss"), ("bagging_fraction", "0.5")) == "none")
        #expect(contradiction(("objective", "multiclass"), ("num_class", "3"), ("metric", "auc_mu")) == "none")
    }
}
