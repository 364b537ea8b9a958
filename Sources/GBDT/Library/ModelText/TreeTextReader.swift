/// Reads and checks the fields of one tree.
struct TreeTextReader {
    /// LightGBM's own limit.
    private static let leafCountMax = 131_072
    let index: Int
    let fields: [String: String]
    let columnCount: Int

    func tree() throws(GBDTError) -> Tree {
        let leafCount = try integer("num_leaves", required("num_leaves"))
        guard (1...Self.leafCountMax).contains(leafCount) else { throw malformed("num_leaves", "out of range") }
        let nodeCount = leafCount - 1
        var tree = Tree()
        tree.splitFeature = try integers("split_feature", count: nodeCount)
        tree.threshold = try numbers("threshold", count: nodeCount)
        tree.leftChild = try integers("left_child", count: nodeCount)
        tree.rightChild = try integers("right_child", count: nodeCount)
        tree.leafValue = try numbers("leaf_value", count: leafCount)
        tree.decision = try optionalIntegers("decision_type", count: nodeCount).map { type throws(GBDTError) in
            try decision(type)
        }
        tree.splitGain = try optionalNumbers("split_gain", count: nodeCount).map { Float($0) }
        tree.leafWeight = try optionalNumbers("leaf_weight", count: leafCount)
        tree.leafCounts = try optionalIntegers("leaf_count", count: leafCount)
        tree.internalValue = try optionalNumbers("internal_value", count: nodeCount)
        tree.internalWeight = try optionalNumbers("internal_weight", count: nodeCount)
        tree.internalCount = try optionalIntegers("internal_count", count: nodeCount)
        tree.shrinkage =
            try fields["shrinkage"].map { text throws(GBDTError) in try number("shrinkage", text[...]) } ?? 1
        try readCategories(into: &tree)
        tree.linearLeaves = try linearLeaves(leafCount: leafCount)
        try checkValues(tree)
        try checkShape(tree)
        return tree
    }

    private func decision(_ type: Int) throws(GBDTError) -> Tree.Decision {
        let decision = Tree.Decision(rawValue: UInt8(truncatingIfNeeded: type))
        guard (0...15).contains(type), decision.missing != nil else {
            throw malformed("decision_type", "\(type) has no meaning")
        }
        return decision
    }

    private func readCategories(into tree: inout Tree) throws(GBDTError) {
        let setCount = try fields["num_cat"].map { text throws(GBDTError) in try integer("num_cat", text) } ?? 0
        guard setCount >= 0, setCount < Self.leafCountMax else { throw malformed("num_cat", "out of range") }
        if setCount > 0 {
            tree.categoryBoundaries = try integers("cat_boundaries", count: setCount + 1)
            tree.categoryWords = try required("cat_threshold").split(separator: " ").map { word throws(GBDTError) in
                guard let bits = UInt32(word) else {
                    throw malformed("cat_threshold", "not 32 bits: `\(word.prefix(40))`")
                }
                return bits
            }
            let boundaries = tree.categoryBoundaries
            let ascends = zip(boundaries, boundaries.dropFirst()).allSatisfy { $0 <= $1 }
            guard boundaries.first == 0, ascends, boundaries.last == tree.categoryWords.count else {
                throw malformed("cat_boundaries", "must ascend from 0 to the number of words")
            }
        }
        for node in tree.decision.indices where tree.decision[node].isCategorical {
            let set = tree.threshold[node]
            guard set >= 0, set < Double(setCount), set == set.rounded(.towardZero) else {
                throw malformed("threshold", "node \(node) names no set of categories")
            }
        }
    }

    /// The functions of a linear tree's leaves: flat lists, cut by the number of features of each leaf.
    private func linearLeaves(leafCount: Int) throws(GBDTError) -> [LinearLeaf]? {
        guard let kind = fields["is_linear"], kind != "0" else { return nil }
        guard kind == "1" else { throw malformed("is_linear", "neither 0 nor 1") }
        var leaves: [LinearLeaf] = []
        let counts = try integers("num_features", count: leafCount)
        guard counts.allSatisfy({ $0 >= 0 }) else { throw malformed("num_features", "negative") }
        let termCount = counts.reduce(0, +)
        let columns = try integers("leaf_features", count: termCount)
        let coefficients = try numbers("leaf_coeff", count: termCount)
        for column in columns where !(0..<columnCount).contains(column) {
            throw malformed("leaf_features", "\(column) is not below \(columnCount)")
        }
        if coefficients.contains(where: \.isNaN) { throw malformed("leaf_coeff", "NaN") }
        var start = 0
        for (constant, count) in zip(try numbers("leaf_const", count: leafCount), counts) {
            if constant.isNaN { throw malformed("leaf_const", "NaN") }
            let terms = start..<start + count
            leaves.append(
                LinearLeaf(
                    constant: constant, columns: Array(columns[terms]), coefficients: Array(coefficients[terms])))
            start += count
        }
        return leaves
    }

