extension ParameterTable {
    /// Objectives and metrics: numbers that shape them.
    static let objectiveEntries: [ParameterEntry] = [
        .seed("objective_seed", [], \.objectiveSeed) { $0.seeds.objective },
        .integer("num_class", ["num_classes"], \.classCount, .within(1...1_000_000)),
        .flag("is_unbalance", ["unbalance", "unbalanced_sets"], \.isUnbalance),
        .number("scale_pos_weight", [], \.scalePosWeight, .positive),
        .number("sigmoid", [], \.sigmoid, .positive),
        .flag("boost_from_average", [], \.boostFromAverage),
        .flag("reg_sqrt", [], \.regressionSqrt),
        .number("alpha", [], \.alpha, .positive),
        .number("fair_c", [], \.fairC, .positive),
        .number("poisson_max_delta_step", [], \.poissonMaxDeltaStep, .positive),
        .number(
            "tweedie_variance_power", [], \.tweedieVariancePower,
            ParameterRange(requirement: "at least 1, below 2") { $0 >= 1 && $0 < 2 }),
        .integer("lambdarank_truncation_level", [], \.lambdaRankTruncationLevel, .positive),
        .flag("lambdarank_norm", [], \.lambdaRankNorm),
        .numbers("label_gain", [], \.labelGain, .any),
        .unsupported(
            "lambdarank_position_bias_regularization", unless: ["0"], printed: "0",
            "positions of documents are not part of the data here"),
    ]

    static let metricEntries: [ParameterEntry] = [
        .command("metric_freq", ["output_freq"], integer: \.metricFrequency, .positive),
        .command(
            "is_provide_training_metric", ["training_metric", "is_training_metric", "train_metric"],
            flag: \.reportsTrainingMetrics),
        .special(
            "eval_at", ["ndcg_eval_at", "ndcg_at", "map_eval_at", "map_at"],
            "positions of at least 1 separated by commas",
            printed: { parameters in
                // LightGBM's list is empty unless it was given or a ranking metric is asked for.
                var positions: Set<Int> = []
                for metric in parameters.effectiveMetrics {
                    switch metric {
                    case .ndcg(let place), .map(let place): positions.insert(place)
                    default: break
                    }
                }
                return positions.sorted().map(String.init).joined(separator: ",")
            },
            apply: { settings, text in
                guard let positions = ParameterValue.list(text, of: ParameterValue.integer),
                    positions.allSatisfy({ $0 >= 1 }), positions.count <= 1_000
                else { return false }
                settings.evaluationPositions = Set(positions).sorted()
                return true
            }),
        .integer("multi_error_top_k", [], \.multiErrorTopK, .positive),
        .unsupported("auc_mu_weights", unless: [], printed: "", "auc_mu weighs all pairs of classes alike"),
    ]

    /// Several machines and graphics processors, which there are none of.
    static let networkEntries: [ParameterEntry] = [
        .unsupported(
            "num_machines", ["num_machine"], unless: ["1"], printed: "1",
            "training runs on one machine: set num_machines=1"),
        .noEffect("local_listen_port", ["local_port", "port"], printed: "12400", oneMachine),
        .noEffect("time_out", printed: "120", oneMachine),
        .unsupported(
            "machine_list_filename", ["machine_list_file", "machine_list", "mlist"], unless: [], printed: "",
            oneMachine),
        .unsupported("machines", ["workers", "nodes"], unless: [], printed: "", oneMachine),
        .noEffect("gpu_platform_id", printed: "-1", noDevice),
        .noEffect("gpu_device_id", printed: "-1", noDevice),
        .noEffect("gpu_device_id_list", printed: "", noDevice),
        .noEffect("gpu_use_dp", printed: "0", noDevice),
        .noEffect("num_gpu", printed: "1", noDevice),
    ]

    private static let oneMachine = "training runs on one machine"
    private static let noDevice = "training runs on the processor only"
}
