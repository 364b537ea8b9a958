public import GBDTLayout

// One row by table permutes. Unsafe on purpose, and built unchecked for the widest instruction set: a permute of 64
// bytes is one instruction there only when nothing stands between its 64 look-ups. Slots are below 128 and leaves in
// range because `RankForest` makes the tables; rows are checked on entry.

/// Adds the leaves' values of every tree, in the order of trees.
/// - Parameter words: room for the leaf bits of two groups: two vectors for each of two pairs of planes.
@inline(never)
public func sumOfTrees(
    _ ranks: UnsafePointer<UInt8>, _ tables: PermuteTables, words: UnsafeMutablePointer<SIMD16<UInt32>>,
    onto start: Double
) -> Double {
    var sum = start
    var plane = tables.planes
    var steps = Steps(step: tables.steps, firstSlot: tables.firstSlots, masks: tables.masks)
    var leaves = tables.leaves
    let lowHalf = SIMD16<UInt32>(repeating: 0xffff)
    // The leaves of a group are added when the next one's bits are on their way: a load need not wait for the store.
    var waiting = words
    var group = 0
    while group < tables.groupCount {
        let target = words + 4 &* (group & 1)
        let header = tables.groups[group]
        var pair = 0
        while pair < Int(header.pairCount) {
            let low = bits(Int(plane[0]), &steps, ranks)
            let high = bits(Int(plane[1]), &steps, ranks)
            plane += 2
            target[2 &* pair] = (low & lowHalf) | (high &<< 16)
            target[2 &* pair &+ 1] = (low &>> 16) | (high & ~lowHalf)
            pair &+= 1
        }
        if group > 0 {
            sum = addTrees(waiting, tables.groups + (group &- 1), leaves, to: sum)
            leaves += 32 &* Int(tables.groups[group &- 1].leafCount)
        }
        waiting = target
        group &+= 1
    }
    return group > 0 ? addTrees(waiting, tables.groups + (group &- 1), leaves, to: sum) : sum
}

@inline(__always)
private func addTrees(
    _ words: UnsafePointer<SIMD16<UInt32>>, _ group: UnsafePointer<PermuteGroup>, _ leaves: UnsafePointer<Double>,
    to sum: Double
) -> Double {
    let (width, count) = (Int(group.pointee.leafCount), Int(group.pointee.treeCount))
    return group.pointee.pairCount == 1
        ? addSmallTrees(words, leaves, width: width, count: count, to: sum)
        : addMediumTrees(words, leaves, width: width, count: count, to: sum)
}

/// Adds the leaves of the lowest bits. Not inlined: looking at lanes one by one would take the vectors apart.
@inline(never)
private func addSmallTrees(
    _ words: UnsafePointer<SIMD16<UInt32>>, _ leaves: UnsafePointer<Double>, width: Int, count: Int, to start: Double
) -> Double {
    let bits = UnsafeRawPointer(words).assumingMemoryBound(to: UInt32.self)
    var sum = start
    var leaves = leaves
    for tree in 0..<count {
        sum += leaves[bits[tree].trailingZeroBitCount]
        leaves += width
    }
    return sum
}

/// The same for trees of two pairs of planes.
@inline(never)
private func addMediumTrees(
    _ words: UnsafePointer<SIMD16<UInt32>>, _ leaves: UnsafePointer<Double>, width: Int, count: Int, to start: Double
) -> Double {
    let bits = UnsafeRawPointer(words).assumingMemoryBound(to: UInt32.self)
    var sum = start
    var leaves = leaves
    for tree in 0..<count {
        let word = UInt64(bits[tree]) | UInt64(bits[tree &+ 32]) &<< 32
        sum += leaves[word.trailingZeroBitCount]
        leaves += width
    }
    return sum
}

/// Where the steps to come stand.
private struct Steps {
    var step: UnsafePointer<PermuteStep>
    var firstSlot: UnsafePointer<Int32>
    var masks: UnsafePointer<SIMD16<UInt32>>
}

/// The leaves of a plane that remain, 16 bits for each of 32 trees, after some steps.
@inline(__always)
private func bits(_ stepCount: Int, _ steps: inout Steps, _ ranks: UnsafePointer<UInt8>) -> SIMD16<UInt32> {
    var even = SIMD16<UInt32>(repeating: .max)
    var odd = even
    let end = steps.step + stepCount
    while steps.step < end {
        let isRight = isRight(steps.step, ranks + Int(steps.firstSlot.pointee))
        even = even & (steps.masks[0] | ~firstWidened(isRight))
        odd = odd & (steps.masks[1] | ~lastWidened(isRight))
        steps.step += 1
        steps.firstSlot += 1
        steps.masks += 2
    }
    return even & odd
}

