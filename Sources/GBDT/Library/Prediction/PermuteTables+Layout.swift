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
/// all with slots in a window of two tables. Windows are chosen one after the other, the one that takes most tests.
struct PermuteSchedule {
    private(set) var steps: [(firstSlot: Int, places: [ServedTree.Test?])] = []

    init(_ trees: ArraySlice<ServedTree>, leaves: Range<Int>) {
        var waiting = trees.map { $0.tests.filter { $0.cleared.overlaps(leaves) } }
        while true {
            let tables = Set(waiting.joined().map { $0.slot / 64 })
            guard let best = Self.windows(tables).max(by: { Self.taken(waiting, $0) < Self.taken(waiting, $1) }) else {
                break
            }
            var places = [ServedTree.Test?](repeating: nil, count: 64)
            for tree in waiting.indices {
                for position in [0, PermuteTables.treesPerGroup] {
                    guard let index = Self.next(waiting[tree], in: best) else { break }
                    places[position + PermuteTables.lane(ofTree: tree)] = waiting[tree].remove(at: index)
                }
            }
            steps.append((best * 64, places))
        }
    }

    /// The first tables of the windows that can take a test, from the last one down: of equals the first one wins.
    private static func windows(_ tables: Set<Int>) -> [Int] {
        Set(tables.flatMap { [max(0, $0 - 1), $0] }).sorted(by: >)
    }

    private static func isIn(_ test: ServedTree.Test, _ window: Int) -> Bool {
        test.slot / 64 == window || test.slot / 64 == window + 1
    }

    /// How many tests a step takes.
    private static func taken(_ waiting: [[ServedTree.Test]], _ window: Int) -> Int {
        waiting.reduce(0) { sum, tests in
            var count = 0
            for test in tests where isIn(test, window) {
                count += 1
                if count == 2 { break }
            }
            return sum + count
        }
    }

    /// The test to make next: one in the table that fewest windows reach, the lowest for window 0.
    private static func next(_ tests: [ServedTree.Test], in window: Int) -> Int? {
        let candidates = tests.indices.filter { isIn(tests[$0], window) }
        return candidates.min { first, second in
            let (a, b) = (tests[first].slot / 64, tests[second].slot / 64)
            return window == 0 ? a < b : a > b
        }
    }
}
