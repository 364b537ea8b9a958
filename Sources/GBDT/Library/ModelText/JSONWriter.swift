/// Writes a model as JSON, with the keys of LightGBM's `dump_model` (`GBDT::DumpModel`, `Tree::ToJSON`).
///
/// Python adds one key of its own there, `pandas_categorical`, which is not written.
struct JSONWriter {
    let header: ModelHeader
    let trees: ArraySlice<Tree>
    let importance: ImportanceKind
    /// The trees whose importance is listed.
    let countedTrees: ArraySlice<Tree>

    func text() -> String {
        var fields = [
            #""name":"tree""#, #""version":"v4""#, "\"num_class\":\(header.outputCount)",
            "\"num_tree_per_iteration\":\(header.outputCount)", "\"label_index\":\(header.labelIndex)",
            "\"max_feature_idx\":\(header.featureNames.count - 1)",
        ]
        if let objective = header.objective { fields.append("\"objective\":" + Self.string(objective)) }
        fields.append("\"average_output\":\(header.averagesOutput)")
        fields.append("\"feature_names\":[" + header.featureNames.map(Self.string).joined(separator: ",") + "]")
        let constraints = header.monotoneConstraints?.split(separator: " ").compactMap { Int($0) } ?? []
        fields.append("\"monotone_constraints\":[" + constraints.map(String.init).joined(separator: ",") + "]")
        fields.append("\"feature_infos\":{" + featureInfos().joined(separator: ",\n") + "}")
        let objects = trees.indices.map { index in
            "{\"tree_index\":\(index)," + TreeJSONWriter(tree: trees[index]).text() + "}"
        }
        fields.append("\"tree_info\":[" + objects.joined(separator: ",\n") + "]")
        fields.append("\"feature_importances\":{" + importances().joined(separator: ",") + "}")
        return "{" + fields.joined(separator: ",\n") + "}\n"
    }

    private func importances() -> [String] {
        let amounts = listedImportance(importance, of: countedTrees, columnCount: header.featureNames.count)
        return amounts.indices.filter { amounts[$0] > 0 }.map { column in
            "\(Self.string(header.featureNames[column])):\(amounts[column])"
        }
    }

    /// Range or categories of the columns that have any.
    private func featureInfos() -> [String] {
        zip(header.featureNames, header.featureInfos).compactMap { name, info in
            let isRange = info.hasPrefix("[") && info.hasSuffix("]")
            let parts = info.drop { $0 == "[" }.split(separator: ":").map { $0.prefix { $0 != "]" } }
            let values = parts.compactMap { Double($0) }
            guard info != "none", values.count == parts.count, let least = values.min(), let most = values.max() else {
                return nil
            }
            let listed = isRange ? [] : values.map(Self.number)
            return Self.string(name) + ":{\"min_value\":\(Self.number(least)),\"max_value\":\(Self.number(most)),"
                + "\"values\":[" + listed.joined(separator: ",") + "]}"
        }
    }

    /// JSON knows no infinities: LightGBM's `AvoidInf` puts 1e300 there and 0 for NaN.
    static func number(_ value: Double) -> String {
        if value.isNaN { return "0" }
        return NumberFormat.exact(min(max(value, -1e300), 1e300))
    }

    static func string(_ text: String) -> String {
        var escaped = "\""
        for scalar in text.unicodeScalars {
            switch scalar {
            case "\"", "\\": escaped += "\\" + String(scalar)
            case _ where scalar.value < 0x20:
                let digits = String(scalar.value, radix: 16)
                escaped += "\\u" + String(repeating: "0", count: 4 - digits.count) + digits
            default: escaped.unicodeScalars.append(scalar)
            }
        }
        return escaped + "\""
    }
}
