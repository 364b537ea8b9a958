extension ParameterTable {
    /// How data are read and put into bins.
    static let dataEntries: [ParameterEntry] = [
        .flag("linear_tree", ["linear_trees"], \.linearTree),
        .integer("max_bin", ["max_bins"], \.binCountMax, .within(2...65_535)),
        .integers("max_bin_by_feature", [], \.binCountMaxByColumn, .within(2...65_535)),
        .integer("min_data_in_bin", [], \.minDataInBin, .positive),
        .integer("bin_construct_sample_cnt", ["subsample_for_bin"], \.binSampleCount, .positive),
        .seed("data_random_seed", ["data_seed"], \.dataRandomSeed) { $0.seeds.dataRandom },
        .noEffect(
            "is_enable_sparse", ["is_sparse", "enable_sparse", "sparse"], printed: "1",
            "how bins are stored is decided by the data; results are the same"),
        .flag("enable_bundle", ["is_enable_bundle", "bundle"], \.enableBundle),
        .flag("use_missing", [], \.useMissing),
        .flag("zero_as_missing", [], \.zeroAsMissing),
        .flag("feature_pre_filter", [], \.featurePreFilter),
        .noEffect("pre_partition", ["is_pre_partition"], printed: "0", "only training on several machines uses it"),
        .noEffect(
            "two_round", ["two_round_loading", "use_two_round_loading"], printed: "0",
            "files are read in chunks in any case"),
        .command("header", ["has_header"], flag: \.hasHeader, printed: "0"),
        .command("label_column", ["label"], column: \.labelColumn),
        .command("weight_column", ["weight"], column: \.weightColumn),
        .command(
            "group_column", ["group", "group_id", "query_column", "query", "query_id"], column: \.groupColumn),
        .command("ignore_column", ["ignore_feature", "blacklist"], columns: \.ignoredColumns),
        .command(
            "categorical_feature", ["cat_feature", "categorical_column", "cat_column", "categorical_features"],
            columns: \.categoricalColumns),
        .command("forcedbins_filename", text: \.forcedBinsFile, printed: ""),
        .unsupported(
            "save_binary", ["is_save_binary", "is_save_binary_file"], unless: ["false", "-", "0"], printed: nil,
            "binned data are not saved to files"),
        .noEffect("precise_float_parser", printed: "0", "numbers are always read correctly rounded"),
        .unsupported(
            "parser_config_file", unless: [], printed: "", "there are no parsers beside CSV, TSV, LibSVM and NPY"),
    ]

    /// What only a command line asks for: none of it stands in a model text.
    static let commandEntries: [ParameterEntry] = [
        .command("config", ["config_file"], text: \.configurationFile),
        .special(
            "task", ["task_type"], "train (training), predict (prediction, test) or refit (refit_tree)", printed: nil,
            apply: { settings, text in
                guard let task = ParameterNames.task(text) else { return false }
                settings.command.task = task
                return true
            }),
        .command("start_iteration_predict", integer: \.firstIteration, .any),
        .command("num_iteration_predict", integer: \.iterationCount, .any),
        .command(
            "predict_raw_score", ["is_predict_raw_score", "predict_rawscore", "raw_score"], flag: \.predictsRawScores),
        .command("predict_leaf_index", ["is_predict_leaf_index", "leaf_index"], flag: \.predictsLeaves),
        .command("predict_contrib", ["is_predict_contrib", "contrib"], flag: \.predictsContributions),
        .command("predict_disable_shape_check", flag: \.allowsOtherShapes),
        .noEffect("pred_early_stop", printed: nil, wholeModel),
        .noEffect("pred_early_stop_freq", printed: nil, wholeModel),
        .noEffect("pred_early_stop_margin", printed: nil, wholeModel),
        .command(
            "output_result",
            ["predict_result", "prediction_result", "predict_name", "prediction_name", "pred_name", "name_pred"],
            text: \.resultFile),
        .unsupported("convert_model_language", unless: [], printed: nil, "models are not converted to source code"),
        .noEffect("convert_model", ["convert_model_file"], printed: nil, "models are not converted to source code"),
    ]

    private static let wholeModel = "predictions use every tree, which is exact"
}
