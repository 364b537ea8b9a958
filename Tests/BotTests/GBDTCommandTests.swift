import Foundation
import GBDT
import Testing

@testable import Bot

extension ProcessTests {
    /// Goal: the command line does what LightGBM's does, says what is wrong, and never leaves half a file.
    /// Method: small made-up tables in a folder of the test's own; the binary as a user runs it.
    struct GBDTCommandTests {
        /// Rows of label and three features, tab separated; the label depends on the first two.
        static func table(_ rows: Int, from first: Int = 0, separator: String = "\t", isLabelled: Bool = true) -> String
        {
            (first..<first + rows).map { row in
                let values = [Double(row * 37 % 101) / 10, Double(row * 53 % 97) / 7, Double(row * 71 % 89)]
                let label = values[0] * values[0] + (values[1] > 6 ? 20 : 0)
                return ((isLabelled ? [label] : []) + values).map { "\($0)" }.joined(separator: separator) + "\n"
            }.joined()
        }

        static func binaryTable(_ rows: Int) -> String {
            (0..<rows).map { row in
                let values = [Double(row * 37 % 101) / 10, Double(row * 53 % 97) / 7]
                return "\(values[0] + values[1] > 12 ? 1 : 0)\t\(values[0])\t\(values[1])\n"
            }.joined()
        }

        struct Folder {
            let url: URL
            func path(_ name: String) -> String { url.appendingPathComponent(name).path }
            func write(_ name: String, _ text: String) throws -> String {
                try Data(text.utf8).write(to: url.appendingPathComponent(name))
                return path(name)
            }
            func text(_ name: String) throws -> String { try String(contentsOfFile: path(name), encoding: .utf8) }
            func lines(_ name: String) throws -> [[Double]] {
                try text(name).split(separator: "\n").map { line in
                    line.split(separator: "\t").map { Double($0) ?? .nan }
                }
            }
            func names() throws -> [String] { try FileManager.default.contentsOfDirectory(atPath: url.path).sorted() }
            func run(_ arguments: String...) throws -> PolybotProcess.Result {
                try PolybotProcess.run(["gbdt"] + arguments)
            }
            /// A trained model of eight rounds.
            @discardableResult
            func train(_ more: String...) throws -> PolybotProcess.Result {
                let data = try write("train.tsv", table(400))
                let result = try PolybotProcess.run(
                    ["gbdt", "train", "data=" + data, "num_iterations=8", "output_model=" + path("model.txt")] + more)
                #expect(result.status == 0, "\(result.notes)")
                return result
            }
        }

        private func inFolder(_ body: (Folder) throws -> Void) throws {
            try PolybotProcess.inFolder { try body(Folder(url: $0)) }
        }

        @Test func aConfigurationFileTrainsAndTheCommandLineCountsMore() throws {
            try inFolder { folder in
                let data = try folder.write("train.tsv", Self.table(400))
                let test = try folder.write("test.tsv", Self.table(100, from: 400))
                let file = try folder.write(
                    "train.conf", "# a comment\nobjective = regression\nnum_trees = 99  # too many\nmetric = l2,l1\n")
                let result = try folder.run(
                    "train", "--config", file, "data=" + data, "valid=" + test, "n_estimators=6",
                    "output_model=" + folder.path("model.txt"))
                #expect(result.status == 0, "\(result.notes)")
                let lines = result.output.split(separator: "\n")
                #expect(lines.filter { $0.hasPrefix("Iteration:6, valid_1 l2 : ") }.count == 1)
                #expect(lines.filter { $0.contains(" l1 : ") }.count == 6)
                #expect(!result.output.contains("training"))
                let model = try folder.text("model.txt")
                #expect(model.hasPrefix("tree\nversion=v4\n") && model.contains("Tree=5\n"))
                #expect(!model.contains("Tree=6\n"))
            }
        }

