import Testing

@testable import GBDT

/// Goal: configurations in the style of LightGBM's examples are read; mistakes are found by line.
struct ConfigTextTests {
    /// The manner of LightGBM's `examples/*/train.conf`.
    private let regression = """
        # task type, support train and predict
        task = train

        # boosting type, support gbdt for now, alias: boosting, boost
        boosting_type = gbdt
        objective = regression
        metric = l2
        metric_freq = 1
        is_training_metric = true
        max_bin = 255
        data = regression.train   # beside this file
        valid_data = regression.test
        num_trees = 100
        learning_rate = 0.05
        num_leaves = 31
        tree_learner = serial
        feature_fraction = 0.9
        bagging_freq = 5
        bagging_fraction = 0.8
        min_data_in_leaf = 100
        min_sum_hessian_in_leaf = 5.0
        is_enable_sparse = true
        use_two_round_loading = false
        is_save_binary_file = false
        output_model = LightGBM_model.txt
        num_machines = 1
        local_listen_port = 12400
        machine_list_file = 
        """

    @Test func theStyleOfTheExamplesWorks() throws {
        let settings = try ParameterSettings(ConfigText.parse(regression))
        #expect(settings.parameters.learningRate == 0.05 && settings.parameters.baggingFrequency == 5)
        #expect(settings.parameters.metrics == [.mse] && settings.command.reportsTrainingMetrics)
        #expect(settings.command.dataFile == "regression.train")
        #expect(settings.command.validationFiles == ["regression.test"])
    }

    @Test(arguments: [
        "objective = binary\nmetric = binary_logloss,auc\nis_unbalance = false\nsigmoid = 1.0",
        "objective = multiclass\nmetric = multi_logloss\nnum_class = 5\nearly_stopping = 10",
        "objective = lambdarank\nmetric = ndcg\nndcg_eval_at = 1,3,5\nlabel_gain = 0,1,3,7",
        "task = predict\ndata = binary.test\ninput_model= LightGBM_model.txt",
    ]) func otherExamplesWork(_ text: String) throws {
        #expect(try ConfigText.parse(text).count >= 3)
        _ = try ParameterSettings(ConfigText.parse(text))
    }

    @Test func linesKeepTheirNumbers() throws {
        let settings = try ConfigText.parse("\u{FEFF}# one\r\n\r\n  eta = 0.1 # x\r\n\"objective\"='binary'\n")
        #expect(settings == [Setting("eta", "0.1", line: 3), Setting("objective", "binary", line: 4)])
    }

    @Test func aLineWithoutAValueIsFound() {
        #expect(
            throws: GBDTError.malformedText(line: 2, column: 1, found: "verbose", reason: "expected name = value")
        ) { try ConfigText.parse("eta=1\nverbose\n") }
        #expect(throws: GBDTError.self) { try ConfigText.parse(" = 3") }
    }

    @Test func mistakesInTheFileNameTheirLine() throws {
        let settings = try ConfigText.parse("\neta = 0.1\nnum_leavs = 3\n")
        #expect(
            throws: GBDTError.configuration(
                line: 3, error: .unknownParameter(name: "num_leavs", nearest: "num_leaves"))
        ) { try ParameterSettings(settings) }
    }

    @Test func theCommandLineOverridesTheFileUnderAnyName() throws {
        let file = try ConfigText.parse("learning_rate = 0.1\nnum_leaves = 7\n")
        let commandLine = try ConfigText.parse(arguments: ["eta=0.3", "data=a=b.csv"])
        let settings = try ParameterSettings(ConfigText.merge(file: file, commandLine: commandLine))
        #expect(settings.parameters.learningRate == 0.3 && settings.parameters.leafCountMax == 7)
        #expect(settings.command.dataFile == "a=b.csv")
        #expect(throws: GBDTError.self) { try ConfigText.parse(arguments: ["eta=1", "train"]) }
    }

    @Test func noTextMakesItTrap() {
        var generator = SeededGenerator(seed: 3)
        let alphabet = Array("=#\n\r \"'aeta0.1,[]:é\u{0}")
        for _ in 0..<2_000 {
            let text = String((0..<40).map { _ in alphabet.randomElement(using: &generator)! })
            let settings = (try? ConfigText.parse(text)) ?? []
            #expect((try? ParameterSettings(settings)) == nil || settings.count >= 0)
        }
    }
}
