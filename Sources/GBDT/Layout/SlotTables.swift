/// What ranks the values of a row: which column each slot reads and the thresholds its nodes compare with.
///
/// A slot is a column together with what a missing value means to some of its nodes. The rank of a value is the number
/// of the slot's thresholds below it; a node sends a row right when the rank is above the index of its threshold.
/// Only pointers into memory that the owner keeps: see `RankForest`.
public struct SlotTables: @unchecked Sendable {
    /// Blocks of 16 slots; the last is filled up with slots without thresholds.
    public let blocks: UnsafePointer<SlotBlock>
    public let blockCount: Int
    /// By slot: the column.
    public let columns: UnsafePointer<Int32>
    /// By block: rows of 16 thresholds, ascending in each lane, then +inf. Rounded down, which is exact for Floats.
    public let floors: UnsafePointer<SIMD16<Float>>
    /// The same rounded to nearest, as Doubles are rounded before they are compared.
    public let nearest: UnsafePointer<SIMD16<Float>>
    /// By slot: where its thresholds start in `exact`, `flatFloors` and `flatNearest`, and how many they are.
    public let starts: UnsafePointer<Int32>
    public let counts: UnsafePointer<Int32>
    /// Ascending, +inf after the last of each slot; 256 values more at the end, so that any rank leads to one.
    public let exact: UnsafePointer<Double>
    public let flatFloors: UnsafePointer<Float>
    public let flatNearest: UnsafePointer<Float>
    /// By slot: what a missing value does.
    public let missing: UnsafePointer<MissingRule>
    /// Slots that read zeros as missing.
    public let zeroSlots: UnsafePointer<Int32>
    public let zeroSlotCount: Int
    /// The largest magnitude that they read as zero.
    public let zeroThreshold: Double
    public let categories: UnsafePointer<CategoryTable>
    public let categoryTableCount: Int

    public init(
        blocks: UnsafePointer<SlotBlock>, blockCount: Int, columns: UnsafePointer<Int32>,
        floors: UnsafePointer<SIMD16<Float>>, nearest: UnsafePointer<SIMD16<Float>>, starts: UnsafePointer<Int32>,
        counts: UnsafePointer<Int32>, exact: UnsafePointer<Double>, flatFloors: UnsafePointer<Float>,
        flatNearest: UnsafePointer<Float>, missing: UnsafePointer<MissingRule>, zeroSlots: UnsafePointer<Int32>,
        zeroSlotCount: Int, zeroThreshold: Double, categories: UnsafePointer<CategoryTable>, categoryTableCount: Int
    ) {
        self.blocks = blocks
        self.blockCount = blockCount
        self.columns = columns
        self.floors = floors
        self.nearest = nearest
        self.starts = starts
        self.counts = counts
        self.exact = exact
        self.flatFloors = flatFloors
        self.flatNearest = flatNearest
        self.missing = missing
        self.zeroSlots = zeroSlots
        self.zeroSlotCount = zeroSlotCount
        self.zeroThreshold = zeroThreshold
        self.categories = categories
        self.categoryTableCount = categoryTableCount
    }
}

/// What a missing value means to the nodes of a slot.
public enum MissingRule: UInt8, Sendable, BitwiseCopyable {
    /// It is read as 0.
    case zero
    /// Rank 0: below every threshold.
    case left
    /// Rank 255: above every threshold.
    case right
}

/// Sixteen slots that are ranked side by side.
public struct SlotBlock: Sendable, BitwiseCopyable {
    /// Where its rows of thresholds start, and how many there are.
    public let start: Int32
    public let count: Int32
    /// All bits set in the lanes whose rule is ``MissingRule/zero``, and ``MissingRule/right``.
    public let zeroLanes: SIMD16<UInt32>
    public let rightLanes: SIMD16<UInt32>

    public init(start: Int32, count: Int32, zeroLanes: SIMD16<UInt32>, rightLanes: SIMD16<UInt32>) {
        self.start = start
        self.count = count
        self.zeroLanes = zeroLanes
        self.rightLanes = rightLanes
    }
}

/// The ranks of one categorical column: a slot per set of categories, 0 in the set and 255 outside.
public struct CategoryTable: @unchecked Sendable, BitwiseCopyable {
    public let column: Int32
    /// The first of its slots; a multiple of 64.
    public let firstSlot: Int32
    /// Its slots, a multiple of 64.
    public let slotCount: Int32
    /// Categories 0 ..< this have a row of their own.
    public let categoryCount: Int32
    /// Row 0 is of all that belongs to no set; row `c + 1` of category `c`.
    public let ranks: UnsafePointer<SIMD64<UInt8>>

    public init(
        column: Int32, firstSlot: Int32, slotCount: Int32, categoryCount: Int32, ranks: UnsafePointer<SIMD64<UInt8>>
    ) {
        self.column = column
        self.firstSlot = firstSlot
        self.slotCount = slotCount
        self.categoryCount = categoryCount
        self.ranks = ranks
    }
}
