/// Finds the best set of categories to send left (`FindBestThresholdCategoricalInner` in
/// `src/treelearner/feature_histogram.cpp`).
///
/// Few categories are tried one against the rest. Many are ordered by their mean response, smoothed, and the best of
/// the sets that take some from either end is kept (Fisher, 1958). Bin 0, everything else, always goes right.
struct CategoricalSplitFinder: Sendable {
    let rule: OutputRule
    private let minDataInLeaf: Int
    private let minSumHessian: Double
    private let minGainToSplit: Double
    private let oneHotMax: Int
    private let setSizeMax: Int
    private let extraL2: Double
    private let smoothing: Double
    private let minDataPerGroup: Int

    init(_ parameters: TrainingParameters) {
        rule = OutputRule(
            lambdaL1: parameters.lambdaL1, lambdaL2: parameters.lambdaL2, maxDeltaStep: parameters.maxDeltaStep,
            pathSmooth: parameters.pathSmooth)
        minDataInLeaf = parameters.minDataInLeaf
        minSumHessian = parameters.minSumHessianInLeaf
        minGainToSplit = parameters.minGainToSplit
        oneHotMax = parameters.categoryOneHotMax
        setSizeMax = parameters.categoryThresholdMax
        extraL2 = parameters.categoryL2
        smoothing = parameters.categorySmooth
        minDataPerGroup = parameters.minDataPerGroup
    }

    /// - Parameters:
    ///   - histogram: the feature's bins; bin 0 is not read.
    ///   - random: of extremely randomised trees: draws the one set that is tried.
    /// - Returns: as ``NumericSplitFinder/bestSplit(in:layout:query:onlyThreshold:scratch:passes:)``.
    func bestSplit(
        in histogram: Span<SIMD2<Double>>, query: SplitQuery, random: UnsafeMutablePointer<ParityRandom>?
    ) -> (split: SplitInfo?, isSplittable: Bool) {
        let leaf = query.leaf
        let total = SIMD2(leaf.gradient, leaf.hessian + 2 * ParityConstant.epsilon)
        var scan = Scan(
            rule: rule, query: query, total: total, shift: shift(total, leaf) + minGainToSplit,
            rowsPerHessian: Double(leaf.rowCount) / total.y)
        if histogram.count <= oneHotMax {
            searchSingles(histogram, &scan, random)
        } else {
            scan.rule.lambdaL2 += extraL2
            searchSets(histogram, &scan, random)
        }
        guard let best = scan.best else { return (nil, scan.isUndecided) }
        return (scan.split(best), true)
    }

    /// The leaf's own gain, without the extra penalty.
    private func shift(_ total: SIMD2<Double>, _ leaf: LeafSums) -> Double {
        var plain = rule
        plain.pathSmooth = 0
        if rule.pathSmooth > ParityConstant.epsilon {
            let output = leaf.output
            return -(2.0 * rule.shrunk(total.x) * output + (total.y + rule.lambdaL2) * output * output)
        }
        return plain.isPlain
            ? PlainGain(rule: plain).gain(leaf: total, count: leaf.rowCount, parentOutput: 0)
            : ConstrainedGain(rule: plain).gain(leaf: total, count: leaf.rowCount, parentOutput: 0)
    }

    private func searchSingles(
        _ histogram: Span<SIMD2<Double>>, _ scan: inout Scan, _ random: UnsafeMutablePointer<ParityRandom>?
    ) {
        let only = random.flatMap { histogram.count > 1 ? $0.pointee.nextInt(from: 1, to: histogram.count) : nil }
        for bin in 1..<max(1, histogram.count) {
            let sum = histogram[bin]
            let count = scan.rows(sum)
            let otherCount = scan.query.leaf.rowCount - count
            if count < minDataInLeaf || sum.y < minSumHessian || otherCount < minDataInLeaf { continue }
            let other = SIMD2(scan.total.x - sum.x, scan.total.y - sum.y - ParityConstant.epsilon)
            if other.y < minSumHessian { continue }
            if let only, bin != only { continue }
            let left = SIMD2(sum.x, sum.y + ParityConstant.epsilon)
            // LightGBM adds the rest first; the order of two summands does not matter.
            scan.offer(left: left, leftCount: count, right: other, bins: { [bin] })
        }
    }

