public import GBDTLayout

// 64 rows at a time. Unsafe on purpose: tables are made and checked by `RankForest`, matrices on entry.

/// Ranks less 128 of up to 64 rows: 64 bytes a slot. Places beyond `rowCount` get those of the last row.
/// - Parameters:
///   - values: the first row; value `c` of row `r` stands at `r * rowStride + c * columnStride`.
///   - slots: how many are numeric.
@inline(never)
public func rankRows(
    _ values: UnsafePointer<Float>, rowStride: Int, columnStride: Int, rowCount: Int, _ tables: SlotTables,
    slots: Int, into ranks: UnsafeMutablePointer<SIMD64<Int8>>
) {
    for slot in 0..<slots {
        let column = values + Int(tables.columns[slot]) &* columnStride
        withUnsafeTemporaryAllocation(of: Float.self, capacity: 64) { buffer in
            let block = buffer.baseAddress.unsafelyUnwrapped
            for row in 0..<64 { block[row] = column[min(row, rowCount &- 1) &* rowStride] }
            rankColumn(block, tables, slot, tables.flatFloors, into: ranks + slot)
            if tables.zeroSlotCount > 0 { rankZeros(tables, slot, into: ranks + slot) { Double(block[$0]) } }
        }
    }
    for index in 0..<tables.categoryTableCount {
        let column = values + Int(tables.categories[index].column) &* columnStride
        rankCategories(tables.categories + index, into: ranks) { Double(column[min($0, rowCount &- 1) &* rowStride]) }
    }
}

/// As for rows of Floats.
@inline(never)
public func rankRows(
    _ values: UnsafePointer<Double>, rowStride: Int, columnStride: Int, rowCount: Int, _ tables: SlotTables,
    slots: Int, into ranks: UnsafeMutablePointer<SIMD64<Int8>>
) {
    for slot in 0..<slots {
        let column = values + Int(tables.columns[slot]) &* columnStride
        withUnsafeTemporaryAllocation(of: Float.self, capacity: 64) { buffer in
            let block = buffer.baseAddress.unsafelyUnwrapped
            for row in 0..<64 { block[row] = Float(column[min(row, rowCount &- 1) &* rowStride]) }
            rankColumn(block, tables, slot, tables.flatNearest, into: ranks + slot)
            // Rounding keeps the order; what it could not tell apart is looked at once more.
            let thresholds = tables.exact + Int(tables.starts[slot])
            let count = Int(tables.counts[slot])
            let bytes = UnsafeMutableRawPointer(ranks + slot).assumingMemoryBound(to: Int8.self)
            for row in 0..<64 {
                let value = column[min(row, rowCount &- 1) &* rowStride]
                var rank = Int(bytes[row]) &+ 128
                if thresholds[min(rank, count)] < value {
                    while thresholds[rank] < value { rank &+= 1 }
                    bytes[row] = Int8(truncatingIfNeeded: rank &- 128)
                }
            }
            if tables.zeroSlotCount > 0 {
                rankZeros(tables, slot, into: ranks + slot) { column[min($0, rowCount &- 1) &* rowStride] }
            }
        }
    }
    for index in 0..<tables.categoryTableCount {
        let column = values + Int(tables.categories[index].column) &* columnStride
        rankCategories(tables.categories + index, into: ranks) { column[min($0, rowCount &- 1) &* rowStride] }
    }
}

@inline(__always)
private func rankColumn(
    _ values: UnsafePointer<Float>, _ tables: SlotTables, _ slot: Int, _ thresholds: UnsafePointer<Float>,
    into ranks: UnsafeMutablePointer<SIMD64<Int8>>
) {
    let rule = tables.missing[slot]
    let start = thresholds + Int(tables.starts[slot])
    let count = Int(tables.counts[slot])
    let target = UnsafeMutableRawPointer(ranks)
    for quarter in 0..<4 {
        var known = UnsafeRawPointer(values + 16 &* quarter).loadUnaligned(as: SIMD16<Float>.self)
        let missing = unsafeBitCast(known .!= known, to: SIMD16<UInt32>.self)
        if rule == .zero {
            known = unsafeBitCast(unsafeBitCast(known, to: SIMD16<UInt32>.self) & ~missing, to: SIMD16<Float>.self)
        }
        var rank = SIMD16<Int32>(repeating: -128)
        for index in 0..<count {
            let isBelow = SIMD16<Float>(repeating: start[index]) .< known
            rank = rank &- unsafeBitCast(isBelow, to: SIMD16<Int32>.self)
        }
        if rule == .right {
            // 127 where it is missing: -128 + 255.
            let last = SIMD16<UInt32>(repeating: 127)
            let bits = (unsafeBitCast(rank, to: SIMD16<UInt32>.self) & ~missing) | (last & missing)
            rank = unsafeBitCast(bits, to: SIMD16<Int32>.self)
        }
        target.storeBytes(of: narrowed(rank), toByteOffset: 16 &* quarter, as: SIMD16<Int8>.self)
    }
}

@inline(__always)
private func narrowed(_ rank: SIMD16<Int32>) -> SIMD16<Int8> {
    SIMD16<Int8>(
        Int8(truncatingIfNeeded: rank[0]), Int8(truncatingIfNeeded: rank[1]), Int8(truncatingIfNeeded: rank[2]),
        Int8(truncatingIfNeeded: rank[3]), Int8(truncatingIfNeeded: rank[4]), Int8(truncatingIfNeeded: rank[5]),
        Int8(truncatingIfNeeded: rank[6]), Int8(truncatingIfNeeded: rank[7]), Int8(truncatingIfNeeded: rank[8]),
        Int8(truncatingIfNeeded: rank[9]), Int8(truncatingIfNeeded: rank[10]), Int8(truncatingIfNeeded: rank[11]),
        Int8(truncatingIfNeeded: rank[12]), Int8(truncatingIfNeeded: rank[13]), Int8(truncatingIfNeeded: rank[14]),
        Int8(truncatingIfNeeded: rank[15]))
}

