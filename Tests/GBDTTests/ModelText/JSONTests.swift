import FoundationEssentials
import Testing

@testable import GBDT

/// Goal: the JSON is valid and says what the model text says. That it equals LightGBM's is checked by
/// Support/check_dump.py, which needs Python.
struct JSONTests {
    private struct Model: Decodable {
        struct Info: Decodable, Equatable {
            var min_value: Double
            var max_value: Double
            var values: [Int]
        }

        struct TreeInfo: Decodable {
            var tree_index: Int
            var num_leaves: Int
            var num_cat: Int
            var tree_structure: Node
        }

        final class Node: Decodable {
            let split_feature: Int?
            let decision_type: String?
            let default_left: Bool?
            let missing_type: String?
            let left_child: Node?
            let right_child: Node?
            let leaf_value: Double?
            let leaf_count: Int?
            let leaf_const: Double?
            let leaf_features: [Int]?
            let leaf_coeff: [Double]?
        }

        var name: String
        var num_class: Int
        var objective: String?
        var average_output: Bool
        var feature_names: [String]
        var feature_infos: [String: Info]
        var tree_info: [TreeInfo]
        var feature_importances: [String: Int]
    }

    private func model(_ text: String) throws -> Model { try JSONDecoder().decode(Model.self, from: Data(text.utf8)) }

    @Test func everythingTheTextSaysIsThere() throws {
        let model = try model(Booster(modelText: ModelTextTests.text).json())
        #expect(model.name == "tree" && model.num_class == 1 && model.objective == "regression")
        #expect(!model.average_output && model.feature_names == ["alpha", "b=c", "gamma"])
        #expect(model.feature_infos["alpha"] == .init(min_value: 0, max_value: 1, values: []))
        #expect(model.feature_infos["gamma"] == .init(min_value: 1, max_value: 40, values: [1, 2, 40]))
        #expect(model.feature_infos["b=c"] == nil)
        #expect(model.feature_importances == ["alpha": 1, "b=c": 1, "gamma": 1])
        #expect(model.tree_info.map(\.tree_index) == [0, 1] && model.tree_info.map(\.num_leaves) == [4, 1])
        let root = model.tree_info[0].tree_structure
        #expect(root.split_feature == 0 && root.missing_type == "None" && root.default_left == true)
        #expect(root.left_child?.missing_type == "NaN" && root.right_child?.decision_type == "==")
        #expect(root.right_child?.left_child?.leaf_value == 3 && root.right_child?.left_child?.leaf_count == 30)
        #expect(model.tree_info[1].tree_structure.leaf_value == 0.25)
    }

    @Test func infiniteThresholdsAndSetsAreWrittenAsLightGBMDoes() throws {
        let text = try Booster(modelText: ModelTextTests.text).json()
        #expect(text.contains("\"threshold\":1.0000000000000001e+300"))
        #expect(text.contains("\"threshold\":\"1||2||40\""))
    }

    @Test func someIterationsKeepTheirNumbers() throws {
        let model = try model(Booster(modelText: ModelTextTests.text).json(iterations: 1..<9, importance: .gain))
        #expect(model.tree_info.map(\.tree_index) == [1])
        #expect(model.feature_importances == ["alpha": 4, "b=c": 2, "gamma": 1], "of the first round, as LightGBM")
    }

    @Test func namesAreEscaped() throws {
        let text = ModelTextTests.text.replacing("b=c", with: "q\"\\\u{1}")
            .replacing("tree_sizes=345 227\n", with: "")
        #expect(try model(Booster(modelText: text).json()).feature_names[1] == "q\"\\\u{1}")
    }

    @Test func linearLeavesSayTheirFunctions() throws {
        let model = try model(Booster(modelText: LinearTreeTests.text).json())
        let left = model.tree_info[0].tree_structure.left_child
        #expect(left?.leaf_const == 0.5 && left?.leaf_features == [1, 0] && left?.leaf_coeff == [2, -1])
    }
}
