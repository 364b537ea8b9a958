/// How a model is evaluated: chosen when it is made, from its trees and the machine.
public struct ServingPlan: Sendable, Hashable {
    public enum Kernel: String, Sendable, Hashable {
        /// Values become ranks, bytes; every node of 32 trees is a comparison in a vector, leaves are bits.
        case rankPermute = "rank-permute"
        /// The same for 64 rows at a time, node by node.
        case rankPlanes = "rank-planes"
        /// Eight branch-free walks side by side.
        case interleavedWalk = "interleaved-walk"
        /// One node after the other.
        case plainWalk = "plain-walk"
    }

    public let singleRow: Kernel
    public let batch: Kernel
    public let instructionSet: InstructionSet
    public let treeCount: Int
    public let leafCountMax: Int
    /// Ranks that a row has: one for each column, meaning of missing values and set of categories; 0 without ranks.
    public let slotCount: Int
    /// Memory of the tables of the kernels named here.
    public let byteCount: Int
    /// Why these kernels.
    public let reason: String
}

extension ServingPlan: CustomStringConvertible {
    public var description: String {
        """
        single rows by \(singleRow.rawValue), batches by \(batch.rawValue), on \(instructionSet.rawValue): \
        \(treeCount) trees of up to \(leafCountMax) leaves, \(slotCount) slots, \(byteCount) bytes; \(reason)
        """
    }
}

extension ServingPlan {
    /// Ranks of categories are filled in byte by byte in a block of rows; with more slots single rows are quicker.
    private static let categoricalSlotsInBlocksMax = 512

    init(
        _ trees: [Tree], flat: FlatForest, walk: WalkForest?, ranks: RankForest?, instructionSet: InstructionSet,
        outputCount: Int
    ) {
        let canPermute = ranks.map { !$0.permutes.isEmpty } ?? false
        let hasManySets = ranks.map { $0.width - $0.numericWidth > Self.categoricalSlotsInBlocksMax } ?? false
        let walking: Kernel = walk == nil ? .plainWalk : .interleavedWalk
        var reasons: [String] = []
        if ranks == nil { reasons.append("the trees need more than ranks: linear leaves, many leaves or sets") }
        if ranks != nil, !canPermute { reasons.append("more than \(RankForest.permuteLeavesMax) leaves") }
        if canPermute, instructionSet < .v4 { reasons.append("no byte permutes") }
        if hasManySets { reasons.append("many sets of categories") }
        if ranks == nil, walk == nil { reasons.append("a node that is no plain comparison") }
        singleRow = canPermute && instructionSet == .v4 ? .rankPermute : walking
        batch =
            ranks == nil
            ? walking : !hasManySets ? .rankPlanes : singleRow == .rankPermute ? .rankPermute : walking
        self.instructionSet = instructionSet
        treeCount = trees.count
        leafCountMax = trees.map(\.leafCount).max() ?? 0
        slotCount = ranks?.slotCount ?? 0
        byteCount = ranks?.memory.byteCount ?? walk?.byteCount ?? flat.byteCount
        reason = reasons.isEmpty ? "all trees fit" : reasons.joined(separator: ", ")
    }
}