    private func checkValues(_ tree: Tree) throws(GBDTError) {
        for feature in tree.splitFeature where !(0..<columnCount).contains(feature) {
            throw malformed("split_feature", "\(feature) is not below \(columnCount)")
        }
        if tree.threshold.contains(where: \.isNaN) { throw malformed("threshold", "NaN") }
        if tree.leafValue.contains(where: \.isNaN) { throw malformed("leaf_value", "NaN") }
    }

    /// Walks from the root: every node and leaf must be met exactly once.
    private func checkShape(_ tree: Tree) throws(GBDTError) {
        let nodeCount = tree.splitFeature.count
        var nodeMet = [Bool](repeating: false, count: nodeCount)
        var leafMet = [Bool](repeating: false, count: tree.leafCount)
        var open = [nodeCount == 0 ? ~0 : 0]
        while let child = open.popLast() {
            if child >= 0 {
                guard child < nodeCount, !nodeMet[child] else { throw malformed("left_child", "not a tree") }
                nodeMet[child] = true
                open.append(tree.leftChild[child])
                open.append(tree.rightChild[child])
            } else {
                guard ~child < tree.leafCount, !leafMet[~child] else { throw malformed("left_child", "not a tree") }
                leafMet[~child] = true
            }
        }
        guard nodeMet.allSatisfy({ $0 }), leafMet.allSatisfy({ $0 }) else {
            throw malformed("left_child", "not a tree")
        }
    }

    private func optionalNumbers(_ key: String, count: Int) throws(GBDTError) -> [Double] {
        isAbsent(key) ? Array(repeating: 0, count: count) : try numbers(key, count: count)
    }

    private func optionalIntegers(_ key: String, count: Int) throws(GBDTError) -> [Int] {
        isAbsent(key) ? Array(repeating: 0, count: count) : try integers(key, count: count)
    }

    /// No line at all, or one without values in a tree of one leaf.
    private func isAbsent(_ key: String) -> Bool {
        guard let text = fields[key] else { return true }
        return text.isEmpty && fields["num_leaves"] == "1"
    }

    private func numbers(_ key: String, count: Int) throws(GBDTError) -> [Double] {
        try words(key, count: count).map { word throws(GBDTError) in try number(key, word) }
    }

    private func integers(_ key: String, count: Int) throws(GBDTError) -> [Int] {
        try words(key, count: count).map { word throws(GBDTError) in try integer(key, String(word)) }
    }

    private func words(_ key: String, count: Int) throws(GBDTError) -> [Substring] {
        let words = try required(key).split(separator: " ")
        guard words.count == count else { throw malformed(key, "\(count) values expected, \(words.count) found") }
        return words
    }

    private func required(_ key: String) throws(GBDTError) -> String {
        guard let text = fields[key] else {
            // A tree of one leaf has nothing to say about nodes.
            if fields["num_leaves"] == "1", !["leaf_value", "leaf_const", "num_features"].contains(key) { return "" }
            throw malformed(key, "missing")
        }
        return text
    }

    private func number(_ key: String, _ word: Substring) throws(GBDTError) -> Double {
        guard let value = Double(word) else { throw malformed(key, "not a number: `\(word.prefix(40))`") }
        return value
    }

    private func integer(_ key: String, _ word: String) throws(GBDTError) -> Int {
        guard let value = Int(word), value.magnitude <= Int32.max.magnitude else {
            throw malformed(key, "not a 32-bit integer: `\(word.prefix(40))`")
        }
        return value
    }

    private func malformed(_ key: String, _ reason: String) -> GBDTError {
        .malformedModel(tree: index, key: key, reason: reason)
    }
}
