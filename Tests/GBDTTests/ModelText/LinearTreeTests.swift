import Testing

@testable import GBDT

/// Goal: leaves that are linear functions are read, evaluated, written and shrunk; damage is named.
struct LinearTreeTests {
    /// One split; the left leaf is 0.5 + 2 b - a, the right one 3.
    static let text = """
        tree
        version=v4
        num_class=1
        num_tree_per_iteration=1
        label_index=0
        max_feature_idx=1
        objective=regression
        feature_names=a b
        feature_infos=[0:1] [0:1]
        tree_sizes=317

        Tree=0
        num_leaves=2
        num_cat=0
        split_feature=0
        split_gain=1
        threshold=0
        decision_type=8
        left_child=-1
        right_child=-2
        leaf_value=7 8
        leaf_weight=1 1
        leaf_count=10 20
        internal_value=0
        internal_weight=2
        internal_count=30
        is_linear=1
        leaf_const=0.5 3
        num_features=2 0
        leaf_features=1 0 \u{20}\u{20}
        leaf_coeff=2 -1 \u{20}\u{20}
        shrinkage=1


        end of trees

        feature_importances:
        a=1

        parameters:
        end of parameters

        pandas_categorical:null

        """

    private func booster(_ old: String = "", _ new: String = "") throws -> Booster {
        precondition(old.isEmpty || Self.text.contains(old))
        let text = Self.text.replacing("tree_sizes=317\n", with: "", maxReplacements: 1)
        return try Booster(modelText: old.isEmpty ? text : text.replacing(old, with: new, maxReplacements: 1))
    }

    private func refusal(_ old: String, _ new: String) -> String? {
        do {
            _ = try booster(old, new)
            return nil
        } catch {
            guard case .malformedModel(_, let key, _)? = error as? GBDTError else { return "another error" }
            return key
        }
    }

    @Test func leavesAreFunctionsOfTheRow() throws {
        let booster = try booster()
        for (row, score) in [([-1.0, 0.25], 2.0), ([0, 1], 2.5), ([1, 100], 3), ([1, .nan], 3), ([-1, .nan], 7)] {
            #expect(booster.rawScore(row.span) == score)
            let floats = row.map { Float($0) }
            #expect(booster.rawScore(floats.span) == score && booster.rawScores(row.span) == [score])
        }
    }

    @Test func theTextIsWrittenAsItWasRead() throws {
        #expect(try booster().modelText() == Self.text)
    }

    @Test func runsOfSpacesDoNotMatter() throws {
        let spaced = try booster("leaf_coeff=2 -1", "leaf_coeff= 2   -1")
        #expect(spaced.trees == (try booster().trees))
    }

    @Test func damageIsNamed() {
        for (old, new, key) in [
            ("is_linear=1", "is_linear=2", "is_linear"), ("leaf_const=0.5 3", "leaf_const=0.5", "leaf_const"),
            ("leaf_const=0.5 3\n", "", "leaf_const"), ("leaf_const=0.5 3", "leaf_const=nan 3", "leaf_const"),
            ("num_features=2 0\n", "", "num_features"), ("num_features=2 0", "num_features=3 0", "leaf_features"),
            ("num_features=2 0", "num_features=3 -1", "num_features"),
            ("num_features=2 0", "num_features=2000000000 2000000000", "leaf_features"),
            ("leaf_features=1 0", "leaf_features=1 2", "leaf_features"),
            ("leaf_features=1 0", "leaf_features=-1 0", "leaf_features"),
            ("leaf_coeff=2 -1", "leaf_coeff=2", "leaf_coeff"), ("leaf_coeff=2 -1", "leaf_coeff=2 nan", "leaf_coeff"),
        ] {
            #expect(refusal(old, new) == key, "\(new)")
        }
    }

    @Test func shrinkingAndBiasReachTheFunctions() throws {
        var tree = try booster().trees[0]
        tree.shrink(by: 0.5)
        tree.addBias(1)
        #expect(tree.linearLeaves?[0] == LinearLeaf(constant: 1.25, columns: [1, 0], coefficients: [1, -0.5]))
        #expect(tree.leafValue == [4.5, 5])
    }
}
