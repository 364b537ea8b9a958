public import GBDTLayout

// Ranks of one row. Unsafe on purpose: the tables are made and checked by `RankForest`, rows are checked on entry.

/// - Parameter ranks: as many bytes as there are slots, a multiple of 64.
@inline(never)
public func rankRow(_ row: UnsafePointer<Float>, _ tables: SlotTables, into ranks: UnsafeMutablePointer<UInt8>) {
    var block = 0
    while block < tables.blockCount {
        let columns = tables.columns + 16 &* block
        _ = rankBlock(gathered(row, columns), tables.blocks + block, tables.floors, into: ranks + 16 &* block)
        block &+= 1
    }
    var index = 0
    while index < tables.zeroSlotCount {
        let slot = Int(tables.zeroSlots[index])
        if abs(Double(row[Int(tables.columns[slot])])) <= tables.zeroThreshold {
            ranks[slot] = tables.missing[slot] == .right ? 255 : 0
        }
        index &+= 1
    }
    index = 0
    while index < tables.categoryTableCount {
        rankCategory(Double(row[Int(tables.categories[index].column)]), tables.categories + index, into: ranks)
        index &+= 1
    }
}

/// - Parameters:
///   - floats: room for as many Floats as the row has columns.
///   - ranks: as many bytes as there are slots, a multiple of 64.
@inline(never)
public func rankRow(
    _ row: UnsafePointer<Double>, columnCount: Int, floats: UnsafeMutablePointer<Float>, _ tables: SlotTables,
    into ranks: UnsafeMutablePointer<UInt8>
) {
    // Nothing is lost where all values are Floats, as market data often are.
    if round(row, columnCount, into: floats) {
        rankRow(floats, tables, into: ranks)
        return
    }
    var block = 0
    while block < tables.blockCount {
        let columns = tables.columns + 16 &* block
        let values = gathered(floats, columns)
        let rank = rankBlock(values, tables.blocks + block, tables.nearest, into: ranks + 16 &* block)
        let starts = UnsafeRawPointer(tables.starts + 16 &* block).loadUnaligned(as: SIMD16<Int32>.self)
        if hasTie(values, tables.flatNearest, starts &+ unsafeBitCast(rank, to: SIMD16<Int32>.self)) {
            settleTies(16 &* block, row, tables, ranks)
        }
        block &+= 1
    }
    var index = 0
    while index < tables.zeroSlotCount {
        let slot = Int(tables.zeroSlots[index])
        if abs(row[Int(tables.columns[slot])]) <= tables.zeroThreshold {
            ranks[slot] = tables.missing[slot] == .right ? 255 : 0
        }
        index &+= 1
    }
    index = 0
    while index < tables.categoryTableCount {
        rankCategory(row[Int(tables.categories[index].column)], tables.categories + index, into: ranks)
        index &+= 1
    }
}

/// Rounds to nearest. Returns whether every value is a Float.
@inline(__always)
private func round(_ row: UnsafePointer<Double>, _ count: Int, into floats: UnsafeMutablePointer<Float>) -> Bool {
    var differences = SIMD8<Int64>(repeating: 0)
    var column = 0
    while column &+ 8 <= count {
        let values = UnsafeRawPointer(row + column).loadUnaligned(as: SIMD8<Double>.self)
        let rounded = SIMD8<Float>(
            Float(values[0]), Float(values[1]), Float(values[2]), Float(values[3]), Float(values[4]), Float(values[5]),
            Float(values[6]), Float(values[7]))
        let widened = SIMD8<Double>(
            Double(rounded[0]), Double(rounded[1]), Double(rounded[2]), Double(rounded[3]), Double(rounded[4]),
            Double(rounded[5]), Double(rounded[6]), Double(rounded[7]))
        differences = differences | unsafeBitCast(widened .< values, to: SIMD8<Int64>.self)
        differences = differences | unsafeBitCast(widened .> values, to: SIMD8<Int64>.self)
        UnsafeMutableRawPointer(floats + column).storeBytes(of: rounded, as: SIMD8<Float>.self)
        column &+= 8
    }
    while column < count {
        floats[column] = Float(row[column])
        if Double(floats[column]) < row[column] || Double(floats[column]) > row[column] { differences[0] = -1 }
        column &+= 1
    }
    return differences.wrappedSum() == 0
}

@inline(__always)
private func gathered(_ row: UnsafePointer<Float>, _ columns: UnsafePointer<Int32>) -> SIMD16<Float> {
    SIMD16<Float>(
        row[Int(columns[0])], row[Int(columns[1])], row[Int(columns[2])], row[Int(columns[3])],
        row[Int(columns[4])], row[Int(columns[5])], row[Int(columns[6])], row[Int(columns[7])],
        row[Int(columns[8])], row[Int(columns[9])], row[Int(columns[10])], row[Int(columns[11])],
        row[Int(columns[12])], row[Int(columns[13])], row[Int(columns[14])], row[Int(columns[15])])
}

