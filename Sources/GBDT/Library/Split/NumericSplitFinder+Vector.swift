/// The search for plain gains: candidates are collected first and weighed several at a time.
///
/// Finds exactly what the scalar passes find: sums are added in the same order, and every candidate whose gain, seen in
/// Float, could be the largest is weighed in Double as they weigh it.
extension NumericSplitFinder {
    /// The best of each pass.
    struct Passes {
        var fromRight: ThresholdCandidate?
        var fromLeft: ThresholdCandidate?
    }

    /// Both passes; nil when the passes in Double must decide because numbers are out of range.
    func vectorPasses(
        _ histogram: Span<SIMD2<Double>>, _ layout: BinLayout, _ scan: ThresholdScan, scratch: ScanScratch
    ) -> Passes? {
        var pass = pass(layout, scan, fromRight: true)
        let fromRight = vectorBest(histogram, pass, shift: scan.shift, scratch: scratch)
        if fromRight.isOutOfRange { return nil }
        guard layout.scansBothWays else { return Passes(fromRight: fromRight.best) }
        let start = scan.startFromLeft(histogram, layout)
        pass = self.pass(layout, scan, fromRight: false)
        pass.start = start.left
        pass.startCount = start.leftCount
        pass.startBin = start.isCandidate ? 0 : -1
        let fromLeft = vectorBest(histogram, pass, shift: scan.shift, scratch: scratch)
        return fromLeft.isOutOfRange ? nil : Passes(fromRight: fromRight.best, fromLeft: fromLeft.best)
    }

    private func pass(_ layout: BinLayout, _ scan: ThresholdScan, fromRight: Bool) -> ThresholdKernels.Pass {
        let missing = layout.scansBothWays ? layout.missing : .none
        return ThresholdKernels.Pass(
            total: scan.total, rowCount: scan.rowCount, rowsPerHessian: scan.rowsPerHessian,
            minDataInLeaf: minDataInLeaf, minSumHessian: minSumHessian,
            first: fromRight ? layout.count - (missing == .nan ? 2 : 1) : layout.mostFrequentBin == 0 ? 1 : 0,
            last: fromRight ? 1 : layout.count - 2, step: fromRight ? -1 : 1,
            skipped: missing == .zero ? layout.defaultBin : -1, start: SIMD2(0, ParityConstant.epsilon),
            startCount: 0, startBin: -1)
    }

    /// The passes over one feature in two leaves side by side; nil for a leaf whose passes must be made otherwise.
    func pairPasses(
        _ histograms: (Span<SIMD2<Double>>, Span<SIMD2<Double>>), _ layout: BinLayout,
        _ queries: (SplitQuery, SplitQuery), scratch: (ScanScratch, ScanScratch)
    ) -> (Passes?, Passes?) {
        precondition(histograms.0.count == layout.count && histograms.1.count == layout.count)
        precondition(layout.count <= min(scratch.0.capacity, scratch.1.capacity))
        let startsAtBinZero = layout.scansBothWays && layout.mostFrequentBin == 0
        guard allowsVectorSearch, layout.count > 2, layout.missing != .zero, !startsAtBinZero else {
            return (nil, nil)
        }
        let scans = (scan(queries.0), scan(queries.1))
        guard scans.0.total.y < 1e30, scans.1.total.y < 1e30 else { return (nil, nil) }
        return histograms.0.withUnsafeBufferPointer { first in
            histograms.1.withUnsafeBufferPointer { second in
                guard let first = first.baseAddress, let second = second.baseAddress else { return (nil, nil) }
                let lanes = (
                    ThresholdKernels.Lane(
                        histogram: first, rowsPerHessian: scans.0.rowsPerHessian, scratch: scratch.0),
                    ThresholdKernels.Lane(
                        histogram: second, rowsPerHessian: scans.1.rowsPerHessian, scratch: scratch.1)
                )
                guard let right = pairBest(lanes, layout, scans, fromRight: true) else { return (nil, nil) }
                guard layout.scansBothWays else {
                    return (
                        right.0.isOutOfRange ? nil : Passes(fromRight: right.0.best),
                        right.1.isOutOfRange ? nil : Passes(fromRight: right.1.best)
                    )
                }
                guard let left = pairBest(lanes, layout, scans, fromRight: false) else { return (nil, nil) }
                return (
                    right.0.isOutOfRange || left.0.isOutOfRange
                        ? nil : Passes(fromRight: right.0.best, fromLeft: left.0.best),
                    right.1.isOutOfRange || left.1.isOutOfRange
                        ? nil : Passes(fromRight: right.1.best, fromLeft: left.1.best)
                )
            }
        }
    }

    private typealias PassResult = (best: ThresholdCandidate?, isOutOfRange: Bool)

