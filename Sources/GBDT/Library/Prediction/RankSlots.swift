import GBDTLayout

/// The slots of a model: its columns, each once for every meaning that a missing value has to some of its nodes, and
/// every set of categories. A node then is one comparison of a rank, a byte, with the index of its threshold.
struct RankSlots {
    /// A numeric slot holds at most this many thresholds: ranks go up to 254, and 255 is right of all.
    static let thresholdsMax = 254
    /// Ranks are kept for every row that is scored; a model that needs more is walked.
    static let slotsMax = 16_384
    /// Bytes of the ranks of categories.
    static let categoryBytesMax = 1 << 25

    struct Numeric {
        var column: Int
        var missing: MissingRule
        var zeroIsMissing: Bool
        var thresholds: [Double]
    }

    struct Categorical {
        var column: Int
        /// One per slot, in words of 32 categories.
        var sets: [[UInt32]]
        var firstSlot = 0
        var categoryCount: Int { (sets.map(\.count).max() ?? 0) * 32 }
        /// Slots are padded to whole tables.
        var width: Int { (sets.count + 63) / 64 * 64 }
    }

    private struct Key: Hashable {
        var column: Int
        var missing: MissingRule
        var zeroIsMissing: Bool
    }

    private(set) var numeric: [Numeric] = []
    private(set) var categorical: [Categorical] = []
    private var chunks: [Key: [Int]] = [:]
    private var sets: [Int: (table: Int, slots: [[UInt32]: Int])] = [:]

    /// Slots of numeric columns, padded to whole tables of 64.
    var numericWidth: Int { (numeric.count + 63) / 64 * 64 }
    var width: Int { categorical.reduce(numericWidth) { $0 + $1.width } }

    /// nil when a tree needs more than comparisons of ranks, or the model too many slots.
    init?(_ trees: [Tree]) {
        var thresholds: [Key: Set<Double>] = [:]
        for tree in trees {
            guard tree.linearLeaves == nil else { return nil }
            for node in tree.splitFeature.indices {
                if tree.decision[node].isCategorical {
                    addSet(of: node, tree)
                } else {
                    let threshold = tree.comparedThreshold(ofNode: node)
                    guard !threshold.isNaN else { return nil }
                    // One zero of the two.
                    thresholds[Self.key(tree, node), default: []].insert(threshold + 0)
                }
            }
        }
        for (key, values) in thresholds { addSlots(key, values.sorted()) }
        orderBySize()
        var first = numericWidth
        for table in categorical.indices {
            categorical[table].firstSlot = first
            first += categorical[table].width
        }
        let bytes = categorical.reduce(0) { $0 + ($1.categoryCount + 1) * $1.width }
        guard first <= Self.slotsMax, bytes <= Self.categoryBytesMax else { return nil }
    }

    private static func key(_ tree: Tree, _ node: Int) -> Key {
        let decision = tree.decision[node]
        let zeroIsMissing = decision.missing == .zero
        let missing: MissingRule =
            decision.missing == BinMapper.Missing.none ? .zero : decision.defaultLeft ? .left : .right
        return Key(column: tree.splitFeature[node], missing: missing, zeroIsMissing: zeroIsMissing)
    }

    private mutating func addSlots(_ key: Key, _ thresholds: [Double]) {
        for start in stride(from: 0, to: thresholds.count, by: Self.thresholdsMax) {
            let end = min(start + Self.thresholdsMax, thresholds.count)
            chunks[key, default: []].append(numeric.count)
            numeric.append(
                Numeric(
                    column: key.column, missing: key.missing, zeroIsMissing: key.zeroIsMissing,
                    thresholds: Array(thresholds[start..<end])))
        }
    }

    /// Slots with many thresholds first, so that those ranked side by side have about equally many; ties by column.
    private mutating func orderBySize() {
        let order = numeric.indices.sorted { a, b in
            let (first, second) = (numeric[a], numeric[b])
            if first.thresholds.count != second.thresholds.count {
                return first.thresholds.count > second.thresholds.count
            }
            if first.column != second.column { return first.column < second.column }
            return first.missing.rawValue < second.missing.rawValue
        }
        var places = [Int](repeating: 0, count: numeric.count)
        for (place, slot) in order.enumerated() { places[slot] = place }
        numeric = order.map { numeric[$0] }
        chunks = chunks.mapValues { $0.map { places[$0] } }
    }

    private mutating func addSet(of node: Int, _ tree: Tree) {
        let column = tree.splitFeature[node]
        let words = Self.words(tree, node)
        if sets[column] == nil {
            sets[column] = (categorical.count, [:])
            categorical.append(Categorical(column: column, sets: []))
        }
        guard let known = sets[column], known.slots[words] == nil else { return }
        sets[column]?.slots[words] = categorical[known.table].sets.count
        categorical[known.table].sets.append(words)
    }

    /// Without zero words at the end: equal sets are equal arrays.
    private static func words(_ tree: Tree, _ node: Int) -> [UInt32] {
        let set = Int(tree.threshold[node])
        var words = Array(tree.categoryWords[tree.categoryBoundaries[set]..<tree.categoryBoundaries[set + 1]])
        while words.last == 0 { words.removeLast() }
        return words
    }

    /// The slot of a node, and the rank above which it sends a row right.
    func place(_ tree: Tree, _ node: Int) -> (slot: Int, threshold: UInt8) {
        if tree.decision[node].isCategorical {
            guard let known = sets[tree.splitFeature[node]], let slot = known.slots[Self.words(tree, node)] else {
                preconditionFailure("every set has a slot")
            }
            return (categorical[known.table].firstSlot + slot, 0)
        }
        let threshold = tree.comparedThreshold(ofNode: node)
        for slot in chunks[Self.key(tree, node)] ?? [] {
            let thresholds = numeric[slot].thresholds
            guard let last = thresholds.last, threshold <= last else { continue }
            return (slot, UInt8(thresholds.partitionPoint { $0 < threshold }))
        }
        preconditionFailure("every threshold has a slot")
    }
}

extension Array {
    /// The first index whose element does not meet the condition, when those that meet it stand first.
    fileprivate func partitionPoint(_ meets: (Element) -> Bool) -> Int {
        var low = 0
        var high = count
        while low < high {
            let middle = (low + high) / 2
            if meets(self[middle]) { low = middle + 1 } else { high = middle }
        }
        return low
    }
}
