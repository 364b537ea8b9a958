/// The search for plain gains: candidates are collected first and weighed several at a time.
///
/// Finds exactly what the scalar passes find: sums are added in the same order, and every candidate whose gain, seen in
/// Float, could be the largest is weighed in Double as they weigh it.
extension NumericSplitFinder {
    /// Both passes; nil when the passes in Double must decide because numbers are out of range.
    func vectorPasses(
        _ histogram: Span<SIMD2<Double>>, _ layout: BinLayout, _ scan: ThresholdScan, scansBothWays: Bool,
        scratch: ScanScratch
    ) -> (fromRight: ThresholdCandidate?, fromLeft: ThresholdCandidate?)? {
        var pass = ThresholdKernels.Pass(
            total: scan.total, rowCount: scan.rowCount, rowsPerHessian: scan.rowsPerHessian,
            minDataInLeaf: minDataInLeaf, minSumHessian: minSumHessian,
            first: layout.count - 1 - (scansBothWays && layout.missing == .nan ? 1 : 0), last: 1, step: -1,
            skipped: scansBothWays && layout.missing == .zero ? layout.defaultBin : -1,
            start: SIMD2(0, ParityConstant.epsilon), startCount: 0, startBin: -1)
        let fromRight = vectorBest(histogram, pass, shift: scan.shift, scratch: scratch)
        if fromRight.isOutOfRange { return nil }
        guard scansBothWays else { return (fromRight.best, nil) }
        let start = scan.startFromLeft(histogram, layout)
        pass.start = start.left
        pass.startCount = start.leftCount
        pass.startBin = start.isCandidate ? 0 : -1
        pass.first = layout.mostFrequentBin == 0 ? 1 : 0
        pass.last = layout.count - 2
        pass.step = 1
        let fromLeft = vectorBest(histogram, pass, shift: scan.shift, scratch: scratch)
        return fromLeft.isOutOfRange ? nil : (fromRight.best, fromLeft.best)
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
    ) -> (best: ThresholdCandidate?, isOutOfRange: Bool) {
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
            let (bin, rowCount) = (mark & 0xFFFF, mark >> 16)
            var candidate = ThresholdCandidate(gain: found.gain, threshold: bin, left: side, leftCount: rowCount)
            if pass.step < 0 {
                candidate.threshold = bin - 1
                candidate.left = pass.total - side
                candidate.leftCount = pass.rowCount - rowCount
            }
            return (candidate, false)
        }
    }
}
