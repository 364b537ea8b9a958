import GBDTLayout

/// Trees laid out for the kernels that compare ranks instead of values. Sums run over the trees of an output in order,
/// in Double: the same bits as by walking. A class, so that a call passes it on at the cost of one reference.
final class RankForest: Sendable {
    let slots: SlotTables
    /// Ranks of a row: whole tables of 64.
    let width: Int
    let numericCount: Int
    let numericWidth: Int
    let slotCount: Int
    /// By output, tree and leaf from left to right, as `planes` has them: the tree's own number of the leaf.
    let leafNumbers: [[Int]]
    /// For single rows, by output; empty when a tree has more than ``permuteLeavesMax`` leaves.
    let permutes: [PermuteTables]
    /// For blocks of rows, by output.
    let planes: [PlaneTables]
    let memory: TableMemory
    /// By column: its numeric slots, and the number of its table of categories.
    let slotsByColumn: [[Int]]
    let categoryTables: [Int?]
    let zeroSlots: Set<Int>

    static let permuteLeavesMax = 64
    static let planeLeavesMax = 256

    /// nil when the model needs more than comparisons of ranks.
    init?(_ trees: [Tree], columnCount: Int, outputCount: Int) {
        let leavesMax = trees.map(\.leafCount).max() ?? 0
        guard leavesMax <= Self.planeLeavesMax, let slots = RankSlots(trees) else { return nil }
        let memory = TableMemory()
        let byOutput = (0..<outputCount).map { output in
            stride(from: output, to: trees.count, by: outputCount).map { ServedTree(trees[$0], slots: slots) }
        }
        self.slots = SlotTables(slots, memory)
        width = slots.width
        numericCount = slots.numeric.count
        numericWidth = slots.numericWidth
        slotCount = slots.numeric.count + slots.categorical.reduce(0) { $0 + $1.sets.count }
        leafNumbers = byOutput.map { $0.flatMap(\.leafNumbers) }
        planes = byOutput.map { PlaneTables($0, memory) }
        permutes = leavesMax > Self.permuteLeavesMax ? [] : byOutput.map { PermuteTables($0, memory) }
        self.memory = memory
        var slotsByColumn = [[Int]](repeating: [], count: columnCount)
        for (slot, numeric) in slots.numeric.enumerated() { slotsByColumn[numeric.column].append(slot) }
        var categoryTables = [Int?](repeating: nil, count: columnCount)
        for (table, categorical) in slots.categorical.enumerated() { categoryTables[categorical.column] = table }
        self.slotsByColumn = slotsByColumn
        self.categoryTables = categoryTables
        zeroSlots = Set(slots.numeric.indices.filter { slots.numeric[$0].zeroIsMissing })
    }
}

extension PlaneTables {
    fileprivate init(_ trees: [ServedTree], _ memory: TableMemory) {
        var firstPlanes: [Int32] = []
        var firstTests: [Int32] = []
        var firstLeaves: [Int32] = []
        var tests: [PlaneTest] = []
        var leaves: [Double] = []
        for tree in trees {
            firstPlanes.append(Int32(firstTests.count))
            firstLeaves.append(Int32(leaves.count))
            leaves += tree.leafValues
            for plane in stride(from: 0, to: tree.leafValues.count, by: 8) {
                firstTests.append(Int32(tests.count))
                for test in tree.tests where test.cleared.overlaps(plane..<plane + 8) {
                    var mask: UInt8 = .max
                    for leaf in test.cleared.clamped(to: plane..<plane + 8) { mask &= ~(1 << UInt8(leaf - plane)) }
                    tests.append(
                        PlaneTest(
                            slot: Int32(test.slot), threshold: Int8(truncatingIfNeeded: Int(test.threshold) - 128),
                            mask: mask))
                }
            }
        }
        firstPlanes.append(Int32(firstTests.count))
        firstTests.append(Int32(tests.count))
        self.init(
            firstPlanes: memory.place(firstPlanes), firstTests: memory.place(firstTests), tests: memory.place(tests),
            firstLeaves: memory.place(firstLeaves), leaves: memory.place(leaves), treeCount: trees.count)
    }
}
