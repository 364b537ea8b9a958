import Testing

@testable import GBDT

/// Goal: trees are LightGBM's to the last digit also where its rules are peculiar.
/// Method: data made here and in scripts/lightgbm-golden-trees.py alike, all numbers multiples of 1/16384.
struct ParityTreesTests {
    private static let rowCount = 150

    private struct Example {
        var values: [Double] = []
        var labels: [Float] = []
        var weights: [Float] = []

        init() {
            var state: UInt32 = 1
            func draw() -> Int {
                state = 214_013 &* state &+ 2_531_011
                return Int((state >> 16) & 0x7FFF)
            }
            for _ in 0..<rowCount {
                let draws = (0..<6).map { _ in draw() }
                values += [
                    Double(draws[0] % 17 - 8), Double(draws[1]) / 1_024,
                    draws[2] % 11 == 0 ? .nan : Double(draws[2] % 6),
                    draws[3] % 13 == 0 ? .nan : Double(draws[3] % 64) / 8 - 4,
                ]
                let steps = (draws[0] % 17 > 9 ? 2 : 0) + (draws[2] % 6 % 3 == 1 ? 1 : 0)
                labels.append(Float(steps) + Float(draws[1]) / 16_384 + Float(draws[4] % 16) / 16)
                weights.append(Float(draws[5] % 4 + 1) / 2)
            }
        }
    }

    private func booster(_ golden: ParityTrees) throws -> Booster {
        let settings = golden.settings.split(separator: " ").map { setting in
            let parts = setting.split(separator: "=")
            return (name: String(parts[0]), value: String(parts[1]))
        }
        var parameters = try TrainingParameters(settings: settings)
        if golden.options.contains("forced") {
            parameters.forcedSplits = ForcedSplit(
                column: 1, threshold: 12.5, left: ForcedSplit(column: 0, threshold: 1))
        }
        let example = Example()
        let isGrouped = golden.options.contains("grouped")
        let data = try Dataset(
            FeatureMatrix(rowCount: Self.rowCount, columnCount: 4, rowMajor: example.values),
            labels: isGrouped ? example.labels.map { min(4, $0).rounded(.down) } : example.labels,
            weights: golden.options.contains("weighted") ? example.weights : nil,
            groups: isGrouped ? Array(repeating: 15, count: 10) : nil,
            categoricalColumns: golden.options.contains("categorical") ? [2] : [], parameters: parameters)
        return try Booster.train(on: data, parameters: parameters)
    }

    @Test(arguments: ParityTrees.cases.indices) func treesAreLightGBMs(_ index: Int) throws {
        let golden = ParityTrees.cases[index]
        let lines = try booster(golden).modelText().split(separator: "\n").map(String.init)
        #expect(lines.contains(golden.objective), "\(golden.name)")
        let expected = golden.lines.split(separator: "\n").map(String.init)
        let keys = Set(expected.map { $0.prefix { $0 != "=" } })
        let trees = lines.drop { !$0.hasPrefix("Tree=") }.prefix { $0 != "end of trees" }
        let found = trees.filter { keys.contains($0.prefix { $0 != "=" }) }
        #expect(found == expected, "\(golden.name)")
    }
}
