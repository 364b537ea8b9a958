extension Tree {
    /// Stores a set of categories; a categorical node's threshold is the number returned.
    mutating func addCategorySet(_ categories: [Int32]) -> Double {
        var words = [UInt32](repeating: 0, count: Int(categories.max() ?? 0) / 32 + 1)
        for category in categories { words[Int(category) / 32] |= 1 << UInt32(category % 32) }
        if categoryBoundaries.isEmpty { categoryBoundaries = [0] }
        categoryWords += words
        categoryBoundaries.append(categoryWords.count)
        return Double(categoryBoundaries.count - 2)
    }

    /// The categories that go left at a categorical node, ascending.
    func categories(of node: Int) -> [Int] {
        let set = Int(threshold[node])
        let words = categoryWords[categoryBoundaries[set]..<categoryBoundaries[set + 1]]
        return words.enumerated().flatMap { place, word in
            (0..<32).filter { word >> UInt32($0) & 1 == 1 }.map { place * 32 + $0 }
        }
    }
}

extension Tree.Decision {
    /// Of a categorical node.
    init(categoricalMissing missing: BinMapper.Missing) {
        self.init(rawValue: 1 | missing.rawValue << 2)
    }
}
