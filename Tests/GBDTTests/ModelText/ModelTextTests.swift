import Testing

@testable import GBDT

/// Goal: the text format is read tolerantly where LightGBM files differ, and refused where they are damaged; nothing
/// may trap. Method: a small model with categories, its text changed in every way that comes to mind.
struct ModelTextTests {
    /// Two trees: one with a numeric, a missing-aware and a categorical node, one with a single leaf.
    static let text = """
        tree
        version=v4
        num_class=1
        num_tree_per_iteration=1
        label_index=0
        max_feature_idx=2
        objective=regression
        feature_names=alpha b=c gamma
        feature_infos=[0:1] none 1:2:40
        tree_sizes=345 227

        Tree=0
        num_leaves=4
        num_cat=1
        split_feature=0 1 2
        split_gain=4 2 1
        threshold=0.5 inf 0
        decision_type=2 8 1
        left_child=1 -1 -3
        right_child=2 -2 -4
        leaf_value=1 2 3 4.5
        leaf_weight=1 1 1 1
        leaf_count=10 20 30 40
        internal_value=0 1 2
        internal_weight=4 2 2
        internal_count=100 30 70
        cat_boundaries=0 2
        cat_threshold=6 256
        is_linear=0
        shrinkage=0.1


        Tree=1
        num_leaves=1
        num_cat=0
        split_feature=
        split_gain=
        threshold=
        decision_type=
        left_child=
        right_child=
        leaf_value=0.25
        leaf_weight=
        leaf_count=100
        internal_value=
        internal_weight=
        internal_count=
        is_linear=0
        shrinkage=1


        end of trees

        feature_importances:
        alpha=1
        b=c=1
        gamma=1

        parameters:
        [boosting: gbdt]
        end of parameters

        pandas_categorical:null

        """

    private func changed(_ old: String, _ new: String) -> String {
        precondition(Self.text.contains(old))
        return Self.text.replacing(old, with: new, maxReplacements: 1)
            .replacing("tree_sizes=345 227\n", with: "", maxReplacements: 1)
    }

    /// The key an error names, or nil when the text was accepted.
    private func refusal(_ text: String) -> String? {
        do {
            _ = try Booster(modelText: text)
            return nil
        } catch {
            switch error {
            case .malformedModel(_, let key, _): return key
            case .unsupportedModel(let feature): return feature
            default: return "another error"
            }
        }
    }

    @Test func theTextIsWrittenAsItWasRead() throws {
        #expect(try Booster(modelText: Self.text).modelText() == Self.text)
    }