        @Test func predictionsAreOneLineARowAndReadBackExactly() throws {
            try inFolder { folder in
                try folder.train()
                let rows = try folder.write("rows.csv", Self.table(50, separator: ",", isLabelled: false))
                let output = folder.path("out.tsv")
                let result = try folder.run(
                    "predict", "--model", folder.path("model.txt"), "--data", rows, "--output", output)
                #expect(result.status == 0 && result.output.isEmpty, "\(result.notes)")
                let booster = try Booster(modelText: folder.text("model.txt"))
                let table = try LabeledTable(text: Array(Self.table(50).utf8))
                #expect(try folder.lines("out.tsv").flatMap { $0 } == booster.predict(table.features))
            }
        }

        @Test func labelsAndHeadersAreLeftOutWhenAnnounced() throws {
            try inFolder { folder in
                try folder.train()
                let bare = try folder.write("bare.csv", Self.table(20, separator: ",", isLabelled: false))
                let full = try folder.write("full.csv", "y,a,b,c\n" + Self.table(20, separator: ","))
                let model = folder.path("model.txt")
                _ = try folder.run("predict", "--model", model, "--data", bare, "--output", folder.path("a"))
                for label in ["0", "name:y"] {
                    let result = try folder.run(
                        "predict", "--model", model, "--data", full, "--output", folder.path("b"), "--header",
                        "--label", label)
                    #expect(result.status == 0, "\(result.notes)")
                    #expect(try folder.text("a") == folder.text("b"))
                }
                let wrong = try folder.run(
                    "predict", "--model", model, "--data", bare, "--output", folder.path("c"), "--label", "0")
                #expect(wrong.status == 3 && wrong.notes.contains("bare.csv:1:"), "\(wrong.notes)")
            }
        }

        @Test func contributionsAddUpToRawScoresAndShapIsTheSame() throws {
            try inFolder { folder in
                try folder.train()
                let rows = try folder.write("rows.csv", Self.table(30, separator: ",", isLabelled: false))
                let common = ["--model", folder.path("model.txt"), "--data", rows, "--output"]
                for (name, arguments) in [
                    ("raw", ["predict", "--raw"]), ("contrib", ["predict", "--contrib"]), ("shap", ["shap"]),
                    ("leaf", ["predict", "--leaf"]),
                ] {
                    let result = try PolybotProcess.run(["gbdt"] + arguments + common + [folder.path(name)])
                    #expect(result.status == 0, "\(result.notes)")
                }
                let raw = try folder.lines("raw")
                let contributions = try folder.lines("contrib")
                #expect(contributions.count == 30 && contributions.allSatisfy { $0.count == 4 })
                for (row, values) in contributions.enumerated() {
                    #expect(abs(values.reduce(0, +) - raw[row][0]) < 1e-9)
                }
                #expect(try folder.text("contrib") == folder.text("shap"))
                let leaves = try folder.lines("leaf")
                #expect(leaves.count == 30 && leaves.allSatisfy { $0.count == 8 })
                #expect(leaves.joined().allSatisfy { $0 >= 0 && $0 < 31 && $0 == $0.rounded() })
            }
        }

        @Test func missingAndInfiniteValuesArePredicted() throws {
            try inFolder { folder in
                try folder.train()
                let rows = try folder.write("rows.csv", "nan,inf,-inf\n,,\n1,,3\nNaN,1e300,-1e300\n")
                let result = try folder.run(
                    "predict", "--model", folder.path("model.txt"), "--data", rows, "--output", folder.path("o"))
                #expect(result.status == 0, "\(result.notes)")
                let lines = try folder.lines("o")
                #expect(lines.count == 4 && lines.joined().allSatisfy(\.isFinite))
            }
        }

        @Test(arguments: [("1,2,3\n4,5\n", 2), ("1,2\n3,4\n", 1), ("1,2,3\n4,5,6\n7,x,9\n", 3)])
        func rowsThatDoNotFitEndWithThreeAndTheLine(_ text: String, _ line: Int) throws {
            try inFolder { folder in
                try folder.train()
                let rows = try folder.write("rows.csv", text)
                _ = try folder.write("out.tsv", "as it was")
                let result = try folder.run(
                    "predict", "--model", folder.path("model.txt"), "--data", rows, "--output", folder.path("out.tsv"))
                #expect(result.status == 3)
                #expect(result.notes.contains("rows.csv:\(line):"), "\(result.notes)")
                #expect(try folder.text("out.tsv") == "as it was")
                #expect(try !folder.names().contains { $0.hasSuffix(".partial") })
            }
        }

