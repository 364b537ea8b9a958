// Unsafe for the reasons given in `LeafPairSweep.swift`: every worker adds to sums of its own.

import Synchronization

extension LeafPairSweep {
    /// The fewest rows of a leaf for which sharing them saves more than putting sums together costs.
    private static let rowsMinToShare = 1 << 13

    /// Threads that share rows read each once, but must put their sums together: only where no order of additions
    /// rounds.
    func isRowShared(_ rows: Rows) -> Bool {
        guard let largestBin = table.largestBin, !plan.panels.isEmpty else { return false }
        return rows.range.count >= Self.rowsMinToShare && min(largestBin, rows.range.count) <= rows.exactCount
    }

    /// Who adds up which rows is left to chance: sums are exact.
    func runSharingRows(_ work: SweepWork) -> [SweepWork.Outcome] {
        let size = plan.panels.count * SweepScratch.sumCount
        return withUnsafeTemporaryAllocation(of: SIMD2<Double>.self, capacity: size * pool.threadCount) { sums in
            guard let sums = sums.baseAddress else { return [] }
            let blockRows = SweepWork.claimedRows
            let blockCount = (work.rows.count + blockRows - 1) / blockRows
            let next = Atomic(0)
            pool.forEach(pool.threadCount) { worker in
                work.accumulate(plan.panels, into: sums + worker * size) {
                    let block = next.wrappingAdd(1, ordering: .relaxed).oldValue
                    return block < blockCount
                        ? block * blockRows..<min((block + 1) * blockRows, work.rows.count) : nil
                }
            }
            let partial = PartialSums(first: sums, stride: size, count: pool.threadCount)
            return pool.map(plan.shares.count) { work.run(plan.shares[$0], partial) }
        }
    }
}

extension SweepWork {
    /// Rows that a worker claims at a time.
    static let claimedRows = 2 * PanelKernels.blockRows

    /// Adds up the rows that `claim` hands out.
    /// - Parameters:
    ///   - panels: every one, as a whole.
    ///   - sums: room for all of them.
    func accumulate(
        _ panels: [SweepPlan.Part], into sums: UnsafeMutablePointer<SIMD2<Double>>, claim: () -> Range<Int>?
    ) {
        SweepScratch.with(binCount: 0) { scratch in
            let masks = panels.map { needed($0) }
            for (number, part) in panels.enumerated() {
                let size = (part.features.count + 3) * PanelKernels.columnStride
                (sums + number * SweepScratch.sumCount).initialize(repeating: .zero, count: size)
            }
            while let rows = claim() {
                for (number, part) in panels.enumerated() where masks[number] != 0 {
                    accumulate(part, rows, masks[number], scratch, into: sums + number * SweepScratch.sumCount)
                }
            }
        }
    }
}

/// Sums of all panels, each worker's from the rows that it has claimed.
struct PartialSums {
    /// The first worker's.
    let first: UnsafeMutablePointer<SIMD2<Double>>
    /// From worker to worker.
    let stride: Int
    let count: Int

    /// The sums of a part's columns from all workers.
    func combine(_ part: SweepPlan.Part, into sums: UnsafeMutablePointer<SIMD2<Double>>) {
        let size = part.features.count * PanelKernels.columnStride
        let start = first + (part.panel * SweepScratch.sumCount + part.firstColumn * PanelKernels.columnStride)
        sums.initialize(from: start, count: size)
        (sums + size).initialize(repeating: .zero, count: 3 * PanelKernels.columnStride)
        for worker in 1..<count {
            let others = start + worker * stride
            for index in 0..<size { sums[index] += others[index] }
        }
    }
}
