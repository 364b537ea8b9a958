/// Finds the best threshold of one numeric feature from its histogram (`FindBestThresholdSequentially` in
/// `src/treelearner/feature_histogram.hpp`).
///
/// Bins are scanned from the right with missing values on the left, and again from the left with missing values on the
/// right when there are any. Row counts are estimated from hessians. Rounding, strictness and order of comparisons
/// are LightGBM's: they decide ties. O(bins).
struct NumericSplitFinder: Sendable {
    let rule: OutputRule
    let minDataInLeaf: Int
    let minSumHessian: Double
    let minGainToSplit: Double

    init(_ parameters: TrainingParameters) {
        rule = OutputRule(
            lambdaL1: parameters.lambdaL1, lambdaL2: parameters.lambdaL2, maxDeltaStep: parameters.maxDeltaStep,
            pathSmooth: parameters.pathSmooth)
        minDataInLeaf = parameters.minDataInLeaf
        minSumHessian = parameters.minSumHessianInLeaf
        minGainToSplit = parameters.minGainToSplit
    }

    /// - Parameters:
    ///   - histogram: the feature's bins; the bin `layout.mostFrequentBin` is not read when it is 0.
    ///   - onlyThreshold: of extremely randomised trees: the one bin that may be the last on the left.
    ///   - scratch: room to weigh many candidates at a time where gains allow it; nil: one after the other.
    ///   - passes: of ``pairPasses(_:_:_:scratch:)`` when they have been made.
    /// - Returns: the best split that meets the limits, if any, and whether any candidate gained more than the leaf
    ///   itself. A feature without such a candidate is not searched again below this leaf.
    func bestSplit(
        in histogram: Span<SIMD2<Double>>, layout: BinLayout, query: SplitQuery, onlyThreshold: Int? = nil,
        scratch: ScanScratch? = nil, passes: Passes? = nil
    ) -> (split: SplitInfo?, isSplittable: Bool) {
        precondition(histogram.count == layout.count)
        if let bounds = query.bounds {
            let gain = MonotoneGain(rule: rule, bounds: bounds, direction: query.direction)
            return search(histogram, layout, query, onlyThreshold, gain)
        }
        guard rule.isPlain else {
            return search(histogram, layout, query, onlyThreshold, ConstrainedGain(rule: rule))
        }
        if onlyThreshold == nil {
            let scan = scan(query)
            var passes = passes
            if passes == nil, let scratch, allowsVectorSearch, scan.total.y < 1e30 {
                passes = vectorPasses(histogram, layout, scan, scratch: scratch)
            }
            if let passes { return settled(passes, layout, scan, query, isUndecided: false) }
        }
        return search(histogram, layout, query, onlyThreshold, PlainGain(rule: rule))
    }

    /// What a plain search measures candidates against.
    func scan(_ query: SplitQuery) -> ThresholdScan { scan(query, nil, PlainGain(rule: rule)) }

    private func scan(_ query: SplitQuery, _ onlyThreshold: Int?, _ gain: some SplitGain) -> ThresholdScan {
        let leaf = query.leaf
        let total = SIMD2(leaf.gradient, leaf.hessian + 2 * ParityConstant.epsilon)
        let ownGain = gain.gain(leaf: total, count: leaf.rowCount, parentOutput: leaf.output)
        return ThresholdScan(
            total: total, rowCount: leaf.rowCount, parentOutput: leaf.output, shift: ownGain + minGainToSplit,
            rowsPerHessian: Double(leaf.rowCount) / total.y, minDataInLeaf: minDataInLeaf, minSumHessian: minSumHessian,
            onlyThreshold: onlyThreshold ?? -1)
    }

    private func search(
        _ histogram: Span<SIMD2<Double>>, _ layout: BinLayout, _ query: SplitQuery, _ onlyThreshold: Int?,
        _ gain: some SplitGain
    ) -> (split: SplitInfo?, isSplittable: Bool) {
        let scan = scan(query, onlyThreshold, gain)
        // A gain of 0 / 0 is no split, but LightGBM takes the feature for one that can be split further down.
        var isUndecided = false
        var passes = Passes()
        passes.fromRight = scan.fromRight(
            histogram, layout, hasMissing: layout.scansBothWays, gain, isUndecided: &isUndecided)
        if layout.scansBothWays {
            passes.fromLeft = scan.fromLeft(histogram, layout, gain, isUndecided: &isUndecided)
        }
        return settled(passes, layout, scan, query, isUndecided: isUndecided)
    }

    /// The better of the two passes.
    private func settled(
        _ passes: Passes, _ layout: BinLayout, _ scan: ThresholdScan, _ query: SplitQuery, isUndecided: Bool
    ) -> (split: SplitInfo?, isSplittable: Bool) {
        var best = passes.fromRight
        let forward = passes.fromLeft
        var defaultLeft = layout.missing != .nan || layout.scansBothWays
        // Written as LightGBM compares: subtracting and adding the shift rounds.
        if let candidate = forward, candidate.gain > (best.map { $0.gain - scan.shift } ?? -.infinity) + scan.shift {
            best = candidate
            defaultLeft = false
        }
        guard let best else { return (nil, isUndecided) }
        return (split(best, scan, query, defaultLeft), true)
    }

