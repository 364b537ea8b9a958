// Unsafe for the reasons given in `LeafPairSweep.swift`, which checks all sizes; work on different shares touches
// different features.

/// One sweep's inputs as pointers, and the work on a share of the features.
struct SweepWork {
    /// Where rows, codes and gradients stand.
    struct Source {
        /// In panels.
        let codes: UnsafePointer<UInt8>
        /// The same column by column.
        let columnCodes: UnsafePointer<UInt8>
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

    /// - Parameter partial: sums of all panels by worker; nil: rows have yet to be added up.
    func run(_ share: SweepPlan.Share, _ partial: PartialSums? = nil) -> Outcome {
        var outcome = Outcome()
        SweepScratch.with(binCount: table.binCountMax) { scratch in
            for part in share.parts {
                if let partial {
                    partial.combine(part, into: scratch.sums)
                } else {
                    accumulate(part, scratch)
                }
                finish(part, scratch.sums, scratch.scan, &outcome)
            }
            finishWide(share, scratch.scan, &outcome)
        }
        return outcome
    }

    /// Features whose columns have been added up.
    private func finish(
        _ part: SweepPlan.Part, _ sums: UnsafeMutablePointer<SIMD2<Double>>, _ scratch: (ScanScratch, ScanScratch),
        _ outcome: inout Outcome
    ) {
        restore(part, sums)
        for (column, features) in part.features.enumerated() {
            for feature in features where selection.built[feature] {
                copy(sums + column * PanelKernels.columnStride, to: feature)
                finish(feature, scratch, &outcome)
            }
        }
    }

