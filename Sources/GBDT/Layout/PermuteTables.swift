/// Trees for the kernel that evaluates every node of a group of trees by table permutes, one row at a time.
///
/// A group is 32 trees. Their leaves, from left to right, are in planes of 16: a lane of leaf bits for each tree. A
/// step evaluates 64 nodes, two of each tree, whose slots lie within two neighbouring tables of 64 ranks.
public struct PermuteTables: @unchecked Sendable {
    public let groups: UnsafePointer<PermuteGroup>
    public let groupCount: Int
    /// By group and plane: how many steps it takes. Planes come in pairs.
    public let planes: UnsafePointer<Int32>
    public let steps: UnsafePointer<PermuteStep>
    /// By step: the first slot of the first of its two tables.
    public let firstSlots: UnsafePointer<Int32>
    /// Two a step: the leaf bits that stay when a node sends the row right, 16 for each tree.
    public let masks: UnsafePointer<SIMD16<UInt32>>
    /// By group, tree and leaf from left to right.
    public let leaves: UnsafePointer<Double>

    public init(
        groups: UnsafePointer<PermuteGroup>, groupCount: Int, planes: UnsafePointer<Int32>,
        steps: UnsafePointer<PermuteStep>, firstSlots: UnsafePointer<Int32>, masks: UnsafePointer<SIMD16<UInt32>>,
        leaves: UnsafePointer<Double>
    ) {
        self.groups = groups
        self.groupCount = groupCount
        self.planes = planes
        self.steps = steps
        self.firstSlots = firstSlots
        self.masks = masks
        self.leaves = leaves
    }
}

public struct PermuteGroup: Sendable, BitwiseCopyable {
    public let treeCount: Int32
    /// Pairs of planes, 1 or 2.
    public let pairCount: Int32
    /// Places for leaves of each tree.
    public let leafCount: Int32

    public init(treeCount: Int32, pairCount: Int32, leafCount: Int32) {
        self.treeCount = treeCount
        self.pairCount = pairCount
        self.leafCount = leafCount
    }
}

public struct PermuteStep: Sendable, BitwiseCopyable {
    /// Slots, less the first slot of the first table: below 128.
    public let slots: SIMD64<UInt8>
    /// A node sends the row right when its slot's rank is above this. 255 at places without a node.
    public let thresholds: SIMD64<UInt8>

    public init(slots: SIMD64<UInt8>, thresholds: SIMD64<UInt8>) {
        self.slots = slots
        self.thresholds = thresholds
    }
}
