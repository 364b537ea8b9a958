extension ParameterTable {
    /// What is trained, and on what. The order is that of LightGBM's `Config::ToString`.
    static let coreEntries: [ParameterEntry] = [
        .special(
            "boosting", ["boosting_type", "boost"], "gbdt (gbrt), dart, rf (random_forest) or goss",
            printed: { $0.boosting.name },
            apply: { settings, text in
                guard let (kind, sampling) = ParameterNames.boosting(text) else { return false }
                settings.parameters.boosting = kind
                if let sampling { settings.parameters.rowSampling = sampling }
                return true
            }),
        .special(
            "objective", ["objective_type", "app", "application", "loss"],
            "an objective of LightGBM: regression, regression_l1, huber, fair, poisson, quantile, mape, gamma, "
                + "tweedie, binary, multiclass, multiclassova, cross_entropy, cross_entropy_lambda, lambdarank, "
                + "rank_xendcg, or one of their other names",
            printed: { $0.objective.name },
            apply: { settings, text in
                guard let objective = ParameterNames.objective(text) else { return false }
                settings.parameters.objective = objective
                return true
            }),
        .special(
            "metric", ["metrics", "metric_types"],
            "metrics of LightGBM separated by commas, ndcg@3 for one position, None for no metric",
            printed: { parameters in
                var names: [String] = []
                for metric in parameters.effectiveMetrics {
                    let name = String(metric.name.prefix { $0 != "@" })
                    if !names.contains(name) { names.append(name) }
                }
                return names.joined(separator: ",")
            },
            apply: { settings, text in
                settings.metricText = text
                return ParameterNames.metrics(text, positions: [1]) != nil
            }),
        .noEffect(
            "tree_learner", ["tree", "tree_type", "tree_learner_type"], printed: "serial",
            "on one machine every tree learner is the serial one, as in LightGBM"),
        .unsupported(
            "device_type", ["device"], unless: ["cpu"], printed: "cpu",
            "training runs on the processor only: set device_type=cpu"),
        .special(
            "data_sample_strategy", [], "bagging or goss",
            printed: { $0.rowSampling == .goss ? "goss" : "bagging" },
            apply: { settings, text in
                guard let sampling = ParameterNames.sampling(text) else { return false }
                settings.parameters.rowSampling = sampling
                return true
            }),
        .command(
            "data", ["train", "train_data", "train_data_file", "data_filename"], text: \.dataFile, printed: ""),
        .special(
            "valid",
            ["test", "valid_data", "valid_data_file", "test_data", "test_data_file", "valid_filenames"],
            "paths separated by commas", printed: { _ in "" },
            apply: { settings, text in
                settings.command.validationFiles = text.split(separator: ",").map { String($0).trimmed }
                return true
            }),
        .integer(
            "num_iterations",
            [
                "num_iteration", "n_iter", "num_tree", "num_trees", "num_round", "num_rounds", "nrounds",
                "num_boost_round", "n_estimators", "max_iter",
            ],
            \.iterations, .within(1...2_147_483_647)),
        .number("learning_rate", ["shrinkage_rate", "eta"], \.learningRate, .positive),
        .integer(
            "num_leaves", ["num_leaf", "max_leaves", "max_leaf", "max_leaf_nodes"], \.leafCountMax,
            .within(2...131_072)),
        threadEntry,
        .special(
            "seed", ["random_seed", "random_state"], "integer", printed: { String($0.seed ?? 0) },
            apply: { settings, text in
                guard let seed = ParameterValue.integer(text) else { return false }
                settings.parameters.seed = seed
                return true
            }),
        .noEffect("deterministic", printed: "1", "training always gives the same model, for any number of threads"),
    ]

    /// A model text says 0: the same training gives the same text for any number of threads.
    private static let threadEntry = ParameterEntry.special(
        "num_threads", ["num_thread", "nthread", "nthreads", "n_jobs"], "integer, at most 1024; 0 or less: left open",
        printed: { _ in "0" },
        apply: { settings, text in
            guard let count = ParameterValue.integer(text), count <= 1_024 else { return false }
            settings.command.leavesThreadCountOpen = count <= 0
            settings.parameters.threadCount = max(1, count)
            return true
        })
}

extension BoostingKind {
    /// The name in parameters and model texts.
    var name: String {
        switch self {
        case .gbdt: "gbdt"
        case .dart: "dart"
        case .randomForest: "rf"
        }
    }
}
