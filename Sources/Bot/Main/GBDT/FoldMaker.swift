import GBDT

/// Divides examples into folds, the same for the same seed.
struct FoldMaker {
    private var state: UInt64

    init(seed: Int) { state = UInt64(bitPattern: Int64(seed)) }

    /// SplitMix64 (Steele, Lea & Flood, 2014).
    private mutating func draw() -> UInt64 {
        state &+= 0x9E37_79B9_7F4A_7C15
        var mixed = state
        mixed = (mixed ^ (mixed >> 30)) &* 0xBF58_476D_1CE4_E5B9
        mixed = (mixed ^ (mixed >> 27)) &* 0x94D0_49BB_1331_11EB
        return mixed ^ (mixed >> 31)
    }

    /// Fisher and Yates.
    private mutating func shuffle(_ values: inout [Int]) {
        for last in stride(from: values.count - 1, to: 0, by: -1) {
            values.swapAt(last, Int(draw() % UInt64(last + 1)))
        }
    }

    /// Every fold gets the same number of rows, give or take one.
    mutating func plain(rowCount: Int, foldCount: Int) -> [CrossValidation.Fold] {
        var rows = Array(0..<rowCount)
        shuffle(&rows)
        return folds(of: rows.enumerated().map { ($0.element, $0.offset % foldCount) }, rowCount, foldCount)
    }

    /// Every fold gets the same number of rows of each label, give or take one.
    mutating func stratified(labels: [Float], foldCount: Int) -> [CrossValidation.Fold] {
        var members: [Float: [Int]] = [:]
        for (row, label) in labels.enumerated() { members[label, default: []].append(row) }
        var dealt: [(Int, Int)] = []
        for label in members.keys.sorted() {
            var rows = members[label] ?? []
            shuffle(&rows)
            // The deal goes on where the label before ended, so that folds stay of one size.
            for row in rows { dealt.append((row, dealt.count % foldCount)) }
        }
        return folds(of: dealt, labels.count, foldCount)
    }

    /// Groups stay whole; every fold gets the same number of groups, give or take one.
    mutating func grouped(groups: [Int], foldCount: Int) -> [CrossValidation.Fold] {
        var order = Array(groups.indices)
        shuffle(&order)
        var foldOfGroup = [Int](repeating: 0, count: groups.count)
        for (place, group) in order.enumerated() { foldOfGroup[group] = place % foldCount }
        var dealt: [(Int, Int)] = []
        for (group, size) in groups.enumerated() {
            for _ in 0..<size { dealt.append((dealt.count, foldOfGroup[group])) }
        }
        return folds(of: dealt, dealt.count, foldCount)
    }

    /// - Parameter dealt: row and fold.
    private func folds(of dealt: [(Int, Int)], _ rowCount: Int, _ foldCount: Int) -> [CrossValidation.Fold] {
        var foldOfRow = [Int](repeating: 0, count: rowCount)
        for (row, fold) in dealt { foldOfRow[row] = fold }
        return (0..<foldCount).map { fold in
            CrossValidation.Fold(
                training: foldOfRow.indices.filter { foldOfRow[$0] != fold },
                validation: foldOfRow.indices.filter { foldOfRow[$0] == fold })
        }
    }
}