        @Test(arguments: [
            (["num_leafs=7"], "num_leaf"), (["num_leaves=7", "max_leaves=8"], "num_leaves"),
            (["objective=multiclass"], "num_class"),
            (["bagging_freq=1", "bagging_fraction=0.5", "boosting=goss"], "goss"),
            (["early_stopping_round=5"], "valid"), (["learning_rate=fast"], "learning_rate"),
            (["nonsense"], "nonsense"),
            (["device=gpu"], "device"), (["categorical_feature=9"], "categorical_feature"),
            (["objective=lambdarank"], ".query"), (["label_column=9"], "label_column"),
        ])
        func settingsThatCannotBeMeantAreRefused(_ settings: [String], _ word: String) throws {
            try inFolder { folder in
                let data = try folder.write("train.tsv", Self.table(100))
                let result = try PolybotProcess.run(
                    ["gbdt", "train", "data=" + data, "output_model=" + folder.path("m")] + settings)
                #expect(result.status == (word == ".query" ? 3 : 2), "\(result.notes)")
                #expect(result.notes.contains(word), "\(result.notes)")
                #expect(try folder.names() == ["train.tsv"])
            }
        }

        @Test func knownNamesWithoutEffectAreSaidOnce() throws {
            try inFolder { folder in
                let result = try folder.train("force_col_wise=true", "snapshot_freq=5", "predict_raw_score=true")
                let notes = result.notes.split(separator: "\n")
                for name in ["force_col_wise", "snapshot_freq", "predict_raw_score"] {
                    #expect(notes.filter { $0.contains(name) }.count == 1, "\(name)")
                }
            }
        }

        @Test func mistakesInAConfigurationNameTheLine() throws {
            try inFolder { folder in
                let file = try folder.write("train.conf", "objective = binary\n\nnum_leavs = 3\n")
                let result = try folder.run("train", "--config", file, "data=x")
                #expect(result.status == 2)
                #expect(result.notes.contains("train.conf:3:") && result.notes.contains("num_leaves"))
            }
        }

        @Test func sideFilesAreFoundByTheirNames() throws {
            try inFolder { folder in
                try folder.train()
                let plain = try folder.text("model.txt")
                let weights = (0..<400).map { $0 % 2 == 0 ? "0.5\n" : "2\n" }.joined()
                _ = try folder.write("train.weight", weights)
                let near = try folder.train()
                #expect(near.notes.contains("train.weight has no effect"))
                #expect(try folder.text("model.txt") == plain)
                _ = try folder.write("train.tsv.weight", weights)
                try folder.train()
                #expect(try folder.text("model.txt") != plain)
                _ = try folder.write("train.tsv.weight", "1\n1\n")
                let short = try folder.run("train", "data=" + folder.path("train.tsv"))
                #expect(short.status == 3 && short.notes.contains("train.tsv.weight"), "\(short.notes)")
            }
        }

        @Test func rankingTakesQueriesFromTheirFile() throws {
            try inFolder { folder in
                let rows = (0..<120).map { "\($0 % 4) 0:\($0 % 7) 2:\(Double($0 * 31 % 17) / 3)\n" }.joined()
                let data = try folder.write("rank.svm", rows)
                _ = try folder.write("rank.svm.query", String(repeating: "12\n", count: 10))
                let result = try folder.run(
                    "train", "data=" + data, "objective=lambdarank", "eval_at=3", "num_trees=3", "valid=" + data,
                    "output_model=" + folder.path("m"))
                #expect(result.status == 0, "\(result.notes)")
                #expect(result.output.contains("Iteration:3, training ndcg@3 : "))
                let folds = try folder.run("cv", "data=" + data, "objective=lambdarank", "num_trees=2", "--nfold", "11")
                #expect(folds.status == 2 && folds.notes.contains("10 queries"), "\(folds.notes)")
            }
        }

