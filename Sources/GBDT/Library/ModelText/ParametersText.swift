extension TrainingParameters {
    /// The `parameters:` block of a model text: what this training was given, under LightGBM's names.
    ///
    /// For the record only; nothing reads it back.
    func modelTextTail() -> String {
        let seeds = seeds
        let number = NumberFormat.shortest
        let lines: [(String, String)] = [
            ("boosting", "gbdt"),
            ("objective", objective.name),
            ("num_iterations", String(iterations)),
            ("learning_rate", number(learningRate)),
            ("num_leaves", String(leafCountMax)),
            ("seed", String(seed ?? 0)),
            ("max_depth", String(depthMax)),
            ("min_data_in_leaf", String(minDataInLeaf)),
            ("min_sum_hessian_in_leaf", number(minSumHessianInLeaf)),
            ("bagging_fraction", number(baggingFraction)),
            ("bagging_freq", String(baggingFrequency)),
            ("bagging_seed", String(seeds.bagging)),
            ("feature_fraction", number(featureFraction)),
            ("feature_fraction_bynode", number(featureFractionByNode)),
            ("feature_fraction_seed", String(seeds.featureFraction)),
            ("early_stopping_round", String(earlyStoppingRounds ?? 0)),
            ("max_delta_step", number(maxDeltaStep)),
            ("lambda_l1", number(lambdaL1)),
            ("lambda_l2", number(lambdaL2)),
            ("min_gain_to_split", number(minGainToSplit)),
            ("path_smooth", number(pathSmooth)),
            ("linear_tree", "0"),
            ("max_bin", String(binCountMax)),
            ("min_data_in_bin", String(minDataInBin)),
            ("bin_construct_sample_cnt", String(binSampleCount)),
            ("data_random_seed", String(seeds.dataRandom)),
            ("use_missing", useMissing ? "1" : "0"),
            ("zero_as_missing", zeroAsMissing ? "1" : "0"),
            ("sigmoid", number(sigmoid)),
            ("boost_from_average", boostFromAverage ? "1" : "0"),
        ]
        let block = lines.map { "[\($0.0): \($0.1)]\n" }.joined()
        return "\nparameters:\n\(block)\nend of parameters\n\npandas_categorical:null\n"
    }
}
