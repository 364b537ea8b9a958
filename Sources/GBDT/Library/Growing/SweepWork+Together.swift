// Unsafe for the reasons given in `LeafPairSweep.swift`; pieces of a call write different rows or different features.

extension SweepWork {
    /// Rows below which threads copy what they need by themselves.
    static let togetherRowsMin = 2 * PanelKernels.blockRows
    private static let chunkBytes = 1 << 20

    /// The shares' work when a leaf's rows lie all over memory and threads are several: they first copy some rows side
    /// by side, each other ones, and then add up all of these rows, each its own columns. Alone every thread would
    /// fetch every row from memory.
    func runTogether(_ plan: SweepPlan, pool: WorkerPool, rowNumbers: UnsafePointer<UInt32>) -> [Outcome] {
        let sumCount = (CodePanels.widthMax + 3) * PanelKernels.columnStride
        var outcomes: [Outcome] = []
        withUnsafeTemporaryAllocation(of: SIMD2<Double>.self, capacity: plan.shares.count * sumCount) { sums in
            withUnsafeTemporaryAllocation(byteCount: Self.chunkBytes, alignment: 64) { codes in
                withUnsafeTemporaryAllocation(of: SIMD2<Float>.self, capacity: Self.chunkBytes / 8) { gradients in
                    guard let sums = sums.baseAddress, let gradients = gradients.baseAddress,
                        let codes = codes.baseAddress?.assumingMemoryBound(to: UInt8.self)
                    else { return }
                    for panel in table.panels.panels.indices {
                        let parts = plan.shares.map { share in share.parts.first { $0.panel == panel } }
                        let room = Room(sums: sums, sumCount: sumCount, codes: codes, gradients: gradients)
                        accumulate(parts, panel, rowNumbers, room, pool)
                        outcomes += pool.map(parts.count) { finish(parts[$0], sums + $0 * sumCount) }
                    }
                }
            }
        }
        return outcomes
            + pool.map(plan.shares.count) { share in
                var outcome = Outcome()
                ScanScratch.withPair(binCount: table.binCountMax) {
                    finishWide(plan.shares[share], $0, &outcome)
                }
                return outcome
            }
    }

    /// What the threads share: sums by share, and the rows of a chunk.
    private struct Room {
        let sums: UnsafeMutablePointer<SIMD2<Double>>
        let sumCount: Int
        let codes: UnsafeMutablePointer<UInt8>
        let gradients: UnsafeMutablePointer<SIMD2<Float>>
    }

    private func finish(_ part: SweepPlan.Part?, _ sums: UnsafeMutablePointer<SIMD2<Double>>) -> Outcome {
        var outcome = Outcome()
        guard let part, needed(part) != 0 else { return outcome }
        ScanScratch.withPair(binCount: table.binCountMax) { finish(part, sums, $0, &outcome) }
        return outcome
    }

    private func accumulate(
        _ parts: [SweepPlan.Part?], _ panelIndex: Int, _ rowNumbers: UnsafePointer<UInt32>, _ room: Room,
        _ pool: WorkerPool
    ) {
        let panel = table.panels.panels[panelIndex]
        let needed = parts.map { part in part.map { self.needed($0) } ?? 0 }
        if needed.allSatisfy({ $0 == 0 }) { return }
        let laneCount = PanelKernels.laneCount(ofWidth: panel.columns.count)
        let chunkRows = Self.chunkBytes / laneCount
        let blockRows = PanelKernels.blockRows
        for chunk in stride(from: 0, to: rows.count, by: chunkRows) {
            let count = min(chunkRows, rows.count - chunk)
            pool.forEach((count + blockRows - 1) / blockRows) { block in
                let start = block * blockRows
                gather(
                    rows.codes + panel.start, panel.stride, rowNumbers + (chunk + start), min(blockRows, count - start),
                    laneCount, room.codes + start * laneCount, room.gradients + start)
            }
            pool.forEach(parts.count) { share in
                guard let part = parts[share], needed[share] != 0 else { return }
                let sums = room.sums + share * room.sumCount
                if chunk == 0 { sums.initialize(repeating: .zero, count: room.sumCount) }
                for start in stride(from: 0, to: count, by: blockRows) {
                    accumulate(
                        room.codes + (start * laneCount + part.firstColumn), stride: laneCount, room.gradients + start,
                        min(blockRows, count - start), part.features.count, needed[share], sums)
                }
            }
        }
    }
}
