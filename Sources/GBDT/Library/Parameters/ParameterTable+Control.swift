extension ParameterTable {
    /// Constraints, penalties and quantised gradients.
    static let controlEntries: [ParameterEntry] = [
        .integers(
            "monotone_constraints", ["mc", "monotone_constraint", "monotonic_cst"], \.monotoneConstraints,
            .within(-1...1)),
        .special(
            "monotone_constraints_method", ["monotone_constraining_method", "mc_method"],
            "basic or intermediate (advanced is not supported)",
            printed: { $0.monotoneMethod == .basic ? "basic" : "intermediate" },
            apply: { settings, text in
                guard let method = ParameterNames.monotoneMethod(text) else { return false }
                settings.parameters.monotoneMethod = method
                return true
            }),
        .number(
            "monotone_penalty", ["monotone_splits_penalty", "ms_penalty", "mc_penalty"], \.monotonePenalty,
            .nonNegative),
        .numbers(
            "feature_contri", ["feature_contrib", "fc", "fp", "feature_penalty"], \.featureContribution, .nonNegative),
        .command(
            "forcedsplits_filename", ["fs", "forced_splits_filename", "forced_splits_file", "forced_splits"],
            text: \.forcedSplitsFile, printed: ""),
        .special(
            "refit_decay_rate", [], "number, 0 ... 1", printed: { _ in "0.9" },
            apply: { settings, text in
                guard let rate = ParameterValue.number(text), (0...1).contains(rate) else { return false }
                settings.command.refitDecayRate = rate
                return true
            }),
        // The trade-off is a factor on the penalties, which are none.
        .noEffect("cegb_tradeoff", printed: "1", "there are no cost-effective penalties it could scale"),
        .unsupported("cegb_penalty_split", unless: ["0"], printed: "0", costReason),
        .unsupported("cegb_penalty_feature_lazy", unless: [], printed: "", costReason),
        .unsupported("cegb_penalty_feature_coupled", unless: [], printed: "", costReason),
        .number("path_smooth", [], \.pathSmooth, .nonNegative),
        .special(
            "interaction_constraints", [], "sets of column numbers: [0,1,2],[2,3]",
            printed: { parameters in
                parameters.interactionConstraints
                    .map { "[" + $0.map(String.init).joined(separator: ",") + "]" }.joined(separator: ",")
            },
            apply: { settings, text in
                guard let sets = ParameterValue.sets(text) else { return false }
                settings.parameters.interactionConstraints = sets
                return true
            }),
        .command("verbosity", ["verbose"], integer: \.verbosity, .any, printed: "-1"),
        .command("input_model", ["model_input", "model_in"], text: \.inputModelFile),
        .command("output_model", ["model_output", "model_out"], text: \.outputModelFile),
        .unsupported(
            "saved_feature_importance_type", unless: ["0"], printed: "0",
            "model texts list importance by number of splits (0); ask the booster for gains"),
        .command("snapshot_freq", ["save_period"], integer: \.snapshotFrequency, .any),
        .flag("use_quantized_grad", [], \.usesQuantizedGradients),
        .integer("num_grad_quant_bins", [], \.gradientBinCount, .within(2...127)),
        .flag("quant_train_renew_leaf", [], \.renewsQuantizedLeaves),
        .flag("stochastic_rounding", [], \.stochasticRounding),
    ]

    private static let costReason = "cost-effective gradient boosting (cegb) is not part of this library"
}
