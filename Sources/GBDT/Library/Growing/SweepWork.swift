// Unsafe for the reasons given in `LeafPairSweep.swift`, which checks all sizes; work on different shares touches
// different features.

/// One sweep's inputs as pointers, and the work on a share of the features.
struct SweepWork {
    /// Where rows, codes and gradients stand.
    struct Source {
        let codes: UnsafePointer<UInt8>
        let wideCodes: UnsafePointer<UInt16>?
        /// nil: every row in order.
        let rows: UnsafePointer<UInt32>?
        let count: Int
        /// By row of the table.
        let gradients: UnsafePointer<SIMD2<Float>>
    }

    /// A leaf and what is written about it.
    struct Side {
        struct Pointers {
            let sums: UnsafeMutableBufferPointer<SIMD2<Double>>
            let splittable: UnsafeMutableBufferPointer<Bool>
        }

        let leaf: SearchedLeaf
        let allowed: [Bool]?
        let sums: UnsafeMutablePointer<SIMD2<Double>>
        let splittable: UnsafeMutablePointer<Bool>

        init(leaf: SearchedLeaf, allowed: [Bool]?, _ pointers: Pointers) {
            self.leaf = leaf
            self.allowed = allowed
            sums = pointers.sums.baseAddress!
            splittable = pointers.splittable.baseAddress!
        }
    }

    /// The best splits among a share's features.
    struct Outcome {
        var smaller: SplitInfo?
        var larger: SplitInfo?
    }

    let table: FeatureTable
    let finder: FeatureSplitFinder
    let rows: Source
    let selection: LeafPairSweep.Selection
    let smaller: Side
    let larger: Side?
    let generators: UnsafeMutablePointer<ParityRandom>?

    func run(_ share: SweepPlan.Share) -> Outcome {
        var outcome = Outcome()
        SweepScratch.with(binCount: table.binCountMax) { scratch in
            for part in share.parts {
                accumulate(part, scratch)
                for (column, features) in part.features.enumerated() {
                    let sums = scratch.sums + column * PanelKernels.columnStride
                    for feature in features where selection.built[feature] {
                        copy(sums, to: feature)
                        finish(feature, scratch.scan, &outcome)
                    }
                }
            }
            for feature in share.wideFeatures where selection.built[feature] {
                accumulateWide(feature)
                finish(feature, scratch.scan, &outcome)
            }
        }
        return outcome
    }

    /// From the sums of a column to those of a feature, which owns all of its codes or those of a member of a bundle.
    private func copy(_ sums: UnsafePointer<SIMD2<Double>>, to index: Int) {
        let own = smaller.sums + table.features[index].histogramStart
        let count = table.features[index].bins.count
        guard case .bundled(_, let member) = table.features[index].place else {
            own.update(from: sums, count: count)
            return
        }
        let usual = table.features[index].bins.mostFrequentBin
        own[usual] = .zero
        for bin in 0..<count where bin != usual { own[bin] = sums[member.code(ofBin: bin)] }
    }

    private func accumulateWide(_ index: Int) {
        guard let wideCodes = rows.wideCodes, case .wide(let column) = table.features[index].place else { return }
        let sums = smaller.sums + table.features[index].histogramStart
        sums.update(repeating: .zero, count: table.features[index].bins.count)
        HistogramKernels.accumulateWide(
            codes: wideCodes + column * table.rowCount, rows: rows.rows, gradients: rows.gradients, count: rows.count,
            into: sums)
    }

    /// Restores the bin left out, subtracts and, if asked for, searches a feature whose smaller histogram is built.
    private func finish(_ index: Int, _ scratch: ScanScratch, _ outcome: inout Outcome) {
        let bins = table.features[index].bins
        let start = table.features[index].histogramStart
        let sums = smaller.sums + start
        if bins.mostFrequentBin > 0 {
            HistogramKernels.restore(
                bin: bins.mostFrequentBin, of: sums, count: bins.count,
                leafSum: SIMD2(smaller.leaf.sums.gradient, smaller.leaf.sums.hessian))
        }
        if let larger { HistogramKernels.subtract(sums, from: larger.sums + start, count: bins.count) }
        guard selection.searched[index] else { return }
        search(index, smaller, scratch, &outcome.smaller)
        if let larger { search(index, larger, scratch, &outcome.larger) }
    }

    private func search(_ index: Int, _ side: Side, _ scratch: ScanScratch, _ best: inout SplitInfo?) {
        let sums = UnsafeBufferPointer(
            start: side.sums + table.features[index].histogramStart, count: table.features[index].bins.count)
        let found = finder.bestSplit(
            in: sums.span, feature: table.features[index], index: index, leaf: side.leaf,
            random: generators.map { $0 + index }, scratch: scratch)
        side.splittable[index] = found.isSplittable
        guard side.allowed?[index] ?? true, let split = found.split, split.isBetter(than: best) else { return }
        best = split
    }
}