    /// One pass in both leaves; nil when sums do not only grow.
    private func pairBest(
        _ lanes: (ThresholdKernels.Lane, ThresholdKernels.Lane), _ layout: BinLayout,
        _ scans: (ThresholdScan, ThresholdScan), fromRight: Bool
    ) -> (PassResult, PassResult)? {
        let passes = (pass(layout, scans.0, fromRight: fromRight), pass(layout, scans.1, fromRight: fromRight))
        let count = (passes.0.last - passes.0.first) * passes.0.step + 1
        // With an odd number of bins the bin after the last is gone over too, within the histogram, and then forgotten.
        let hasNegative = ThresholdKernels.accumulate(
            lanes, first: passes.0.first, step: passes.0.step, pairCount: (count + 1) / 2)
        if hasNegative { return nil }
        return (
            best(lanes.0, passes.0, shift: scans.0.shift, count: count),
            best(lanes.1, passes.1, shift: scans.1.shift, count: count)
        )
    }

    private func best(
        _ lane: ThresholdKernels.Lane, _ pass: ThresholdKernels.Pass, shift: Double, count: Int
    ) -> PassResult {
        let last = lane.scratch.sums[count - 1]
        guard last.x.isFinite, last.y.isFinite else { return (nil, true) }
        let valid = ThresholdKernels.validRange(lane, pass, count: count)
        if valid.isEmpty { return (nil, false) }
        let (start, total, lambda) = (valid.lowerBound, pass.total, rule.lambdaL2)
        let largest = ThresholdKernels.estimate(
            valid.count, from: start, total: total, lambda: lambda, in: lane.scratch)
        guard largest > 1e-25, largest < .infinity else { return (nil, true) }
        let found = ThresholdKernels.best(
            valid.count, from: start, total: total, lambda: lambda, shift: shift,
            bound: largest * (1 - Self.estimateError), in: lane.scratch)
        if found.index < 0 { return (nil, false) }
        let place = start + found.index
        let rowCount = Int(lane.rowCounts[place / 2][place % 2])
        let candidate = candidate(
            pass, gain: found.gain, side: lane.scratch.sums[place], rowCount: rowCount,
            bin: pass.first + pass.step * place)
        return (candidate, false)
    }

    private func candidate(
        _ pass: ThresholdKernels.Pass, gain: Double, side: SIMD2<Double>, rowCount: Int, bin: Int
    ) -> ThresholdCandidate {
        pass.step > 0
            ? ThresholdCandidate(gain: gain, threshold: bin, left: side, leftCount: rowCount)
            : ThresholdCandidate(
                gain: gain, threshold: bin - 1, left: pass.total - side, leftCount: pass.rowCount - rowCount)
    }
    /// Errors of a gain in Float: squaring, adding the penalty, dividing and adding round by 2^-24 each, in all less
    /// than 1e-6 of it for both sides of a comparison.
    private static let estimateError: Float = 4e-6

    /// Whether gains are a quotient without limits on outputs and no 0 / 0 can occur.
    var allowsVectorSearch: Bool {
        rule.isPlain && rule.lambdaL1 <= 0 && rule.lambdaL2 >= 0 && rule.lambdaL2 < 1e30 && minDataInLeaf > 0
            && minSumHessian >= 1e-30
    }

    /// The best candidate of a pass, and whether the passes in Double must decide because numbers are out of range.
    private func vectorBest(
        _ histogram: Span<SIMD2<Double>>, _ pass: ThresholdKernels.Pass, shift: Double, scratch: ScanScratch
    ) -> PassResult {
        precondition(histogram.count <= scratch.capacity && histogram.count <= 1 << 16)
        let bins = 0..<histogram.count
        let isEmpty = (pass.last - pass.first) * pass.step < 0
        precondition(isEmpty || (bins.contains(pass.first) && bins.contains(pass.last)))
        return histogram.withUnsafeBufferPointer { histogram in
            guard let histogram = histogram.baseAddress else { return (nil, false) }
            let count = ThresholdKernels.collect(histogram, pass, into: scratch)
            if count == 0 { return (nil, false) }
            let largest = ThresholdKernels.estimate(count, total: pass.total, lambda: rule.lambdaL2, in: scratch)
            let last = scratch.sums[count - 1]
            guard largest > 1e-25, largest < .infinity, last.x.isFinite, last.y.isFinite else { return (nil, true) }
            let found = ThresholdKernels.best(
                count, total: pass.total, lambda: rule.lambdaL2, shift: shift,
                bound: largest * (1 - Self.estimateError), in: scratch)
            if found.index < 0 { return (nil, false) }
            let side = scratch.sums[found.index]
            let mark = scratch.marks[found.index]
            let candidate = candidate(
                pass, gain: found.gain, side: side, rowCount: mark >> 16, bin: mark & 0xFFFF)
            return (candidate, false)
        }
    }
}
