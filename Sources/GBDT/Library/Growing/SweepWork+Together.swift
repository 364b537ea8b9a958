// Unsafe for the reasons given in `LeafPairSweep.swift`; pieces of a call write different rows or different features.

extension SweepWork {
    /// Rows below which threads copy what they need by themselves.
    static let togetherRowsMin = 2 * PanelKernels.blockRows
    /// Codes of the rows copied at a time; these and the next ones stay in the second-level cache.
    private static let chunkBytes = 1 << 19

    /// The shares' work when a leaf's rows lie all over memory and threads are several. Alone every thread would fetch
    /// every row from memory; so they copy some rows side by side, each other ones, and then add up all of these, each
    /// its own columns. Who is done with that copies rows of the next chunk, so that nobody waits for long.
    func runTogether(_ plan: SweepPlan, pool: WorkerPool, rowNumbers: UnsafePointer<UInt32>) -> [Outcome] {
        let sumCount = (CodePanels.widthMax + 3) * PanelKernels.columnStride
        var outcomes: [Outcome] = []
        withUnsafeTemporaryAllocation(of: SIMD2<Double>.self, capacity: plan.shares.count * sumCount) { sums in
            withUnsafeTemporaryAllocation(byteCount: 2 * Self.chunkBytes, alignment: 64) { codes in
                withUnsafeTemporaryAllocation(of: SIMD2<Float>.self, capacity: 2 * Self.chunkBytes / 8) { gradients in
                    guard let sums = sums.baseAddress, let gradients = gradients.baseAddress,
                        let codes = codes.baseAddress?.assumingMemoryBound(to: UInt8.self)
                    else { return }
                    let room = Room(sums: sums, sumCount: sumCount, codes: codes, gradients: gradients)
                    for panel in table.panels.panels.indices {
                        let parts = plan.shares.map { share in share.parts.first { $0.panel == panel } }
                        outcomes += run(parts, panel, rowNumbers, room, pool)
                    }
                }
            }
        }
        return outcomes
            + pool.map(plan.shares.count) { share in
                var outcome = Outcome()
                if plan.shares[share].wideFeatures.isEmpty { return outcome }
                ScanScratch.withPair(binCount: table.binCountMax) {
                    finishWide(plan.shares[share], $0, &outcome)
                }
                return outcome
            }
    }

    /// What the threads share: sums by share, and the rows of two chunks.
    private struct Room {
        let sums: UnsafeMutablePointer<SIMD2<Double>>
        let sumCount: Int
        let codes: UnsafeMutablePointer<UInt8>
        let gradients: UnsafeMutablePointer<SIMD2<Float>>
    }

    /// Some of the leaf's rows, and where they are copied to.
    private struct Chunk {
        let rows: Range<Int>
        let codes: UnsafeMutablePointer<UInt8>
        let gradients: UnsafeMutablePointer<SIMD2<Float>>

        var blockCount: Int { (rows.count + PanelKernels.blockRows - 1) / PanelKernels.blockRows }
    }

    private func run(
        _ parts: [SweepPlan.Part?], _ panelIndex: Int, _ rowNumbers: UnsafePointer<UInt32>, _ room: Room,
        _ pool: WorkerPool
    ) -> [Outcome] {
        let panel = table.panels.panels[panelIndex]
        let needed = parts.map { part in part.map { self.needed($0) } ?? 0 }
        if needed.allSatisfy({ $0 == 0 }) { return [] }
        let laneCount = PanelKernels.laneCount(ofWidth: panel.columns.count)
        let blockRows = PanelKernels.blockRows
        let chunkRows = Self.chunkBytes / laneCount

        func chunk(_ number: Int) -> Chunk {
            let start = number * chunkRows
            return Chunk(
                rows: start..<min(start + chunkRows, rows.count),
                codes: room.codes + number % 2 * Self.chunkBytes,
                gradients: room.gradients + number % 2 * (Self.chunkBytes / 8))
        }
        func copy(_ block: Int, of chunk: Chunk) {
            let start = block * blockRows
            gather(
                rows.codes + panel.start, panel.stride, rowNumbers + (chunk.rows.lowerBound + start),
                min(blockRows, chunk.rows.count - start), laneCount, chunk.codes + start * laneCount,
                chunk.gradients + start)
        }
        func add(_ chunk: Chunk, to share: Int) {
            guard let part = parts[share], needed[share] != 0 else { return }
            let sums = room.sums + share * room.sumCount
            if chunk.rows.lowerBound == 0 { sums.initialize(repeating: .zero, count: room.sumCount) }
            for start in stride(from: 0, to: chunk.rows.count, by: blockRows) {
                accumulate(
                    chunk.codes + (start * laneCount + part.firstColumn), stride: laneCount, chunk.gradients + start,
                    min(blockRows, chunk.rows.count - start), part.features.count, needed[share], sums)
            }
        }

        let lastChunk = (rows.count - 1) / chunkRows
        pool.forEach(chunk(0).blockCount) { copy($0, of: chunk(0)) }
        for number in 0..<lastChunk {
            let (present, next) = (chunk(number), chunk(number + 1))
            pool.forEach(parts.count + next.blockCount) { piece in
                if piece < parts.count { add(present, to: piece) } else { copy(piece - parts.count, of: next) }
            }
        }
        return pool.map(parts.count) { share in
            add(chunk(lastChunk), to: share)
            return finish(parts[share], room.sums + share * room.sumCount)
        }
    }

    private func finish(_ part: SweepPlan.Part?, _ sums: UnsafeMutablePointer<SIMD2<Double>>) -> Outcome {
        var outcome = Outcome()
        guard let part, needed(part) != 0 else { return outcome }
        ScanScratch.withPair(binCount: table.binCountMax) { finish(part, sums, $0, &outcome) }
        return outcome
    }
}