        @Test func forcedSplitsAndBinsAreReadFromTheirFiles() throws {
            try inFolder { folder in
                let splits = try folder.write(
                    "splits.json", #"{"feature": 2, "threshold": 40.0, "left": {"feature": 1, "threshold": 3.0}}"#)
                let bins = try folder.write("bins.json", #"[{"feature": 2, "bin_upper_bound": [40.25]}]"#)
                try folder.train("forcedsplits_filename=" + splits, "forcedbins_filename=" + bins, "max_bin=4")
                let model = try folder.text("model.txt")
                let features = model.split(separator: "\n").filter { $0.hasPrefix("split_feature=") }
                #expect(features.allSatisfy { $0.hasPrefix("split_feature=2 1 ") }, "\(features)")
                let bad = try folder.write("bad.json", #"{"feature": 2, "treshold": 40.0}"#)
                let data = folder.path("train.tsv")
                let result = try folder.run("train", "data=" + data, "forcedsplits_filename=" + bad)
                #expect(result.status == 3 && result.notes.contains("threshold"), "\(result.notes)")
            }
        }

        @Test func trainingGoesOnFromAModel() throws {
            try inFolder { folder in
                try folder.train()
                let result = try folder.run(
                    "train", "data=" + folder.path("train.tsv"), "input_model=" + folder.path("model.txt"),
                    "num_trees=3", "output_model=" + folder.path("more.txt"), "--json")
                #expect(result.status == 0 && result.stable?["iterations"] as? Int == 11, "\(result.notes)")
                #expect(try folder.text("more.txt").contains("Tree=10\n"))
            }
        }

        @Test func earlyStoppingSaysItsBestRound() throws {
            try inFolder { folder in
                let data = try folder.write("train.tsv", Self.table(300))
                let test = try folder.write("test.tsv", Self.table(60, from: 1_000))
                let result = try folder.run(
                    "train", "data=" + data, "valid=" + test, "early_stopping_round=2", "learning_rate=0.9",
                    "num_trees=500", "output_model=" + folder.path("m"), "--json")
                #expect(result.status == 0, "\(result.notes)")
                let best = try #require(result.stable?["bestIteration"] as? Int)
                #expect(best < 500 && result.notes.contains("the best iteration round is \(best)"))
                #expect(result.stable?["iterations"] as? Int == best)
            }
        }

        @Test func linearTreesHaveNoContributions() throws {
            try inFolder { folder in
                try folder.train("linear_tree=true")
                let rows = try folder.write("rows.csv", "1,2,3\n")
                let result = try folder.run(
                    "shap", "--model", folder.path("model.txt"), "--data", rows, "--output", folder.path("o"))
                #expect(result.status == 2 && result.notes.contains("linear"), "\(result.notes)")
            }
        }

        @Test func crossValidationPrintsMeanAndDeviationAndRepeatsItself() throws {
            try inFolder { folder in
                let data = try folder.write("train.tsv", Self.binaryTable(300))
                let arguments = [
                    "gbdt", "cv", "data=" + data, "objective=binary", "metric=auc", "num_trees=4", "nfold=3",
                ]
                let first = try PolybotProcess.run(arguments)
                #expect(first.status == 0, "\(first.notes)")
                let lines = first.output.split(separator: "\n")
                #expect(lines.count == 4 && lines[3].hasPrefix("Iteration:4, cv auc : ") && lines[3].contains(" + "))
                #expect(try PolybotProcess.run(arguments).output == first.output)
                #expect(try PolybotProcess.run(arguments + ["seed=9"]).output != first.output)
            }
        }

        @Test func modelsAreDescribedDumpedAndDrawn() throws {
            try inFolder { folder in
                try folder.train()
                let model = folder.path("model.txt")
                let info = try folder.run("info", "--model", model, "--json")
                #expect(info.stable?["trees"] as? Int == 8 && info.stable?["objective"] as? String == "regression")
                let dump = try folder.run("dump", "--model", model)
                #expect((dump.stable?["tree_info"] as? [Any])?.count == 8)
                let importance = try folder.run("importance", "--model", model, "--gain")
                #expect(importance.output.split(separator: "\n").count == 3)
                #expect(importance.output.hasPrefix("Column_0\t"))
                let svg = try folder.run("plot", "--model", model, "--tree", "0", "--output", folder.path("t.svg"))
                #expect(try svg.status == 0 && folder.text("t.svg").hasPrefix("<svg"))
                let dot = try folder.run("plot", "--model", model, "--tree", "7", "--dot", "--output", "-")
                #expect(dot.output.hasPrefix("digraph"))
                let beyond = try folder.run("plot", "--model", model, "--tree", "8", "--output", folder.path("u"))
                #expect(beyond.status == 2 && beyond.notes.contains("from 0 to 7"), "\(beyond.notes)")
            }
        }

        @Test func namesOfColumnsThatWereNotAnnouncedAreRecognised() throws {
            try inFolder { folder in
                let data = try folder.write("train.csv", "y,a,b,c\n" + Self.table(20, separator: ","))
                let result = try folder.run("train", "data=" + data, "output_model=" + folder.path("m"))
                #expect(result.status == 3 && result.notes.contains("header"), "\(result.notes)")
            }
        }

        @Test func damagedModelsAndMissingFilesAreToldApart() throws {
            try inFolder { folder in
                let model = try folder.write("model.txt", "tree\nversion=v4\nnum_class=oops\n")
                #expect(try folder.run("info", "--model", model).status == 3)
                let missing = try folder.run("info", "--model", folder.path("none.txt"))
                #expect(missing.status == 2 && missing.notes.contains("none.txt"))
            }
        }

        @Test func arraysTrainWithTheirLastColumnAsLabel() throws {
            try inFolder { folder in
                let table = try LabeledTable(text: Array(Self.table(400).utf8))
                let rows = Self.table(400).split(separator: "\n").map { $0.split(separator: "\t").map { Double($0)! } }
                let moved = rows.flatMap { $0.dropFirst() + $0.prefix(1) }
                try npy(moved, rows: 400, columns: 4).write(to: folder.url.appendingPathComponent("train.npy"))
                try folder.train()
                let result = try folder.run(
                    "train", "data=" + folder.path("train.npy"), "num_iterations=8",
                    "output_model=" + folder.path("array.txt"))
                #expect(result.status == 0, "\(result.notes)")
                #expect(try folder.text("array.txt") == folder.text("model.txt"))
                #expect(table.features.columnCount == 3)
            }
        }

        private func npy(_ values: [Double], rows: Int, columns: Int) -> Data {
            var header = "{'descr': '<f8', 'fortran_order': False, 'shape': (\(rows), \(columns)), }"
            while (header.utf8.count + 11) % 64 != 0 { header += " " }
            header += "\n"
            var data = Data([0x93] + Array("NUMPY".utf8) + [1, 0])
            withUnsafeBytes(of: UInt16(header.utf8.count).littleEndian) { data.append(contentsOf: $0) }
            data.append(contentsOf: header.utf8)
            for value in values {
                withUnsafeBytes(of: value.bitPattern.littleEndian) { data.append(contentsOf: $0) }
            }
            return data
        }

        @Test func anInterruptedTrainingEndsWithFourAndLeavesTheOldModel() throws {
            try inFolder { folder in
                let data = try folder.write("train.tsv", Self.table(3_000))
                let model = try folder.write("model.txt", "the old one")
                let process = try PolybotProcess(
                    [
                        "gbdt", "train", "data=" + data, "num_trees=1000000", "output_model=" + model,
                        "min_data_in_leaf=1",
                    ],
                    output: folder.url.appendingPathComponent("o"), notes: folder.url.appendingPathComponent("e"))
                usleep(1_000_000)
                process.signal(SIGINT)
                #expect(process.wait() == 4)
                #expect(try folder.text("model.txt") == "the old one")
                #expect(try !folder.names().contains { $0.hasSuffix(".partial") })
            }
        }

        @Test func configurationsMayAskForPredictionsAndRefitting() throws {
            try inFolder { folder in
                try folder.train()
                let file = try folder.write(
                    "predict.conf", "task = predict\nmodel_in = \(folder.path("model.txt"))\npredict_raw_score = true\n"
                )
                let result = try folder.run(
                    "train", "--config", file, "data=" + folder.path("train.tsv"),
                    "output_result=" + folder.path("result.txt"))
                #expect(try result.status == 0 && folder.lines("result.txt").count == 400, "\(result.notes)")
                let refit = try folder.run(
                    "train", "task=refit", "data=" + folder.path("train.tsv"),
                    "input_model=" + folder.path("model.txt"), "output_model=" + folder.path("refit.txt"))
                #expect(refit.status == 0, "\(refit.notes)")
                #expect(try Booster(modelText: folder.text("refit.txt")).iterationCount == 8)
            }
        }
    }
}

/// Goal: the parts of the commands that need no process.
struct GBDTCommandPartsTests {
    @Test func numbersHaveSeventeenDigits() {
        #expect(NumberText.exact(0.275) == "0.27500000000000002")
        #expect(NumberText.exact(3) == "3" && NumberText.exact(-0.0) == "-0" && NumberText.exact(0) == "0")
        #expect(NumberText.exact(1e300) == "1.0000000000000001e+300" && NumberText.exact(-.infinity) == "-inf")
        #expect(NumberText.exact(-Double.nan) == "nan" && NumberText.general(0.123456789) == "0.123457")
    }

    @Test func foldsTakeEveryRowOnceAndRepeatThemselves() {
        let labels = (0..<100).map { Float($0 % 10 == 0 ? 1 : 0) }
        var maker = FoldMaker(seed: 3)
        let folds = maker.stratified(labels: labels, foldCount: 5)
        #expect(folds.flatMap(\.validation).sorted() == Array(0..<100))
        for fold in folds {
            #expect(fold.validation.count == 20 && fold.training.count == 80)
            #expect(fold.validation.count { labels[$0] == 1 } == 2)
        }
        var again = FoldMaker(seed: 3)
        var other = FoldMaker(seed: 4)
        #expect(again.stratified(labels: labels, foldCount: 5) == folds)
        #expect(other.stratified(labels: labels, foldCount: 5) != folds)
    }

    @Test func foldsOfRankingsTakeQueriesWhole() {
        var maker = FoldMaker(seed: 0)
        let folds = maker.grouped(groups: [3, 1, 4, 2], foldCount: 2)
        #expect(folds.flatMap(\.validation).sorted() == Array(0..<10))
        for fold in folds {
            for query in [0..<3, 3..<4, 4..<8, 8..<10] {
                #expect([0, query.count].contains(fold.validation.count { query.contains($0) }))
            }
        }
    }

    @Test func progressSaysRateMetricAndTimeLeft() {
        let text = ProgressMeter.text(40, of: 100, "rounds", seconds: 2, "auc 0.83")
        #expect(text == "40/100 rounds, 20/s, auc 0.83, ETA 3 s")
        #expect(ProgressMeter.bar(1, of: 2) == "[############............]")
        #expect(ProgressMeter.span(3_725) == "62 min 5 s" && ProgressMeter.span(0.04) == "0 s")
    }

    @Test func formatsAreTakenFromTheFirstRows() {
        #expect(TableFile.Content(Array("1 0:3 4:1\n".utf8), hasHeader: false) == .libSVM)
        #expect(TableFile.Content(Array("a:b,c\n1,2\n3,4\n".utf8), hasHeader: true) == .delimited)
        #expect(TableFile.Content([0x93] + Array("NUMPY".utf8), hasHeader: false) == .numPy)
    }
}