@inline(__always)
private func rankZeros(
    _ tables: SlotTables, _ slot: Int, into ranks: UnsafeMutablePointer<SIMD64<Int8>>, _ value: (Int) -> Double
) {
    for index in 0..<tables.zeroSlotCount where Int(tables.zeroSlots[index]) == slot {
        let bytes = UnsafeMutableRawPointer(ranks).assumingMemoryBound(to: Int8.self)
        for row in 0..<64 where abs(value(row)) <= tables.zeroThreshold {
            bytes[row] = tables.missing[slot] == .right ? 127 : -128
        }
    }
}

@inline(__always)
private func rankCategories(
    _ table: UnsafePointer<CategoryTable>, into ranks: UnsafeMutablePointer<SIMD64<Int8>>, _ value: (Int) -> Double
) {
    let width = Int(table.pointee.slotCount)
    let source = UnsafeRawPointer(table.pointee.ranks).assumingMemoryBound(to: UInt8.self)
    let target = UnsafeMutableRawPointer(ranks + Int(table.pointee.firstSlot)).assumingMemoryBound(to: UInt8.self)
    for row in 0..<64 {
        let value = value(row)
        let isCategory = value > -1 && value < Double(table.pointee.categoryCount)
        let bytes = source + (isCategory ? Int(value) &+ 1 : 0) &* width
        for slot in 0..<width { target[64 &* slot &+ row] = bytes[slot] ^ 128 }
    }
}

/// Adds the leaves' values of some trees to 64 sums, in the order of trees.
@inline(never)
public func addTrees(
    _ ranks: UnsafePointer<SIMD64<Int8>>, _ tables: PlaneTables, from first: Int, to end: Int,
    sums: UnsafeMutablePointer<Double>
) {
    for tree in first..<end {
        let leaf = leaves(ofTree: tree, ranks, tables)
        let values = tables.leaves + Int(tables.firstLeaves[tree])
        withUnsafePointer(to: leaf) { leaf in
            let leaf = UnsafeRawPointer(leaf).assumingMemoryBound(to: UInt8.self)
            for row in 0..<64 { sums[row] += values[Int(leaf[row])] }
        }
    }
}

/// The leaf, from left to right, in which each of 64 rows ends.
@inline(never)
public func findLeaves(
    ofTree tree: Int, _ ranks: UnsafePointer<SIMD64<Int8>>, _ tables: PlaneTables,
    into leaf: UnsafeMutablePointer<SIMD64<UInt8>>
) {
    leaf.pointee = leaves(ofTree: tree, ranks, tables)
}

@inline(__always)
private func leaves(
    ofTree tree: Int, _ ranks: UnsafePointer<SIMD64<Int8>>, _ tables: PlaneTables
) -> SIMD64<UInt8> {
    let zero = SIMD64<UInt8>(repeating: 0)
    var leaf = SIMD16<UInt32>(repeating: 0)
    let first = Int(tables.firstPlanes[tree])
    var plane = Int(tables.firstPlanes[tree &+ 1]) &- 1
    while plane >= first {
        var bits = SIMD16<UInt32>(repeating: .max)
        var test = tables.tests + Int(tables.firstTests[plane])
        let end = tables.tests + Int(tables.firstTests[plane &+ 1])
        while test < end {
            let threshold = SIMD64<Int8>(repeating: test.pointee.threshold)
            let isRight = ranks[Int(test.pointee.slot)] .> threshold
            let kept = SIMD16<UInt32>(repeating: UInt32(test.pointee.mask) &* 0x0101_0101)
            bits = bits & (kept | ~unsafeBitCast(isRight, to: SIMD16<UInt32>.self))
            test += 1
        }
        // The first plane that has a bit left decides, so it comes last.
        let bytes = unsafeBitCast(bits, to: SIMD64<UInt8>.self)
        let hasBit = unsafeBitCast(bytes .> zero, to: SIMD16<UInt32>.self)
        let number = SIMD16<UInt32>(repeating: UInt32(8 &* (plane &- first)) &* 0x0101_0101) | lowestBit(bytes)
        leaf = (leaf & ~hasBit) | (number & hasBit)
        plane &-= 1
    }
    return unsafeBitCast(leaf, to: SIMD64<UInt8>.self)
}

/// The place of the lowest set bit of every byte, 0 to 7.
@inline(__always)
private func lowestBit(_ bytes: SIMD64<UInt8>) -> SIMD16<UInt32> {
    let zero = SIMD64<UInt8>(repeating: 0)
    let negative = unsafeBitCast(zero &- bytes, to: SIMD16<UInt32>.self)
    let lowest = unsafeBitCast(bytes, to: SIMD16<UInt32>.self) & negative
    let odd = unsafeBitCast(lowest & SIMD16(repeating: 0xaaaa_aaaa), to: SIMD64<UInt8>.self) .> zero
    let second = unsafeBitCast(lowest & SIMD16(repeating: 0xcccc_cccc), to: SIMD64<UInt8>.self) .> zero
    let high = unsafeBitCast(lowest & SIMD16(repeating: 0xf0f0_f0f0), to: SIMD64<UInt8>.self) .> zero
    return (unsafeBitCast(odd, to: SIMD16<UInt32>.self) & SIMD16(repeating: 0x0101_0101))
        | (unsafeBitCast(second, to: SIMD16<UInt32>.self) & SIMD16(repeating: 0x0202_0202))
        | (unsafeBitCast(high, to: SIMD16<UInt32>.self) & SIMD16(repeating: 0x0404_0404))
}