/// Whether a value is the first threshold that is not below it.
@inline(__always)
private func hasTie(
    _ values: SIMD16<Float>, _ thresholds: UnsafePointer<Float>, _ places: SIMD16<Int32>
) -> Bool {
    let next = SIMD16<Float>(
        thresholds[Int(places[0])], thresholds[Int(places[1])], thresholds[Int(places[2])],
        thresholds[Int(places[3])], thresholds[Int(places[4])], thresholds[Int(places[5])],
        thresholds[Int(places[6])], thresholds[Int(places[7])], thresholds[Int(places[8])],
        thresholds[Int(places[9])], thresholds[Int(places[10])], thresholds[Int(places[11])],
        thresholds[Int(places[12])], thresholds[Int(places[13])], thresholds[Int(places[14])],
        thresholds[Int(places[15])])
    return unsafeBitCast(next .== values, to: SIMD16<Int32>.self).wrappedSum() != 0
}

/// Rounding keeps the order, so what it counted is below; thresholds that it could not tell from the value are looked
/// at once more.
@inline(__always)
private func settleTies(
    _ first: Int, _ row: UnsafePointer<Double>, _ tables: SlotTables, _ ranks: UnsafeMutablePointer<UInt8>
) {
    var slot = first
    while slot < first &+ 16 {
        let value = row[Int(tables.columns[slot])]
        let thresholds = tables.exact + Int(tables.starts[slot])
        var rank = Int(ranks[slot])
        if thresholds[rank] < value {
            while thresholds[rank] < value { rank &+= 1 }
            ranks[slot] = UInt8(truncatingIfNeeded: rank)
        }
        slot &+= 1
    }
}

/// Lane by lane, so that no sum across lanes is needed.
/// - Returns: the ranks.
@inline(__always)
private func rankBlock(
    _ values: SIMD16<Float>, _ block: UnsafePointer<SlotBlock>, _ thresholds: UnsafePointer<SIMD16<Float>>,
    into ranks: UnsafeMutablePointer<UInt8>
) -> SIMD16<UInt32> {
    let missing = unsafeBitCast(values .!= values, to: SIMD16<UInt32>.self)
    let bits = unsafeBitCast(values, to: SIMD16<UInt32>.self) & ~(missing & block.pointee.zeroLanes)
    let known = unsafeBitCast(bits, to: SIMD16<Float>.self)
    var count = SIMD16<Int32>(repeating: 0)
    var row = thresholds + Int(block.pointee.start)
    let end = row + Int(block.pointee.count)
    while row < end {
        count = count &- unsafeBitCast(row.pointee .< known, to: SIMD16<Int32>.self)
        row += 1
    }
    let rank = unsafeBitCast(count, to: SIMD16<UInt32>.self) | (missing & block.pointee.rightLanes)
    let bytes = SIMD16<UInt8>(
        UInt8(truncatingIfNeeded: rank[0]), UInt8(truncatingIfNeeded: rank[1]), UInt8(truncatingIfNeeded: rank[2]),
        UInt8(truncatingIfNeeded: rank[3]), UInt8(truncatingIfNeeded: rank[4]), UInt8(truncatingIfNeeded: rank[5]),
        UInt8(truncatingIfNeeded: rank[6]), UInt8(truncatingIfNeeded: rank[7]), UInt8(truncatingIfNeeded: rank[8]),
        UInt8(truncatingIfNeeded: rank[9]), UInt8(truncatingIfNeeded: rank[10]), UInt8(truncatingIfNeeded: rank[11]),
        UInt8(truncatingIfNeeded: rank[12]), UInt8(truncatingIfNeeded: rank[13]), UInt8(truncatingIfNeeded: rank[14]),
        UInt8(truncatingIfNeeded: rank[15]))
    UnsafeMutableRawPointer(ranks).storeBytes(of: bytes, as: SIMD16<UInt8>.self)
    return rank
}

/// Copies the ranks of a category. Values are truncated; what is no category belongs to no set.
@inline(__always)
private func rankCategory(
    _ value: Double, _ table: UnsafePointer<CategoryTable>, into ranks: UnsafeMutablePointer<UInt8>
) {
    let isCategory = value > -1 && value < Double(table.pointee.categoryCount)
    let row = isCategory ? Int(value) &+ 1 : 0
    let width = Int(table.pointee.slotCount) / 64
    let source = table.pointee.ranks + row &* width
    let target = UnsafeMutableRawPointer(ranks + Int(table.pointee.firstSlot))
    var index = 0
    while index < width {
        target.storeBytes(of: source[index], toByteOffset: 64 &* index, as: SIMD64<UInt8>.self)
        index &+= 1
    }
}