    private func searchSets(
        _ histogram: Span<SIMD2<Double>>, _ scan: inout Scan, _ random: UnsafeMutablePointer<ParityRandom>?
    ) {
        // Compared is a count with a parameter that elsewhere is added to hessians, as in LightGBM.
        var order: [(bin: Int, response: Double)] = []
        for bin in 1..<histogram.count where Double(scan.rows(histogram[bin])) >= smoothing {
            order.append((bin, histogram[bin].x / (histogram[bin].y + smoothing)))
        }
        let sizeMax = min(setSizeMax, (order.count + 1) / 2)
        let last = max(min(sizeMax, order.count) - 1, 0)
        let only = random.map { last > 0 ? $0.pointee.nextInt(from: 0, to: last) : 0 }
        let bins = LibraryOrder.indices(of: order.map(\.response)).map { order[$0].bin }
        searchPrefixes(of: bins, histogram, sizeMax, only, &scan)
        searchPrefixes(of: bins.reversed(), histogram, sizeMax, only, &scan)
    }

    private func searchPrefixes(
        of bins: [Int], _ histogram: Span<SIMD2<Double>>, _ sizeMax: Int, _ only: Int?, _ scan: inout Scan
    ) {
        var left = SIMD2(0, ParityConstant.epsilon)
        var leftCount = 0
        var groupCount = 0
        for index in 0..<min(sizeMax, bins.count) {
            let sum = histogram[bins[index]]
            let count = scan.rows(sum)
            left += sum
            leftCount += count
            groupCount += count
            if leftCount < minDataInLeaf || left.y < minSumHessian { continue }
            let rightCount = scan.query.leaf.rowCount - leftCount
            if rightCount < minDataInLeaf || rightCount < minDataPerGroup { break }
            let right = scan.total - left
            if right.y < minSumHessian { break }
            if groupCount < minDataPerGroup { continue }
            groupCount = 0
            if let only, index != only { continue }
            scan.offer(left: left, leftCount: leftCount, right: right, bins: { Array(bins[...index]) })
        }
    }
}

/// The best candidate so far, and what candidates are measured against.
private struct Scan {
    var rule: OutputRule
    let query: SplitQuery
    /// The leaf's sums; the hessian includes twice epsilon.
    let total: SIMD2<Double>
    let shift: Double
    let rowsPerHessian: Double
    var best: Candidate?
    /// Whether a gain was 0 / 0: no split, but LightGBM takes the feature for one that can be split further down.
    var isUndecided = false

    struct Candidate {
        var gain: Double
        var left: SIMD2<Double>
        var leftCount: Int
        var bins: [Int]
    }

    /// Rows of a bin, estimated.
    func rows(_ sum: SIMD2<Double>) -> Int { roundedToInt(sum.y * rowsPerHessian) }

    mutating func offer(left: SIMD2<Double>, leftCount: Int, right: SIMD2<Double>, bins: () -> [Int]) {
        let gain = gain(left, leftCount, right, query.leaf.rowCount - leftCount)
        if gain.isNaN { isUndecided = true }
        guard gain > shift, gain > best?.gain ?? -.infinity else { return }
        best = Candidate(gain: gain, left: left, leftCount: leftCount, bins: bins())
    }

    private func gain(_ left: SIMD2<Double>, _ leftCount: Int, _ right: SIMD2<Double>, _ rightCount: Int) -> Double {
        func value(_ gain: some SplitGain) -> Double {
            gain.gain(
                left: left, leftCount: leftCount, right: right, rightCount: rightCount,
                parentOutput: query.leaf.output)
        }
        if let bounds = query.bounds { return value(MonotoneGain(rule: rule, bounds: bounds, direction: 0)) }
        return rule.isPlain ? value(PlainGain(rule: rule)) : value(ConstrainedGain(rule: rule))
    }

    func split(_ best: Candidate) -> SplitInfo {
        func side(_ sum: SIMD2<Double>, _ count: Int) -> LeafSums {
            let output = rule.output(
                gradient: sum.x, hessian: sum.y, count: count, parentOutput: query.leaf.output)
            return LeafSums(
                gradient: sum.x, hessian: sum.y - ParityConstant.epsilon, rowCount: count,
                output: query.bounds?.clipped(output) ?? output)
        }
        return SplitInfo(
            feature: query.feature, threshold: 0, leftBins: best.bins, defaultLeft: false, gain: best.gain - shift,
            left: side(best.left, best.leftCount),
            right: side(total - best.left, query.leaf.rowCount - best.leftCount))
    }
}
