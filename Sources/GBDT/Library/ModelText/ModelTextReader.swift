/// Reads LightGBM's text format, versions v2 to v4, and refuses what it cannot vouch for.
///
/// A text is checked completely before a tree of it is used: array lengths, that children form a tree, that indices
/// are in range. LightGBM's own loader checks little of this and may crash.
struct ModelTextReader {
    private var lines: ModelLines

    init(_ text: String) {
        lines = ModelLines(text)
    }

    mutating func read() throws(GBDTError) -> (header: ModelHeader, trees: [Tree]) {
        guard lines.next()?.text == "tree" else { throw Self.malformed("tree", "the first line must be `tree`") }
        let (fields, averages) = try headerFields()
        var header = try self.header(fields)
        header.averagesOutput = averages
        let (trees, sizes) = try self.trees(columnCount: header.featureNames.count)
        try check(sizes, against: fields["tree_sizes"])
        guard trees.count % header.outputCount == 0 else {
            throw Self.malformed("num_tree_per_iteration", "\(trees.count) trees are not whole iterations")
        }
        header.tail = tail()
        return (header, trees)
    }

    /// Key=value lines up to the first tree.
    private mutating func headerFields() throws(GBDTError) -> ([String: String], averages: Bool) {
        var fields: [String: String] = [:]
        var averages = false
        while let line = lines.peek(), !line.text.hasPrefix("Tree="), line.text != "end of trees" {
            _ = lines.next()
            if line.text == "average_output" { averages = true }
            guard let (key, value) = line.keyAndValue else { continue }
            guard fields.updateValue(value, forKey: key) == nil else { throw Self.malformed(key, "given twice") }
        }
        return (fields, averages)
    }

    private func header(_ fields: [String: String]) throws(GBDTError) -> ModelHeader {
        let version = fields["version"] ?? "v4"
        guard ["v2", "v3", "v4"].contains(version) else { throw .unsupportedModel(feature: "version \(version)") }
        let outputCount = try Self.integer(fields, "num_class", default: nil)
        let treesPerIteration = try Self.integer(fields, "num_tree_per_iteration", default: outputCount)
        guard outputCount >= 1, outputCount <= 1_000_000 else { throw Self.malformed("num_class", "out of range") }
        guard treesPerIteration == outputCount else {
            throw Self.malformed("num_tree_per_iteration", "\(treesPerIteration) differs from num_class \(outputCount)")
        }
        let columnMax = try Self.integer(fields, "max_feature_idx", default: nil)
        guard let names = fields["feature_names"]?.split(separator: " ").map(String.init) else {
            throw Self.malformed("feature_names", "missing")
        }
        guard columnMax >= 0, columnMax < Int(Int32.max), names.count == columnMax + 1 else {
            throw Self.malformed("feature_names", "\(names.count) names, max_feature_idx is \(columnMax)")
        }
        let infos = fields["feature_infos"]?.split(separator: " ").map(String.init)
        if let infos, infos.count != names.count {
            throw Self.malformed("feature_infos", "\(infos.count) entries for \(names.count) features")
        }
        return ModelHeader(
            outputCount: outputCount, labelIndex: try Self.integer(fields, "label_index", default: 0),
            objective: fields["objective"],
            featureNames: names, monotoneConstraints: fields["monotone_constraints"],
            featureInfos: infos ?? names.map { _ in "none" })
    }

    /// The trees and the byte range of each one's text, without and with the empty lines that follow it.
    private mutating func trees(columnCount: Int) throws(GBDTError) -> ([Tree], [ClosedRange<Int>]) {
        var trees: [Tree] = []
        var sizes: [ClosedRange<Int>] = []
        while let line = lines.next(), line.text.hasPrefix("Tree=") {
            guard Int(line.text.dropFirst(5)) == trees.count else {
                throw Self.malformed("Tree", "tree \(trees.count) expected, found `\(line.text)`")
            }
            var fields: [String: String] = [:]
            var end = line.end
            while let field = lines.peek(), !field.text.hasPrefix("Tree="), field.text != "end of trees" {
                _ = lines.next()
                if !field.text.isEmpty { end = field.end }
                guard let (key, value) = field.keyAndValue else { continue }
                guard fields.updateValue(value, forKey: key) == nil else {
                    throw .malformedModel(tree: trees.count, key: key, reason: "given twice")
                }
            }
            trees.append(try TreeTextReader(index: trees.count, fields: fields, columnCount: columnCount).tree())
            sizes.append(end - line.start...lines.position - line.start)
        }
        guard lines.previous?.text == "end of trees" else {
            throw Self.malformed("end of trees", "missing: the text is cut off")
        }
        guard !trees.isEmpty else { throw Self.malformed("Tree", "no trees") }
        return (trees, sizes)
    }

    /// LightGBM seeks trees by these sizes, so a file in which they are wrong is damaged. Carriage returns that an
    /// editor has added make them wrong in a harmless way.
    private func check(_ sizes: [ClosedRange<Int>], against field: String?) throws(GBDTError) {
        guard let words = field?.split(separator: " "), !lines.hasCarriageReturns else { return }
        let fits = words.count == sizes.count && zip(words, sizes).allSatisfy { Int($0).map($1.contains) ?? false }
        guard fits else { throw Self.malformed("tree_sizes", "does not match the trees") }
    }

    /// From the parameters on, verbatim. Importances are not kept: they are counted anew.
    private mutating func tail() -> String {
        while let line = lines.peek() {
            if line.text == "parameters:" || line.text.hasPrefix("pandas_categorical:") {
                return "\n" + lines.rest()
            }
            _ = lines.next()
        }
        return ""
    }

    private static func integer(
        _ fields: [String: String], _ key: String, default missing: Int?
    ) throws(GBDTError) -> Int {
        guard let text = fields[key] else {
            guard let missing else { throw malformed(key, "missing") }
            return missing
        }
        guard let value = Int(text) else { throw malformed(key, "not an integer: `\(text.prefix(40))`") }
        return value
    }

    private static func malformed(_ key: String, _ reason: String) -> GBDTError {
        .malformedModel(tree: nil, key: key, reason: reason)
    }
}
