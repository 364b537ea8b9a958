// Unsafe on purpose: a row's ranks are kept where the kernels read them. Sizes are checked by `IncrementalPredictor`.

import GBDTLayout

/// The ranks of one row, kept from call to call. Whatever touches its memory is mutating, so that nobody else does.
struct KeptRanks: ~Copyable, @unchecked Sendable {
    private let server: ForestServer
    private let forest: RankForest
    private let memory: UnsafeMutableRawPointer

    /// nil when the plan does not score single rows by ranks.
    init?(_ server: ForestServer) {
        guard server.plan.singleRow == .rankPermute, let forest = server.ranks else { return nil }
        self.server = server
        self.forest = forest
        memory = .allocate(byteCount: ServingKernels.Scratch.byteCount(server, forest), alignment: 64)
    }

    deinit { memory.deallocate() }

    mutating func rank(_ row: Span<Double>) {
        precondition(row.count == server.columnCount)
        row.withUnsafeBufferPointer { row in
            guard let row = row.baseAddress else { return }
            ServingKernels.rank(row, server, forest, ServingKernels.Scratch(memory, forest))
        }
    }

    /// Ranks one value anew.
    mutating func rank(_ value: Double, ofColumn column: Int) {
        let ranks = ServingKernels.Scratch(memory, forest).ranks
        for slot in forest.slotsByColumn[column] {
            let thresholds = forest.slots.exact + Int(forest.slots.starts[slot])
            ranks[slot] = rank(value, slot, thresholds)
        }
        if let table = forest.categoryTables[column] { copyRanks(value, forest.slots.categories[table], to: ranks) }
    }

    mutating func score() -> Double {
        ServingKernels.sum(0, server, forest, ServingKernels.Scratch(memory, forest))
    }

    /// By bisection: few values change, and each has few thresholds.
    private func rank(_ value: Double, _ slot: Int, _ thresholds: UnsafePointer<Double>) -> UInt8 {
        let zeroIsMissing = forest.zeroSlots.contains(slot)
        let isMissing = value.isNaN || zeroIsMissing && abs(value) <= forest.slots.zeroThreshold
        let rule = forest.slots.missing[slot]
        if isMissing, rule != .zero { return rule == .right ? 255 : 0 }
        let known = isMissing ? 0 : value
        var low = 0
        var high = Int(forest.slots.counts[slot])
        while low < high {
            let middle = (low + high) / 2
            if thresholds[middle] < known { low = middle + 1 } else { high = middle }
        }
        return UInt8(low)
    }

    private func copyRanks(_ value: Double, _ table: CategoryTable, to ranks: UnsafeMutablePointer<UInt8>) {
        let isCategory = value > -1 && value < Double(table.categoryCount)
        let width = Int(table.slotCount)
        let row = UnsafeRawPointer(table.ranks) + (isCategory ? Int(value) + 1 : 0) * width
        UnsafeMutableRawPointer(ranks + Int(table.firstSlot)).copyMemory(from: row, byteCount: width)
    }
}
