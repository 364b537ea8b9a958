import GBDTLayout

extension SlotTables {
    init(_ slots: RankSlots, _ memory: TableMemory) {
        let padded = slots.numeric.count + (16 - slots.numeric.count % 16) % 16
        var blocks: [SlotBlock] = []
        var floors: [SIMD16<Float>] = []
        var nearest: [SIMD16<Float>] = []
        for start in stride(from: 0, to: padded, by: 16) {
            let members = slots.numeric[start..<min(start + 16, slots.numeric.count)]
            let count = members.map(\.thresholds.count).max() ?? 0
            var zeroLanes = SIMD16<UInt32>(repeating: 0)
            var rightLanes = zeroLanes
            for (lane, slot) in members.enumerated() {
                zeroLanes[lane] = slot.missing == .zero ? .max : 0
                rightLanes[lane] = slot.missing == .right ? 255 : 0
            }
            blocks.append(
                SlotBlock(
                    start: Int32(floors.count), count: Int32(count), zeroLanes: zeroLanes, rightLanes: rightLanes))
            for index in 0..<count {
                var floor = SIMD16<Float>(repeating: .infinity)
                var near = floor
                for (lane, slot) in members.enumerated() where index < slot.thresholds.count {
                    floor[lane] = slot.thresholds[index].roundedDown
                    near[lane] = Float(slot.thresholds[index])
                }
                floors.append(floor)
                nearest.append(near)
            }
        }
        var starts: [Int32] = []
        var exact: [Double] = []
        for slot in slots.numeric {
            starts.append(Int32(exact.count))
            exact += slot.thresholds + [.infinity]
        }
        exact += [Double](repeating: .infinity, count: 256)
        // Slots that fill up the last block read column 0 and know no threshold.
        let filling = [Int32](repeating: 0, count: padded - slots.numeric.count)
        let lastStart = Int32(exact.count - 256)
        let zeroSlots = slots.numeric.indices.filter { slots.numeric[$0].zeroIsMissing }
        self.init(
            blocks: memory.place(blocks), blockCount: blocks.count,
            columns: memory.place(slots.numeric.map { Int32($0.column) } + filling),
            floors: memory.place(floors), nearest: memory.place(nearest),
            starts: memory.place(starts + filling.map { _ in lastStart }),
            counts: memory.place(slots.numeric.map { Int32($0.thresholds.count) } + filling),
            exact: memory.place(exact), flatFloors: memory.place(exact.map(\.roundedDown)),
            flatNearest: memory.place(exact.map { Float($0) }),
            missing: memory.place(slots.numeric.map(\.missing) + filling.map { _ in .zero }),
            zeroSlots: memory.place(zeroSlots.map { Int32($0) }), zeroSlotCount: zeroSlots.count,
            zeroThreshold: ParityConstant.zeroThreshold,
            categories: memory.place(slots.categorical.map { CategoryTable($0, memory) }),
            categoryTableCount: slots.categorical.count)
    }
}

extension CategoryTable {
    fileprivate init(_ slots: RankSlots.Categorical, _ memory: TableMemory) {
        // Outside every set: to the right.
        var ranks = [UInt8](repeating: 255, count: (slots.categoryCount + 1) * slots.width)
        for (slot, words) in slots.sets.enumerated() {
            for category in 0..<words.count * 32 where words[category / 32] >> UInt32(category % 32) & 1 == 1 {
                ranks[(category + 1) * slots.width + slot] = 0
            }
        }
        let tables = stride(from: 0, to: ranks.count, by: 64).map { start in
            var table = SIMD64<UInt8>()
            for place in 0..<64 { table[place] = ranks[start + place] }
            return table
        }
        self.init(
            column: Int32(slots.column), firstSlot: Int32(slots.firstSlot), slotCount: Int32(slots.width),
            categoryCount: Int32(slots.categoryCount), ranks: memory.place(tables))
    }
}

extension Double {
    /// The largest Float that is not above: `x <= self` for a Float `x` exactly when `x <= roundedDown`.
    fileprivate var roundedDown: Float {
        let near = Float(self)
        return Double(near) > self ? near.nextDown : near
    }
}
