// Unsafe on purpose: this loop runs over every bin of every feature in every leaf and was 40 % of the training time on
// wide data. `NumericSplitFinder` is the only caller and hands in buffers it has measured.

/// Room for the candidates of one feature's search.
struct ScanScratch {
    /// Sums of the side the scan has gone over, the epsilon in the hessian included, by candidate.
    let sums: UnsafeMutablePointer<SIMD2<Double>>
    /// Rows of that side times 2^16, plus the bin, by candidate; or the rows alone as Doubles.
    let marks: UnsafeMutablePointer<Int>
    /// Gains in Float, by candidate.
    let estimates: UnsafeMutablePointer<SIMD4<Float>>
    /// Candidates there is room for.
    let capacity: Int

    static let padding = 4

    /// Lends room for the same feature in two leaves.
    static func withPair<Result>(binCount: Int, _ body: ((ScanScratch, ScanScratch)) -> Result) -> Result {
        with(binCount: binCount) { first in with(binCount: binCount) { body((first, $0)) } }
    }

    /// Lends room for features of up to `binCount` bins.
    static func with<Result>(binCount: Int, _ body: (ScanScratch) -> Result) -> Result {
        let room = binCount + padding
        return withUnsafeTemporaryAllocation(of: SIMD2<Double>.self, capacity: room) { sums in
            withUnsafeTemporaryAllocation(byteCount: 8 * room, alignment: 16) { marks in
                withUnsafeTemporaryAllocation(of: SIMD4<Float>.self, capacity: room / 4 + 1) { estimates in
                    guard let sums = sums.baseAddress, let estimates = estimates.baseAddress,
                        let marks = marks.baseAddress?.assumingMemoryBound(to: Int.self)
                    else { preconditionFailure("a temporary buffer has an address") }
                    return body(ScanScratch(sums: sums, marks: marks, estimates: estimates, capacity: binCount))
                }
            }
        }
    }
}

enum ThresholdKernels {
    /// One pass over the bins of a feature in one direction.
    struct Pass {
        /// The leaf's sums; the hessian includes twice epsilon.
        var total: SIMD2<Double>
        var rowCount: Int
        var rowsPerHessian: Double
        var minDataInLeaf: Int
        var minSumHessian: Double
        var first: Int
        /// Visited last.
        var last: Int
        /// +1 or -1.
        var step: Int
        /// A bin that is left out; -1: none.
        var skipped: Int
        /// What the side has before the first bin.
        var start: SIMD2<Double>
        var startCount: Int
        /// The bin after which the start is a candidate itself; -1: it is none.
        var startBin: Int
    }

    /// What the pass without branches needs of one of two leaves.
    struct Lane {
        let histogram: UnsafePointer<SIMD2<Double>>
        let rowsPerHessian: Double
        let scratch: ScanScratch

        /// Rows of the side gone over, by bin visited.
        var rowCounts: UnsafeMutablePointer<SIMD2<Double>> {
            UnsafeMutableRawPointer(scratch.marks).assumingMemoryBound(to: SIMD2<Double>.self)
        }
    }

    /// Running sums and row counts of the same feature in two leaves, `2 * pairCount` bins from `first` on. Their
    /// additions do not wait for each other. true when a hessian is negative: then sums may fall again.
    static func accumulate(_ lanes: (Lane, Lane), first: Int, step: Int, pairCount: Int) -> Bool {
        var (left, right) = (lanes.0.histogram + first, lanes.1.histogram + first)
        var sums = (SIMD2(0, ParityConstant.epsilon), SIMD2(0, ParityConstant.epsilon))
        var rowCounts = (0.0, 0.0)
        var signs = SIMD2<UInt64>.zero
        for index in 0..<pairCount {
            advance(lanes.0, index, left[0], left[step], &sums.0, &rowCounts.0, &signs)
            advance(lanes.1, index, right[0], right[step], &sums.1, &rowCounts.1, &signs)
            left += 2 &* step
            right += 2 &* step
        }
        return signs.y >> 63 == 1
    }

    /// Two bins of one leaf. Rows are rounded as by `roundedToInt`, which for what is not negative is rounding down:
    /// adding 2^52 rounds to a whole number, one too high is then taken back.
    @inline(__always)
    private static func advance(
        _ lane: Lane, _ index: Int, _ first: SIMD2<Double>, _ second: SIMD2<Double>, _ sum: inout SIMD2<Double>,
        _ rowCount: inout Double, _ signs: inout SIMD2<UInt64>
    ) {
        sum += first
        lane.scratch.sums[2 &* index] = sum
        sum += second
        lane.scratch.sums[2 &* index &+ 1] = sum
        signs |= unsafeBitCast(first, to: SIMD2<UInt64>.self) | unsafeBitCast(second, to: SIMD2<UInt64>.self)
        let moved = SIMD2(first.y, second.y) * lane.rowsPerHessian + 0.5
        var rows = (moved + 0x1p52) - 0x1p52
        rows -= SIMD2<Double>.zero.replacing(with: 1, where: rows .> moved)
        let both = rowCount + (rows.x + rows.y)
        lane.rowCounts[index] = SIMD2(rowCount + rows.x, both)
        rowCount = both
    }