/// All bits of a byte set where the node of a step sends the row right.
@inline(__always)
private func isRight(_ step: UnsafePointer<PermuteStep>, _ ranks: UnsafePointer<UInt8>) -> SIMD64<Int8> {
    let slots = step.pointee.slots
    let tables = UnsafeRawPointer(ranks)
    let first = permuted(tables.loadUnaligned(as: SIMD64<UInt8>.self), slots)
    let second = permuted(tables.loadUnaligned(fromByteOffset: 64, as: SIMD64<UInt8>.self), slots)
    let last = SIMD64<UInt8>(repeating: 63)
    let isSecond = unsafeBitCast(slots .> last, to: SIMD16<UInt32>.self)
    let chosen =
        (unsafeBitCast(first, to: SIMD16<UInt32>.self) & ~isSecond)
        | (unsafeBitCast(second, to: SIMD16<UInt32>.self) & isSecond)
    return unsafeBitCast(
        unsafeBitCast(chosen, to: SIMD64<UInt8>.self) .> step.pointee.thresholds, to: SIMD64<Int8>.self)
}

/// Entry `slots[i] % 64` of the table at every place `i`.
@inline(__always)
private func permuted(_ table: SIMD64<UInt8>, _ slots: SIMD64<UInt8>) -> SIMD64<UInt8> {
    #if BYTE_PERMUTE
        SIMD64(
            table[Int(slots[0])], table[Int(slots[1])], table[Int(slots[2])], table[Int(slots[3])],
            table[Int(slots[4])], table[Int(slots[5])], table[Int(slots[6])], table[Int(slots[7])],
            table[Int(slots[8])], table[Int(slots[9])], table[Int(slots[10])], table[Int(slots[11])],
            table[Int(slots[12])], table[Int(slots[13])], table[Int(slots[14])], table[Int(slots[15])],
            table[Int(slots[16])], table[Int(slots[17])], table[Int(slots[18])], table[Int(slots[19])],
            table[Int(slots[20])], table[Int(slots[21])], table[Int(slots[22])], table[Int(slots[23])],
            table[Int(slots[24])], table[Int(slots[25])], table[Int(slots[26])], table[Int(slots[27])],
            table[Int(slots[28])], table[Int(slots[29])], table[Int(slots[30])], table[Int(slots[31])],
            table[Int(slots[32])], table[Int(slots[33])], table[Int(slots[34])], table[Int(slots[35])],
            table[Int(slots[36])], table[Int(slots[37])], table[Int(slots[38])], table[Int(slots[39])],
            table[Int(slots[40])], table[Int(slots[41])], table[Int(slots[42])], table[Int(slots[43])],
            table[Int(slots[44])], table[Int(slots[45])], table[Int(slots[46])], table[Int(slots[47])],
            table[Int(slots[48])], table[Int(slots[49])], table[Int(slots[50])], table[Int(slots[51])],
            table[Int(slots[52])], table[Int(slots[53])], table[Int(slots[54])], table[Int(slots[55])],
            table[Int(slots[56])], table[Int(slots[57])], table[Int(slots[58])], table[Int(slots[59])],
            table[Int(slots[60])], table[Int(slots[61])], table[Int(slots[62])], table[Int(slots[63])])
    #else
        var entries = SIMD64<UInt8>()
        for place in 0..<64 { entries[place] = table[Int(slots[place] & 63)] }
        return entries
    #endif
}

@inline(__always)
private func firstWidened(_ bytes: SIMD64<Int8>) -> SIMD16<UInt32> {
    unsafeBitCast(
        SIMD32<Int16>(
            Int16(bytes[0]), Int16(bytes[1]), Int16(bytes[2]), Int16(bytes[3]), Int16(bytes[4]), Int16(bytes[5]),
            Int16(bytes[6]), Int16(bytes[7]), Int16(bytes[8]), Int16(bytes[9]), Int16(bytes[10]), Int16(bytes[11]),
            Int16(bytes[12]), Int16(bytes[13]), Int16(bytes[14]), Int16(bytes[15]), Int16(bytes[16]),
            Int16(bytes[17]), Int16(bytes[18]), Int16(bytes[19]), Int16(bytes[20]), Int16(bytes[21]),
            Int16(bytes[22]), Int16(bytes[23]), Int16(bytes[24]), Int16(bytes[25]), Int16(bytes[26]),
            Int16(bytes[27]), Int16(bytes[28]), Int16(bytes[29]), Int16(bytes[30]), Int16(bytes[31])),
        to: SIMD16<UInt32>.self)
}

@inline(__always)
private func lastWidened(_ bytes: SIMD64<Int8>) -> SIMD16<UInt32> {
    unsafeBitCast(
        SIMD32<Int16>(
            Int16(bytes[32]), Int16(bytes[33]), Int16(bytes[34]), Int16(bytes[35]), Int16(bytes[36]),
            Int16(bytes[37]), Int16(bytes[38]), Int16(bytes[39]), Int16(bytes[40]), Int16(bytes[41]),
            Int16(bytes[42]), Int16(bytes[43]), Int16(bytes[44]), Int16(bytes[45]), Int16(bytes[46]),
            Int16(bytes[47]), Int16(bytes[48]), Int16(bytes[49]), Int16(bytes[50]), Int16(bytes[51]),
            Int16(bytes[52]), Int16(bytes[53]), Int16(bytes[54]), Int16(bytes[55]), Int16(bytes[56]),
            Int16(bytes[57]), Int16(bytes[58]), Int16(bytes[59]), Int16(bytes[60]), Int16(bytes[61]),
            Int16(bytes[62]), Int16(bytes[63])),
        to: SIMD16<UInt32>.self)
}