extension SweepWork {
    /// Sums of the part's columns, from the rows of the smaller leaf.
    private func accumulate(_ part: SweepPlan.Part, _ scratch: SweepScratch) {
        let panel = table.panels.panels[part.panel]
        let codes = rows.codes + (panel.start + part.firstColumn)
        var needed: UInt32 = 0
        for (column, features) in part.features.enumerated() where features.contains(where: { selection.built[$0] }) {
            needed |= 1 << UInt32(column)
            (scratch.sums + column * PanelKernels.columnStride).initialize(
                repeating: .zero, count: PanelKernels.columnStride)
        }
        if needed == 0 { return }
        let width = part.features.count
        for start in stride(from: 0, to: rows.count, by: PanelKernels.blockRows) {
            let count = min(PanelKernels.blockRows, rows.count - start)
            guard let numbers = rows.rows else {
                let first = codes + start * panel.columns.count
                accumulate(
                    first, stride: panel.columns.count, rows.gradients + start, count, width, needed, scratch.sums)
                continue
            }
            let laneCount = width > 16 ? 32 : width > 8 ? 16 : 8
            gather(codes, panel.columns.count, numbers + start, count, laneCount, scratch)
            accumulate(
                UnsafePointer(scratch.codes), stride: laneCount, UnsafePointer(scratch.gradients), count, width, needed,
                scratch.sums)
        }
    }

    private func gather(
        _ codes: UnsafePointer<UInt8>, _ width: Int, _ numbers: UnsafePointer<UInt32>, _ count: Int, _ laneCount: Int,
        _ scratch: SweepScratch
    ) {
        let target = UnsafeMutableRawPointer(scratch.codes)
        switch laneCount {
        case 32:
            PanelKernels.gather(
                codes, width: width, rows: numbers, count: count, rows.gradients,
                into: target.assumingMemoryBound(to: SIMD32<UInt8>.self), scratch.gradients)
        case 16:
            PanelKernels.gather(
                codes, width: width, rows: numbers, count: count, rows.gradients,
                into: target.assumingMemoryBound(to: SIMD16<UInt8>.self), scratch.gradients)
        default:
            PanelKernels.gather(
                codes, width: width, rows: numbers, count: count, rows.gradients,
                into: target.assumingMemoryBound(to: UInt64.self), scratch.gradients)
        }
    }

    /// As many columns at once as possible; columns nobody needs are added up when most of their neighbours are needed.
    private func accumulate(
        _ codes: UnsafePointer<UInt8>, stride: Int, _ gradients: UnsafePointer<SIMD2<Float>>, _ count: Int,
        _ width: Int, _ needed: UInt32, _ sums: UnsafeMutablePointer<SIMD2<Double>>
    ) {
        var column = 0
        while column < width {
            let ahead = needed >> UInt32(column)
            let first = codes + column
            let target = sums + column * PanelKernels.columnStride
            if column + 8 <= width, (ahead & 0xFF).nonzeroBitCount >= 5 {
                PanelKernels.accumulate8(first, stride: stride, gradients, count: count, into: target)
                column += 8
            } else if column + 4 <= width, (ahead & 0xF).nonzeroBitCount >= 3 {
                PanelKernels.accumulate4(first, stride: stride, gradients, count: count, into: target)
                column += 4
            } else if column + 2 <= width, ahead & 3 == 3 {
                PanelKernels.accumulate2(first, stride: stride, gradients, count: count, into: target)
                column += 2
            } else {
                if ahead & 1 == 1 {
                    PanelKernels.accumulate1(first, stride: stride, gradients, count: count, into: target)
                }
                column += 1
            }
        }
    }
}

/// One worker's room for a sweep.
struct SweepScratch {
    /// Sums of up to 32 columns.
    let sums: UnsafeMutablePointer<SIMD2<Double>>
    /// A block of rows: up to 32 codes each.
    let codes: UnsafeMutablePointer<UInt8>
    let gradients: UnsafeMutablePointer<SIMD2<Float>>
    let scan: ScanScratch

    /// Lends room for features of up to `binCount` bins.
    static func with(binCount: Int, _ body: (SweepScratch) -> Void) {
        let sumCount = CodePanels.widthMax * PanelKernels.columnStride
        let codeCount = CodePanels.widthMax * PanelKernels.blockRows
        withUnsafeTemporaryAllocation(of: SIMD2<Double>.self, capacity: sumCount) { sums in
            withUnsafeTemporaryAllocation(byteCount: codeCount, alignment: 64) { codes in
                withUnsafeTemporaryAllocation(of: SIMD2<Float>.self, capacity: PanelKernels.blockRows) { gradients in
                    ScanScratch.with(binCount: binCount) { scan in
                        guard let sums = sums.baseAddress, let gradients = gradients.baseAddress,
                            let codes = codes.baseAddress
                        else { return }
                        body(
                            SweepScratch(
                                sums: sums, codes: codes.assumingMemoryBound(to: UInt8.self), gradients: gradients,
                                scan: scan))
                    }
                }
            }
        }
    }
}
