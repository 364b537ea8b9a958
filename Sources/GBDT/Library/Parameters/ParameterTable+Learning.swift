extension ParameterTable {
    /// How rows and features are drawn and trees are grown.
    static let learningEntries: [ParameterEntry] = [
        .noEffect("force_col_wise", printed: "0", "histograms are laid out as suits the data; results are the same"),
        .noEffect("force_row_wise", printed: "0", "histograms are laid out as suits the data; results are the same"),
        .number("histogram_pool_size", ["hist_pool_size"], \.histogramPoolMegabytes, .any),
        .integer("max_depth", [], \.depthMax, .any),
        .integer(
            "min_data_in_leaf", ["min_data_per_leaf", "min_data", "min_child_samples", "min_samples_leaf"],
            \.minDataInLeaf, .nonNegative),
        .number(
            "min_sum_hessian_in_leaf",
            ["min_sum_hessian_per_leaf", "min_sum_hessian", "min_hessian", "min_child_weight"],
            \.minSumHessianInLeaf, .nonNegative),
        .number("bagging_fraction", ["sub_row", "subsample", "bagging"], \.baggingFraction, .share),
        .number(
            "pos_bagging_fraction", ["pos_sub_row", "pos_subsample", "pos_bagging"], \.positiveBaggingFraction, .share),
        .number(
            "neg_bagging_fraction", ["neg_sub_row", "neg_subsample", "neg_bagging"], \.negativeBaggingFraction, .share),
        .integer("bagging_freq", ["subsample_freq"], \.baggingFrequency, .nonNegative),
        .seed("bagging_seed", ["bagging_fraction_seed"], \.baggingSeed) { $0.seeds.bagging },
        .flag("bagging_by_query", [], \.baggingByQuery),
        .number("feature_fraction", ["sub_feature", "colsample_bytree"], \.featureFraction, .share),
        .number(
            "feature_fraction_bynode", ["sub_feature_bynode", "colsample_bynode"], \.featureFractionByNode, .share),
        .seed("feature_fraction_seed", [], \.featureFractionSeed) { $0.seeds.featureFraction },
        .flag("extra_trees", ["extra_tree"], \.extraTrees),
        .seed("extra_seed", [], \.extraSeed) { $0.seeds.extra },
        .special(
            "early_stopping_round", ["early_stopping_rounds", "early_stopping", "n_iter_no_change"],
            "integer; 0 or less: never", printed: { String($0.earlyStoppingRounds ?? 0) },
            apply: { settings, text in
                guard let rounds = ParameterValue.integer(text) else { return false }
                settings.parameters.earlyStoppingRounds = rounds > 0 ? rounds : nil
                return true
            }),
        .number("early_stopping_min_delta", [], \.earlyStoppingMinDelta, .nonNegative),
        .flag("first_metric_only", [], \.firstMetricOnly),
        // LightGBM takes a bound below 0 for none, too.
        .special(
            "max_delta_step", ["max_tree_output", "max_leaf_output"], "number; 0 or less: no bound",
            printed: { NumberFormat.shortest($0.maxDeltaStep) },
            apply: { settings, text in
                guard let step = ParameterValue.number(text) else { return false }
                settings.parameters.maxDeltaStep = max(0, step)
                return true
            }),
        .number("lambda_l1", ["reg_alpha", "l1_regularization"], \.lambdaL1, .nonNegative),
        .number("lambda_l2", ["reg_lambda", "lambda", "l2_regularization"], \.lambdaL2, .nonNegative),
        .number("linear_lambda", [], \.linearLambda, .nonNegative),
        .number("min_gain_to_split", ["min_split_gain"], \.minGainToSplit, .nonNegative),
        .number("drop_rate", ["rate_drop"], \.dropRate, .unit),
        .integer("max_drop", [], \.dropCountMax, .any),
        .number("skip_drop", [], \.skipDrop, .unit),
        .flag("xgboost_dart_mode", [], \.xgboostDartMode),
        .flag("uniform_drop", [], \.uniformDrop),
        .seed("drop_seed", [], \.dropSeed) { $0.seeds.drop },
        .number("top_rate", [], \.topRate, .unit),
        .number("other_rate", [], \.otherRate, .unit),
        .integer("min_data_per_group", [], \.minDataPerGroup, .positive),
        .integer("max_cat_threshold", [], \.categoryThresholdMax, .positive),
        .number("cat_l2", [], \.categoryL2, .nonNegative),
        .number("cat_smooth", [], \.categorySmooth, .nonNegative),
        .integer("max_cat_to_onehot", [], \.categoryOneHotMax, .positive),
        .noEffect("top_k", ["topk"], printed: "20", "only the voting learner on several machines uses it"),
    ]
}