    @Test func nodesDecideAsDescribed() throws {
        let booster = try Booster(modelText: Self.text)
        func score(_ row: [Double]) -> Double { booster.rawScore(row.span) - 0.25 }
        #expect(booster.featureNames == ["alpha", "b=c", "gamma"])
        #expect(score([0.5, 1e300, 0]) == 1)
        #expect(score([.nan, .infinity, 0]) == 1, "without a missing type NaN is 0")
        #expect(score([0, .nan, 0]) == 2, "missing goes right")
        for category in [1, 2, 2.9, 40] { #expect(score([1, 0, category]) == 3) }
        for category in [0, -0.5, 3, 41, 63, 64, 1e9, 1e300, -1, .nan, .infinity, -.infinity] {
            #expect(score([1, 0, category]) == 4.5, "\(category)")
        }
    }

    @Test func aTrainedModelSurvivesTheText() throws {
        let data = SampleData(rowCount: 600, missingShare: 0.1)
        for objective in [ObjectiveKind.regression, .binary] {
            var parameters = TrainingParameters()
            parameters.iterations = 5
            parameters.objective = objective
            parameters.sigmoid = 0.7
            let booster = try data.booster(parameters)
            let text = booster.modelText()
            let again = try Booster(modelText: text)
            #expect(again.modelText() == text)
            #expect(try again.predict(data.matrix()) == booster.predict(data.matrix()))
        }
    }

    @Test func optionalLinesMayBeAbsent() {
        let lines = [
            "version=v4\n", "num_tree_per_iteration=1\n", "label_index=0\n", "objective=regression\n",
            "feature_infos=[0:1] none 1:2:40\n", "split_gain=4 2 1\n", "leaf_weight=1 1 1 1\n",
            "leaf_count=10 20 30 40\n", "internal_value=0 1 2\n", "internal_weight=4 2 2\n",
            "internal_count=100 30 70\n", "is_linear=0\n", "shrinkage=0.1\n", "pandas_categorical:null\n",
        ]
        for line in lines { #expect(refusal(changed(line, "")) == nil, "\(line)") }
    }

    @Test func oldVersionsWindowsLineEndsAndOrderOfKeysAreAccepted() throws {
        for version in ["v2", "v3"] {
            // Old trees do not say whether they are linear.
            #expect(refusal(changed("version=v4", "version=\(version)").replacing("is_linear=0\n", with: "")) == nil)
        }
        let windows = try Booster(modelText: Self.text.replacing("\n", with: "\r\n"))
        #expect(windows.trees == (try Booster(modelText: Self.text).trees))
        let moved = changed("num_cat=1\n", "").replacing("shrinkage=0.1\n", with: "shrinkage=0.1\nnum_cat=1\n")
        #expect(refusal(moved) == nil)
        #expect(refusal(changed("leaf_value=1 2 3 4.5", "leaf_value=+1 2e0 3 4.5 ")) == nil)
    }

    @Test func missingLinesAreNamed() {
        for (line, key) in [
            ("tree\n", "tree"), ("num_class=1\n", "num_class"), ("max_feature_idx=2\n", "max_feature_idx"),
            ("feature_names=alpha b=c gamma\n", "feature_names"), ("num_leaves=4\n", "num_leaves"),
            ("split_feature=0 1 2\n", "split_feature"), ("threshold=0.5 inf 0\n", "threshold"),
            ("left_child=1 -1 -3\n", "left_child"), ("right_child=2 -2 -4\n", "right_child"),
            ("leaf_value=1 2 3 4.5\n", "leaf_value"), ("cat_boundaries=0 2\n", "cat_boundaries"),
            ("cat_threshold=6 256\n", "cat_threshold"), ("end of trees\n", "end of trees"), ("Tree=1\n", "num_leaves"),
        ] {
            #expect(refusal(changed(line, "")) == key, "\(line)")
        }
    }

    @Test func contradictionsAreNamed() {
        for (old, new, key) in [
            ("num_class=1", "num_class=0", "num_class"), ("num_class=1", "num_class=x", "num_class"),
            ("num_class=1", "num_class=2", "num_tree_per_iteration"), ("version=v4", "version=v9", "version v9"),
            ("max_feature_idx=2", "max_feature_idx=3", "feature_names"),
            ("max_feature_idx=2", "max_feature_idx=-1", "feature_names"),
            ("[0:1] none 1:2:40", "[0:1] none", "feature_infos"),
            ("objective=regression", "objective=magic", "objective magic"),
            ("objective=regression", "objective=binary sigmoid:-1", "objective"),
            ("label_index=0", "label_index=0\nlabel_index=0", "label_index"), ("Tree=1", "Tree=2", "Tree"),
            ("num_leaves=4", "num_leaves=5", "split_feature"), ("num_leaves=4", "num_leaves=0", "num_leaves"),
            ("num_leaves=4", "num_leaves=-4", "num_leaves"),
            ("num_leaves=4", "num_leaves=2000000000", "num_leaves"),
            ("num_leaves=4", "num_leaves=99999999999999999999", "num_leaves"),
            ("num_cat=1", "num_cat=-1", "num_cat"), ("num_cat=1", "num_cat=2", "cat_boundaries"),
            ("num_cat=1", "num_cat=0", "threshold"), ("split_feature=0 1 2", "split_feature=0 1 3", "split_feature"),
            ("split_feature=0 1 2", "split_feature=0 1 -1", "split_feature"),
            ("threshold=0.5 inf 0", "threshold=0.5 nan 0", "threshold"),
            ("threshold=0.5 inf 0", "threshold=0.5 inf 1", "threshold"),
            ("threshold=0.5 inf 0", "threshold=0.5 inf 0.5", "threshold"),
            ("threshold=0.5 inf 0", "threshold=0.5 inf nan", "threshold"),
            ("threshold=0.5 inf 0", "threshold=0.5 half 0", "threshold"),
            ("decision_type=2 8 1", "decision_type=2 12 1", "decision_type"),
            ("decision_type=2 8 1", "decision_type=2 256 1", "decision_type"),
            ("left_child=1 -1 -3", "left_child=1 -1 0", "left_child"),
            ("left_child=1 -1 -3", "left_child=3 -1 -3", "left_child"),
            ("left_child=1 -1 -3", "left_child=1 -1 -5", "left_child"),
            ("left_child=1 -1 -3", "left_child=1 -2 -3", "left_child"),
            ("left_child=1 -1 -3", "left_child=-1 1 -3", "left_child"),
            ("leaf_value=1 2 3 4.5", "leaf_value=1 2 3", "leaf_value"),
            ("leaf_value=1 2 3 4.5", "leaf_value=1 2 3 nan", "leaf_value"),
            ("leaf_count=10 20 30 40", "leaf_count=10 20 30", "leaf_count"),
            ("internal_count=100", "internal_count=-9223372036854775808", "internal_count"),
            ("cat_boundaries=0 2", "cat_boundaries=0 3", "cat_boundaries"),
            ("cat_boundaries=0 2", "cat_boundaries=1 2", "cat_boundaries"),
            ("cat_threshold=6 256", "cat_threshold=6 4294967296", "cat_threshold"),
            ("is_linear=0", "is_linear=1", "num_features"), ("shrinkage=0.1", "shrinkage=fast", "shrinkage"),
            ("leaf_weight=1 1 1 1", "leaf_weight=1 1 1 1\nleaf_weight=1 1 1 1", "leaf_weight"),
        ] {
            #expect(refusal(changed(old, new)) == key, "\(new)")
        }
    }

    @Test func someIterationsMakeAModelOfTheirOwn() throws {
        let booster = try Booster(modelText: Self.text)
        let second = try Booster(modelText: booster.modelText(iterations: 1..<2))
        #expect(second.trees == [booster.trees[1]] && second.featureNames == booster.featureNames)
        #expect(booster.modelText(iterations: 0..<7) == Self.text)
        let gains = booster.modelText(importance: .gain)
        #expect(gains.contains("feature_importances:\nalpha=4\nb=c=2\ngamma=1\n\nparameters:"))
    }

    @Test func aCountThatTheTextDoesNotProveIsRefusedAtOnce() {
        for (old, new, key) in [
            ("num_leaves=4", "num_leaves=131072", "split_feature"), ("num_cat=1", "num_cat=131071", "cat_boundaries"),
            ("num_class=1", "num_class=1000000000", "num_class"),
            ("max_feature_idx=2", "max_feature_idx=2147483646", "feature_names"),
        ] {
            #expect(refusal(changed(old, new)) == key, "\(new)")
        }
    }

    @Test func wrongTreeSizesAreRefused() {
        let wrong = Self.text.replacing("tree_sizes=345", with: "tree_sizes=350")
        #expect(refusal(wrong) == "tree_sizes")
        #expect(refusal(Self.text.replacing("tree_sizes=345 227", with: "tree_sizes=345")) == "tree_sizes")
    }

    @Test func wholeIterationsAreNeeded() {
        let text = changed("num_class=1", "num_class=3").replacing("iteration=1", with: "iteration=3")
        #expect(refusal(text) == "num_tree_per_iteration")
    }

    @Test func aTextCutOffBeforeItsTreesEndIsRefused() throws {
        let end = try #require(Self.text.firstRange(of: "end of trees")).upperBound
        let limit = Self.text.utf8.distance(from: Self.text.startIndex, to: end)
        for length in 0..<limit {
            #expect(refusal(String(decoding: Self.text.utf8.prefix(length), as: UTF8.self)) != nil, "\(length)")
        }
    }

    @Test(arguments: [text, LinearTreeTests.text]) func damagedBytesNeverTrap(_ text: String) throws {
        var generator = SeededGenerator(seed: 12)
        let good = Array(text.replacing(/tree_sizes=.*\n/, with: "").utf8)
        var accepted = 0
        for _ in 0..<5_000 {
            var bytes = good
            for _ in 0..<Int.random(in: 1...3, using: &generator) {
                let index = Int.random(in: 0..<bytes.count, using: &generator)
                switch Int.random(in: 0..<4, using: &generator) {
                case 0: bytes[index] = UInt8.random(in: 0...255, using: &generator)
                case 1: bytes.remove(at: index)
                case 2: bytes.insert(UInt8(ascii: "0") + UInt8.random(in: 0...9, using: &generator), at: index)
                default: bytes[index] = good.randomElement(using: &generator) ?? 0
                }
            }
            guard let booster = try? Booster(modelText: String(decoding: bytes, as: UTF8.self)) else { continue }
            accepted += 1
            let row = (0..<booster.columnCount).map { Double($0) - 1 }
            _ = booster.predictions(row.span)
            _ = try? booster.contributions(row.span)
            _ = booster.modelText() + booster.json()
            _ = try booster.svg(tree: 0) + booster.graphviz(tree: 0)
        }
        #expect(accepted > 0)
    }
}