    private func split(
        _ best: ThresholdCandidate, _ scan: ThresholdScan, _ query: SplitQuery, _ defaultLeft: Bool
    ) -> SplitInfo {
        let epsilon = ParityConstant.epsilon
        let leaf = query.leaf
        func side(_ sum: SIMD2<Double>, _ count: Int) -> LeafSums {
            let output = rule.output(gradient: sum.x, hessian: sum.y, count: count, parentOutput: leaf.output)
            return LeafSums(
                gradient: sum.x, hessian: sum.y - epsilon, rowCount: count,
                output: query.bounds?.clipped(output) ?? output)
        }
        return SplitInfo(
            feature: query.feature, threshold: best.threshold, direction: query.direction, defaultLeft: defaultLeft,
            gain: best.gain - scan.shift,
            left: side(best.left, best.leftCount),
            right: side(scan.total - best.left, leaf.rowCount - best.leftCount))
    }
}

/// A threshold with the sums of its left side, the epsilon in the hessian included.
struct ThresholdCandidate {
    var gain: Double
    var threshold: Int
    var left: SIMD2<Double>
    var leftCount: Int
}

/// The two passes over the bins of one feature in one leaf.
struct ThresholdScan {
    /// The leaf's sums; the hessian includes twice epsilon.
    let total: SIMD2<Double>
    let rowCount: Int
    let parentOutput: Double
    /// What a candidate's gain must exceed.
    let shift: Double
    let rowsPerHessian: Double
    let minDataInLeaf: Int
    let minSumHessian: Double
    /// The only threshold that counts; -1: all do.
    let onlyThreshold: Int

    /// From the last bin down; missing values stay left.
    @inline(__always)
    func fromRight(
        _ histogram: Span<SIMD2<Double>>, _ layout: BinLayout, hasMissing: Bool, _ gain: some SplitGain,
        isUndecided: inout Bool
    ) -> ThresholdCandidate? {
        let skipped = hasMissing && layout.missing == .zero ? layout.defaultBin : -1
        // An empty bin repeats the candidate before it, which is never strictly better, unless sides may be empty.
        let skipsEmptyBins = minDataInLeaf > 0 && onlyThreshold < 0
        var best: ThresholdCandidate?
        var bestGain = shift
        var right = SIMD2(0, ParityConstant.epsilon)
        var rightCount = 0
        var bin = layout.count - 1 - (hasMissing && layout.missing == .nan ? 1 : 0)
        while bin >= 1 {
            defer { bin -= 1 }
            if bin == skipped { continue }
            let sum = histogram[bin]
            if skipsEmptyBins, sum.x == 0, sum.y == 0 { continue }
            right += sum
            rightCount += roundedToInt(sum.y * rowsPerHessian)
            if rightCount < minDataInLeaf || right.y < minSumHessian { continue }
            let leftCount = rowCount - rightCount
            let left = total - right
            if leftCount < minDataInLeaf || left.y < minSumHessian { break }
            if onlyThreshold >= 0, bin - 1 != onlyThreshold { continue }
            let value = gain.gain(
                left: left, leftCount: leftCount, right: right, rightCount: rightCount, parentOutput: parentOutput)
            if value.isNaN { isUndecided = true }
            if value > bestGain {
                bestGain = value
                best = ThresholdCandidate(gain: value, threshold: bin - 1, left: left, leftCount: leftCount)
            }
        }
        return best
    }

    /// What the left side has before the pass from the left.
    ///
    /// Bin 0 has no stored sum when it is the most frequent one. With missing values in a bin of their own it is then
    /// what all others leave, and a candidate.
    func startFromLeft(
        _ histogram: Span<SIMD2<Double>>, _ layout: BinLayout
    ) -> (left: SIMD2<Double>, leftCount: Int, isCandidate: Bool) {
        guard layout.mostFrequentBin == 0, layout.missing == .nan else {
            return (SIMD2(0, ParityConstant.epsilon), 0, false)
        }
        var left = SIMD2(total.x, total.y - ParityConstant.epsilon)
        var leftCount = rowCount
        for other in 1..<layout.count {
            left -= histogram[other]
            leftCount -= roundedToInt(histogram[other].y * rowsPerHessian)
        }
        return (left, leftCount, true)
    }

    /// From the first bin up; missing values stay right.
    @inline(__always)
    func fromLeft(
        _ histogram: Span<SIMD2<Double>>, _ layout: BinLayout, _ gain: some SplitGain, isUndecided: inout Bool
    ) -> ThresholdCandidate? {
        let skipped = layout.missing == .zero ? layout.defaultBin : -1
        let isFirstBinAbsent = layout.mostFrequentBin == 0
        let start = startFromLeft(histogram, layout)
        var (left, leftCount) = (start.left, start.leftCount)
        var best: ThresholdCandidate?
        var bestGain = shift
        var bin = isFirstBinAbsent && !start.isCandidate ? 1 : 0
        while bin <= layout.count - 2 {
            defer { bin += 1 }
            if bin == skipped { continue }
            if bin > 0 || !isFirstBinAbsent {
                left += histogram[bin]
                leftCount += roundedToInt(histogram[bin].y * rowsPerHessian)
            }
            if leftCount < minDataInLeaf || left.y < minSumHessian { continue }
            let rightCount = rowCount - leftCount
            let right = total - left
            if rightCount < minDataInLeaf || right.y < minSumHessian { break }
            if onlyThreshold >= 0, bin != onlyThreshold { continue }
            let value = gain.gain(
                left: left, leftCount: leftCount, right: right, rightCount: rightCount, parentOutput: parentOutput)
            if value.isNaN { isUndecided = true }
            if value > bestGain {
                bestGain = value
                best = ThresholdCandidate(gain: value, threshold: bin, left: left, leftCount: leftCount)
            }
        }
        return best
    }
}