    /// A share's features of more than 256 bins.
    private func finishWide(
        _ share: SweepPlan.Share, _ scratch: (ScanScratch, ScanScratch), _ outcome: inout Outcome
    ) {
        for feature in share.wideFeatures where selection.built[feature] {
            accumulateWide(feature)
            finish(feature, scratch, &outcome)
        }
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

    /// Restores the bin left out of every column that is one feature's.
    private func restore(_ part: SweepPlan.Part, _ sums: UnsafeMutablePointer<SIMD2<Double>>) {
        let leafSum = SIMD2(smaller.leaf.sums.gradient, smaller.leaf.sums.hessian)
        for start in stride(from: 0, to: part.features.count, by: 4) {
            var bins = SIMD4<Int>(repeating: -1)
            var count = 0
            for column in start..<min(start + 4, part.features.count) {
                guard let index = part.features[column].first, selection.built[index],
                    case .narrow = table.features[index].place
                else { continue }
                let layout = table.features[index].bins
                guard layout.mostFrequentBin > 0 else { continue }
                bins[column - start] = layout.mostFrequentBin
                count = max(count, layout.count)
            }
            if count == 0 { continue }
            PanelKernels.restore4(
                sums + start * PanelKernels.columnStride, bins: bins, count: count, leafSum: leafSum)
        }
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
    private func finish(_ index: Int, _ scratch: (ScanScratch, ScanScratch), _ outcome: inout Outcome) {
        let bins = table.features[index].bins
        let start = table.features[index].histogramStart
        let sums = smaller.sums + start
        var isRestored = false
        if case .narrow = table.features[index].place { isRestored = true }
        if bins.mostFrequentBin > 0, !isRestored {
            HistogramKernels.restore(
                bin: bins.mostFrequentBin, of: sums, count: bins.count,
                leafSum: SIMD2(smaller.leaf.sums.gradient, smaller.leaf.sums.hessian))
        }
        if let larger { HistogramKernels.subtract(sums, from: larger.sums + start, count: bins.count) }
        guard selection.searched[index] else { return }
        guard let larger else {
            search(index, smaller, scratch.0, nil, &outcome.smaller)
            return
        }
        var passes: (NumericSplitFinder.Passes?, NumericSplitFinder.Passes?)
        if generators == nil {
            passes = finder.pairPasses(
                in: (buffer(index, smaller).span, buffer(index, larger).span), feature: table.features[index],
                leaves: (smaller.leaf, larger.leaf), scratch: scratch)
        }
        search(index, smaller, scratch.0, passes.0, &outcome.smaller)
        search(index, larger, scratch.0, passes.1, &outcome.larger)
    }

    private func buffer(_ index: Int, _ side: Side) -> UnsafeBufferPointer<SIMD2<Double>> {
        UnsafeBufferPointer(
            start: side.sums + table.features[index].histogramStart, count: table.features[index].bins.count)
    }

    private func search(
        _ index: Int, _ side: Side, _ scratch: ScanScratch, _ passes: NumericSplitFinder.Passes?,
        _ best: inout SplitInfo?
    ) {
        let found = finder.bestSplit(
            in: buffer(index, side).span, feature: table.features[index], index: index, leaf: side.leaf,
            random: generators.map { $0 + index }, scratch: scratch, passes: passes)
        side.splittable[index] = found.isSplittable
        guard side.allowed?[index] ?? true, let split = found.split, split.isBetter(than: best) else { return }
        best = split
    }
}

extension SweepWork {
    /// Sums of the part's columns, from the rows of the smaller leaf.
    private func accumulate(_ part: SweepPlan.Part, _ scratch: SweepScratch) {
        let needed = needed(part)
        if needed == 0 { return }
        scratch.sums.initialize(repeating: .zero, count: (part.features.count + 3) * PanelKernels.columnStride)
        accumulate(part, 0..<rows.count, needed, scratch, into: scratch.sums)
    }

    /// Adds some rows of the smaller leaf to the sums of the part's columns.
    func accumulate(
        _ part: SweepPlan.Part, _ range: Range<Int>, _ needed: UInt64, _ scratch: SweepScratch,
        into sums: UnsafeMutablePointer<SIMD2<Double>>
    ) {
        for start in stride(from: range.lowerBound, to: range.upperBound, by: PanelKernels.blockRows) {
            let block = start..<min(start + PanelKernels.blockRows, range.upperBound)
            if let numbers = rows.rows {
                accumulateGathered(part, numbers + block.lowerBound, block.count, needed, scratch, into: sums)
            } else {
                accumulateInOrder(part, block, needed, into: sums)
            }
        }
    }

    /// Rows that lie anywhere are copied side by side.
    private func accumulateGathered(
        _ part: SweepPlan.Part, _ numbers: UnsafePointer<UInt32>, _ count: Int, _ needed: UInt64,
        _ scratch: SweepScratch, into sums: UnsafeMutablePointer<SIMD2<Double>>
    ) {
        let panel = table.panels.panels[part.panel]
        let codes = rows.codes + (panel.start + part.firstColumn)
        let width = part.features.count
        let laneCount = PanelKernels.laneCount(ofWidth: width)
        gather(codes, panel.stride, numbers, count, laneCount, scratch.codes, scratch.gradients)
        forEachGroup(of: width, needed) { column, size in
            accumulate(
                UnsafePointer(scratch.codes + column), size, stride: laneCount, UnsafePointer(scratch.gradients),
                count, sums + column * PanelKernels.columnStride)
        }
    }

    /// All rows in order are read column by column: threads that share a row's codes would each read all of them. A
    /// block's gradients stay in the first-level cache until all columns have had them.
    private func accumulateInOrder(
        _ part: SweepPlan.Part, _ block: Range<Int>, _ needed: UInt64,
        into sums: UnsafeMutablePointer<SIMD2<Double>>
    ) {
        let numbers = table.panels.panels[part.panel].columns
        let width = part.features.count
        withUnsafeTemporaryAllocation(of: UnsafePointer<UInt8>.self, capacity: CodePanels.widthMax) { columns in
            guard let columns = columns.baseAddress else { return }
            for column in 0..<width {
                columns[column] =
                    rows.columnCodes + (numbers[part.firstColumn + column] * table.rowCount + block.lowerBound)
            }
            forEachGroup(of: width, needed) { column, size in
                accumulate(
                    columns + column, size, rows.gradients + block.lowerBound, block.count,
                    sums + column * PanelKernels.columnStride)
            }
        }
    }

    /// As many columns at once as possible; columns nobody needs are added up when most of their neighbours are needed.
    @inline(__always)
    private func forEachGroup(of width: Int, _ needed: UInt64, _ body: (_ column: Int, _ size: Int) -> Void) {
        var column = 0
        while column < width {
            let ahead = needed >> UInt64(column)
            if column + 8 <= width, (ahead & 0xFF).nonzeroBitCount >= 5 {
                body(column, 8)
                column += 8
            } else if column + 6 <= width, (ahead & 0x3F).nonzeroBitCount >= 5 {
                body(column, 6)
                column += 6
            } else if column + 4 <= width, (ahead & 0xF).nonzeroBitCount >= 3 {
                body(column, 4)
                column += 4
            } else if column + 2 <= width, ahead & 3 == 3 {
                body(column, 2)
                column += 2
            } else {
                if ahead & 1 == 1 { body(column, 1) }
                column += 1
            }
        }
    }

    /// Adds neighbouring columns of rows side by side.
    private func accumulate(
        _ codes: UnsafePointer<UInt8>, _ size: Int, stride: Int, _ gradients: UnsafePointer<SIMD2<Float>>, _ count: Int,
        _ sums: UnsafeMutablePointer<SIMD2<Double>>
    ) {
        switch size {
        case 8: PanelKernels.accumulate8(codes, stride: stride, gradients, count: count, into: sums)
        case 6: PanelKernels.accumulate6(codes, stride: stride, gradients, count: count, into: sums)
        case 4: PanelKernels.accumulate4(codes, stride: stride, gradients, count: count, into: sums)
        case 2: PanelKernels.accumulate2(codes, stride: stride, gradients, count: count, into: sums)
        default: PanelKernels.accumulate1(codes, stride: stride, gradients, count: count, into: sums)
        }
    }

    /// The same of columns that each stand by themselves.
    private func accumulate(
        _ columns: UnsafePointer<UnsafePointer<UInt8>>, _ size: Int, _ gradients: UnsafePointer<SIMD2<Float>>,
        _ count: Int, _ sums: UnsafeMutablePointer<SIMD2<Double>>
    ) {
        switch size {
        case 8: PanelKernels.accumulate8(columns: columns, gradients, count: count, into: sums)
        case 6: PanelKernels.accumulate6(columns: columns, gradients, count: count, into: sums)
        case 4: PanelKernels.accumulate4(columns: columns, gradients, count: count, into: sums)
        case 2: PanelKernels.accumulate2(columns: columns, gradients, count: count, into: sums)
        default: PanelKernels.accumulate1(columns[0], stride: 1, gradients, count: count, into: sums)
        }
    }

    /// The columns of a part with a feature whose histogram is built.
    func needed(_ part: SweepPlan.Part) -> UInt64 {
        var needed: UInt64 = 0
        for (column, features) in part.features.enumerated() where features.contains(where: { selection.built[$0] }) {
            needed |= 1 << UInt64(column)
        }
        return needed
    }

    /// Copies rows of the leaf side by side.
    private func gather(
        _ codes: UnsafePointer<UInt8>, _ stride: Int, _ numbers: UnsafePointer<UInt32>, _ count: Int,
        _ laneCount: Int, _ block: UnsafeMutablePointer<UInt8>, _ ordered: UnsafeMutablePointer<SIMD2<Float>>
    ) {
        let target = UnsafeMutableRawPointer(block)
        switch laneCount {
        case 64:
            PanelKernels.gather(
                codes, stride: stride, rows: numbers, count: count, rows.gradients,
                into: target.assumingMemoryBound(to: SIMD64<UInt8>.self), ordered)
        case 32:
            PanelKernels.gather(
                codes, stride: stride, rows: numbers, count: count, rows.gradients,
                into: target.assumingMemoryBound(to: SIMD32<UInt8>.self), ordered)
        case 16:
            PanelKernels.gather(
                codes, stride: stride, rows: numbers, count: count, rows.gradients,
                into: target.assumingMemoryBound(to: SIMD16<UInt8>.self), ordered)
        default:
            PanelKernels.gather(
                codes, stride: stride, rows: numbers, count: count, rows.gradients,
                into: target.assumingMemoryBound(to: UInt64.self), ordered)
        }
    }
}

/// One worker's room for a sweep.
struct SweepScratch {
    /// Sums of up to 64 columns, and what is read of three more.
    static let sumCount = (CodePanels.widthMax + 3) * PanelKernels.columnStride

    let sums: UnsafeMutablePointer<SIMD2<Double>>
    /// A block of rows: up to 64 codes each.
    let codes: UnsafeMutablePointer<UInt8>
    let gradients: UnsafeMutablePointer<SIMD2<Float>>
    let scan: (ScanScratch, ScanScratch)

    /// Lends room for features of up to `binCount` bins.
    static func with(binCount: Int, _ body: (SweepScratch) -> Void) {
        let codeCount = CodePanels.widthMax * PanelKernels.blockRows
        withUnsafeTemporaryAllocation(of: SIMD2<Double>.self, capacity: sumCount) { sums in
            withUnsafeTemporaryAllocation(byteCount: codeCount, alignment: 64) { codes in
                withUnsafeTemporaryAllocation(of: SIMD2<Float>.self, capacity: PanelKernels.blockRows) { gradients in
                    ScanScratch.withPair(binCount: binCount) { scan in
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