    /// Which of the bins gone over leave both sides what they must have. Sums and counts only grow, so these are
    /// neighbours.
    static func validRange(_ lane: Lane, _ pass: Pass, count: Int) -> Range<Int> {
        let sums = lane.scratch.sums
        let rowCounts = UnsafeMutableRawPointer(lane.rowCounts).assumingMemoryBound(to: Double.self)
        let (rowCountMin, rowCountMax) = (Double(pass.minDataInLeaf), Double(pass.rowCount - pass.minDataInLeaf))
        var (low, high) = (0, 0)
        var step = 1 << (Int.bitWidth - count.leadingZeroBitCount)
        while step > 0 {
            let first = low &+ step &- 1
            if first < count, rowCounts[first] < rowCountMin || sums[first].y < pass.minSumHessian { low &+= step }
            let last = high &+ step &- 1
            if last < count, !(rowCounts[last] > rowCountMax || pass.total.y - sums[last].y < pass.minSumHessian) {
                high &+= step
            }
            step &>>= 1
        }
        return low..<max(low, high)
    }

    /// Writes down every candidate that meets the limits, in the order of the scan. Returns their number.
    ///
    /// Empty bins repeat the candidate before them, which is never strictly better, so they are overwritten.
    static func collect(_ histogram: UnsafePointer<SIMD2<Double>>, _ pass: Pass, into scratch: ScanScratch) -> Int {
        let sums = scratch.sums
        let marks = scratch.marks
        let total = pass.total
        let rowCountMax = pass.rowCount &- pass.minDataInLeaf
        var side = pass.start
        var rowCount = pass.startCount
        var count = 0
        var bin = pass.first
        var rest = (pass.last &- pass.first) &* pass.step &+ 1
        if pass.startBin >= 0, rowCount >= pass.minDataInLeaf, side.y >= pass.minSumHessian {
            if rowCount > rowCountMax || total.y - side.y < pass.minSumHessian { return 0 }
            sums[0] = side
            marks[0] = rowCount &<< 16 &+ pass.startBin
            count = 1
        }
        while rest > 0 {
            let here = bin
            bin &+= pass.step
            rest &-= 1
            if here == pass.skipped { continue }
            let sum = histogram[here]
            side += sum
            rowCount &+= roundedToInt(sum.y * pass.rowsPerHessian)
            if rowCount < pass.minDataInLeaf || side.y < pass.minSumHessian { continue }
            if rowCount > rowCountMax || total.y - side.y < pass.minSumHessian { break }
            sums[count] = side
            marks[count] = rowCount &<< 16 &+ here
            count &+= sum == .zero ? 0 : 1
        }
        return count
    }

    /// Gains of all candidates in Float, and the largest.
    ///
    /// Float takes a third of the divisions' time; candidates near the largest are then weighed exactly.
    static func estimate(
        _ count: Int, from start: Int = 0, total: SIMD2<Double>, lambda: Double, in scratch: ScanScratch
    ) -> Float {
        let sums = scratch.sums + start
        let penalty = SIMD4<Float>(repeating: Float(lambda))
        for index in count..<(count &+ 3) { sums[index] = sums[count &- 1] }
        var best = SIMD4<Float>(repeating: -.infinity)
        var index = 0
        while index < count {
            let first = quotients(sums[index], sums[index &+ 1], total, penalty)
            let second = quotients(sums[index &+ 2], sums[index &+ 3], total, penalty)
            let all = SIMD8(lowHalf: first, highHalf: second)
            let gains = all.evenHalf + all.oddHalf
            scratch.estimates[index &>> 2] = gains
            best.replace(with: gains, where: gains .> best)
            index &+= 4
        }
        return max(max(best.x, best.y), max(best.z, best.w))
    }

    /// G^2 / (H + lambda) of both sides of two candidates.
    @inline(__always)
    private static func quotients(
        _ first: SIMD2<Double>, _ second: SIMD2<Double>, _ total: SIMD2<Double>, _ penalty: SIMD4<Float>
    ) -> SIMD4<Float> {
        let sides = SIMD8(
            lowHalf: SIMD4(lowHalf: SIMD2<Float>(first), highHalf: SIMD2<Float>(total - first)),
            highHalf: SIMD4(lowHalf: SIMD2<Float>(second), highHalf: SIMD2<Float>(total - second)))
        return sides.evenHalf * sides.evenHalf / (sides.oddHalf + penalty)
    }

    /// The first of the candidates with the largest gain above `shift`, of those whose estimate is at least `bound`;
    /// -1 when there is none.
    static func best(
        _ count: Int, from start: Int = 0, total: SIMD2<Double>, lambda: Double, shift: Double, bound: Float,
        in scratch: ScanScratch
    ) -> (index: Int, gain: Double) {
        let sums = scratch.sums + start
        let bounds = SIMD4<Float>(repeating: bound)
        var best = (index: -1, gain: shift)
        var block = 0
        while block &* 4 < count {
            let isNear = scratch.estimates[block] .>= bounds
            if any(isNear) {
                for lane in 0..<4 where isNear[lane] && block &* 4 &+ lane < count {
                    let side = sums[block &* 4 &+ lane]
                    let other = total - side
                    let gradients = SIMD2(side.x, other.x)
                    let gains = gradients * gradients / (SIMD2(side.y, other.y) + SIMD2(repeating: lambda))
                    let gain = gains.x + gains.y
                    if gain > best.gain { best = (block &* 4 &+ lane, gain) }
                }
            }
            block &+= 1
        }
        return best
    }
}
