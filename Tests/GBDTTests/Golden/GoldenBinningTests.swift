import Testing

@testable import GBDT

/// Goal: the bins of LightGBM, bit for bit. Method: its data set dumps. Skipped: no ../shared.
@Suite(.enabled(if: GoldenFiles.areAvailable))
struct GoldenBinningTests {
    struct Dump: Decodable {
        struct Feature: Decodable {
            var feature: Int
            var num_bin: Int
            var missing_type: String
            var default_bin: Int
            var most_freq_bin: Int
            var upper_bounds: [String]?
            var min: Double
            var max: Double
            var categories_by_bin: [Int32]?
        }
        var features: [Feature?]
    }

    @Test(arguments: [
        "reg_plain", "reg_l1l2_depth5", "nan_zero_as_missing", "nan_use_missing", "poisson", "multiclass", "lambdarank",
        "categorical",
    ])
    func boundsAndCodesAreLightGBMs(_ name: String) throws {
        let golden = try GoldenCase.named(name)
        let parameters = try golden.parameters()
        let bins = try golden.dataset("train", parameters: parameters).bins
        let usable = Set(bins.usableColumns(parameters))
        let codes = try GoldenFiles.text("golden/\(name)/bincodes.csv").split(separator: "\n").map {
            $0.split(separator: ",")
        }
        let dump = try GoldenFiles.json("golden/\(name)/bins.json", as: Dump.self)
        #expect(dump.features.count == bins.columnCount)
        for (column, expected) in dump.features.enumerated() {
            guard let expected else {
                #expect(!usable.contains(column))
                continue
            }
            let mapper = bins.mappers[column]
            let missing: [BinMapper.Missing: String] = [.none: "none", .zero: "zero", .nan: "nan"]
            if let categories = expected.categories_by_bin {
                #expect(mapper.categories == categories, "column \(column)")
            } else {
                var bounds = try #require(expected.upper_bounds).map { Double($0)! }
                // LightGBM writes the number 2 where the bin of NaN would have its bound.
                if expected.missing_type == "nan" { bounds.removeLast() }
                #expect(mapper.upperBounds == bounds, "column \(column)")
                #expect(mapper.minimum == expected.min && mapper.maximum == expected.max)
            }
            #expect(missing[mapper.missing] == expected.missing_type, "column \(column)")
            #expect(mapper.binCount == expected.num_bin, "column \(column)")
            #expect(mapper.defaultBin == expected.default_bin, "column \(column)")
            #expect(mapper.mostFrequentBin == expected.most_freq_bin, "column \(column)")
            for row in codes.indices {
                #expect(bins.bin(row: row, column: column) == Int(codes[row][column]))
            }
        }
    }
}
