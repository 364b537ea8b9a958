/// Trees for the kernel that evaluates 64 rows at once: the leaf bits of a tree in planes of eight leaves.
public struct PlaneTables: @unchecked Sendable {
    /// By tree: its first plane, and one more entry at the end.
    public let firstPlanes: UnsafePointer<Int32>
    /// By plane: its first test, and one more entry at the end.
    public let firstTests: UnsafePointer<Int32>
    public let tests: UnsafePointer<PlaneTest>
    /// By tree: its first leaf in `leaves`, where leaves stand from left to right.
    public let firstLeaves: UnsafePointer<Int32>
    public let leaves: UnsafePointer<Double>
    public let treeCount: Int

    public init(
        firstPlanes: UnsafePointer<Int32>, firstTests: UnsafePointer<Int32>, tests: UnsafePointer<PlaneTest>,
        firstLeaves: UnsafePointer<Int32>, leaves: UnsafePointer<Double>, treeCount: Int
    ) {
        self.firstPlanes = firstPlanes
        self.firstTests = firstTests
        self.tests = tests
        self.firstLeaves = firstLeaves
        self.leaves = leaves
        self.treeCount = treeCount
    }
}

/// What one node does to one plane.
public struct PlaneTest: Sendable, BitwiseCopyable {
    public let slot: Int32
    /// Compared with ranks less 128: signed bytes are what every instruction set compares.
    public let threshold: Int8
    /// The leaf bits that stay when the node sends a row right.
    public let mask: UInt8

    public init(slot: Int32, threshold: Int8, mask: UInt8) {
        self.slot = slot
        self.threshold = threshold
        self.mask = mask
    }
}
