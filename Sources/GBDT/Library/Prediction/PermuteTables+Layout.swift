import GBDTLayout

extension PermuteTables {
    static let treesPerGroup = 32
    static let leavesPerPlane = 16

    init(_ trees: [ServedTree], _ memory: TableMemory) {
        var groups: [PermuteGroup] = []
        var planes: [Int32] = []
        var steps: [PermuteStep] = []
        var firstSlots: [Int32] = []
        var masks: [SIMD16<UInt32>] = []
        var leaves: [Double] = []
        for start in stride(from: 0, to: trees.count, by: Self.treesPerGroup) {
            let group = trees[start..<min(start + Self.treesPerGroup, trees.count)]
            let leafCount = group.map(\.leafValues.count).max() ?? 1
            let pairCount = (leafCount + 2 * Self.leavesPerPlane - 1) / (2 * Self.leavesPerPlane)
            groups.append(
                PermuteGroup(
                    treeCount: Int32(group.count), pairCount: Int32(pairCount), leafCount: Int32(leafCount)))
            for pair in 0..<pairCount {
                for plane in 2 * pair...2 * pair + 1 {
                    let firstLeaf = plane * Self.leavesPerPlane
                    let schedule = PermuteSchedule(group, leaves: firstLeaf..<firstLeaf + Self.leavesPerPlane)
                    planes.append(Int32(schedule.steps.count))
                    for (firstSlot, places) in schedule.steps {
                        steps.append(PermuteStep(places, firstSlot: firstSlot))
                        firstSlots.append(Int32(firstSlot))
                        masks += Self.masks(places, firstLeaf: firstLeaf)
                    }
                }
            }
            for lane in 0..<Self.treesPerGroup {
                let values = lane < group.count ? group[start + lane].leafValues : []
                leaves += values + [Double](repeating: 0, count: leafCount - values.count)
            }
        }
        self.init(
            groups: memory.place(groups), groupCount: groups.count, planes: memory.place(planes),
            steps: memory.place(steps), firstSlots: memory.place(firstSlots), masks: memory.place(masks),
            leaves: memory.place(leaves))
    }

    /// The place of a tree's bits among the 32 words of a plane: kernels join planes to words of 32 bits, those of the
    /// first 16 trees and those of the last.
    static func lane(ofTree tree: Int) -> Int { tree % 16 * 2 + tree / 16 }

    /// The bits that stay, of the tests at the first 32 places and at the last.
    private static func masks(_ places: [ServedTree.Test?], firstLeaf: Int) -> [SIMD16<UInt32>] {
        [0, treesPerGroup].map { start in
            var lanes = SIMD32<UInt16>(repeating: .max)
            for lane in 0..<treesPerGroup {
                guard let test = places[start + lane] else { continue }
                let plane = firstLeaf..<firstLeaf + leavesPerPlane
                for leaf in test.cleared.clamped(to: plane) { lanes[lane] &= ~(1 << UInt16(leaf - firstLeaf)) }
            }
            return unsafeBitCast(lanes, to: SIMD16<UInt32>.self)
        }
    }
}

extension PermuteStep {
    fileprivate init(_ places: [ServedTree.Test?], firstSlot: Int) {
        var slots = SIMD64<UInt8>(repeating: 0)
        var thresholds = SIMD64<UInt8>(repeating: .max)
        for (place, test) in places.enumerated() {
            guard let test else { continue }
            slots[place] = UInt8(test.slot - firstSlot)
            thresholds[place] = test.threshold
        }
        self.init(slots: slots, thresholds: thresholds)
    }
}

/// In which step the tests of a group of trees that concern some leaves are made: 64 places a step, two for each tree,
/// all with slots in a window of two tables.
struct PermuteSchedule {
    private(set) var steps: [(firstSlot: Int, places: [ServedTree.Test?])] = []

    init(_ trees: ArraySlice<ServedTree>, leaves: Range<Int>) {
        // By slot: then the first tests of all trees lie close together.
        var waiting = trees.map { tree in
            tree.tests.filter { $0.cleared.overlaps(leaves) }.sorted {
                ($0.slot, $0.threshold) > ($1.slot, $1.threshold)
            }
        }
        while let lowest = waiting.compactMap({ $0.last?.slot }).min() {
            let firstSlot = lowest / 64 * 64
            var places = [ServedTree.Test?](repeating: nil, count: 64)
            for tree in waiting.indices {
                for position in [0, PermuteTables.treesPerGroup] {
                    guard let test = waiting[tree].last, test.slot < firstSlot + 128 else { break }
                    places[position + PermuteTables.lane(ofTree: tree)] = test
                    waiting[tree].removeLast()
                }
            }
            steps.append((firstSlot, places))
        }
    }
}
