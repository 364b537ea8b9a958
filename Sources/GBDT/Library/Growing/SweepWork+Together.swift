// Unsafe for the reasons given in `LeafPairSweep.swift`; pieces of a call write different rows or different features.

extension SweepWork {
    /// Rows below which threads copy what they need by themselves.
    static let togetherRowsMin = 2 * PanelKernels.blockRows
    /// Codes of the rows copied at a time; these and the next ones stay in the second-level cache.
    private static let chunkBytes = 1 << 19

    /// The plan's work when a leaf's rows lie all over memory and threads are several. Alone every thread would fetch
    /// every row from memory; so they copy some rows side by side, each other ones, and then add up all of these, some
    /// columns each. Who is done with that copies rows of the next chunk, so that nobody waits for long.
    func runTogether(_ plan: SweepPlan, pool: WorkerPool, rowNumbers: UnsafePointer<UInt32>) -> [Outcome] {
        let pieceCount = plan.pieces.map(\.count).max() ?? 0
        var outcomes: [Outcome] = []
        withUnsafeTemporaryAllocation(of: SIMD2<Double>.self, capacity: pieceCount * Room.sumCount) { sums in
            withUnsafeTemporaryAllocation(byteCount: 2 * Self.chunkBytes, alignment: 64) { codes in
                withUnsafeTemporaryAllocation(of: SIMD2<Float>.self, capacity: 2 * Self.chunkBytes / 8) { gradients in
                    guard let sums = sums.baseAddress, let gradients = gradients.baseAddress,
                        let codes = codes.baseAddress?.assumingMemoryBound(to: UInt8.self)
                    else { return }
                    let room = Room(sums: sums, codes: codes, gradients: gradients)
                    for panel in table.panels.panels.indices {
                        outcomes += run(plan.pieces[panel], panel, rowNumbers, room, pool)
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

    /// What the threads share: sums by piece, and the rows of two chunks.
    private struct Room {
        /// Of the columns of a piece, and what is read of three more.
        static let sumCount = (SweepPlan.pieceWidth + 3) * PanelKernels.columnStride

        let sums: UnsafeMutablePointer<SIMD2<Double>>
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
        _ pieces: [SweepPlan.Part], _ panelIndex: Int, _ rowNumbers: UnsafePointer<UInt32>, _ room: Room,
        _ pool: WorkerPool
    ) -> [Outcome] {
        let panel = table.panels.panels[panelIndex]
        let needed = pieces.map { self.needed($0) }
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
        func add(_ chunk: Chunk, to number: Int) {
            guard needed[number] != 0 else { return }
            let sums = room.sums + number * Room.sumCount
            if chunk.rows.lowerBound == 0 { sums.initialize(repeating: .zero, count: Room.sumCount) }
            accumulate(
                chunk.codes + pieces[number].firstColumn, stride: laneCount, chunk.gradients, chunk.rows.count,
                pieces[number].features.count, needed[number], sums)
        }

        let lastChunk = (rows.count - 1) / chunkRows
        pool.forEach(chunk(0).blockCount) { copy($0, of: chunk(0)) }
        for number in 0..<lastChunk {
            let (present, next) = (chunk(number), chunk(number + 1))
            pool.forEach(pieces.count + next.blockCount) { index in
                if index < pieces.count { add(present, to: index) } else { copy(index - pieces.count, of: next) }
            }
        }
        return pool.map(pieces.count) { number in
            var outcome = Outcome()
            guard needed[number] != 0 else { return outcome }
            add(chunk(lastChunk), to: number)
            ScanScratch.withPair(binCount: table.binCountMax) {
                finish(pieces[number], room.sums + number * Room.sumCount, $0, &outcome)
            }
            return outcome
        }
    }
}
