import Testing

@testable import GBDT

/// Goal: the best split of a histogram that can be checked by hand, and properties every split must have.
struct NumericSplitFinderTests {
    private func finder(_ change: (inout TrainingParameters) -> Void = { _ in }) -> NumericSplitFinder {
        var parameters = TrainingParameters()
        parameters.minDataInLeaf = 1
        change(&parameters)
        return NumericSplitFinder(parameters)
    }

    private func leaf(_ histogram: [SIMD2<Double>]) -> LeafSums {
        let total = histogram.reduce(.zero, +)
        return LeafSums(gradient: total.x, hessian: total.y, rowCount: Int(total.y), output: 0)
    }

    private func search(
        _ histogram: [SIMD2<Double>], missing: BinMapper.Missing = .none, defaultBin: Int = 0, mostFrequentBin: Int = 1,
        _ finder: NumericSplitFinder
    ) -> (split: SplitInfo?, isSplittable: Bool) {
        let layout = BinLayout(
            count: histogram.count, missing: missing, defaultBin: defaultBin, mostFrequentBin: mostFrequentBin)
        return finder.bestSplit(
            in: histogram.span, layout: layout, query: SplitQuery(feature: 3, leaf: leaf(histogram)))
    }

    private let step: [SIMD2<Double>] = [SIMD2(-4, 4), SIMD2(-4, 4), SIMD2(4, 4), SIMD2(4, 4)]

    @Test func aStepIsCutWhereItRises() throws {
        let split = try #require(search(step, finder()).split)
        #expect(split.threshold == 1)
        #expect(split.feature == 3)
        #expect(split.defaultLeft)
        // (-8)^2 / 8 + 8^2 / 8 - 0^2 / 16
        #expect(abs(split.gain - 16) < 1e-9)
        #expect(abs(split.left.output - 1) < 1e-9 && abs(split.right.output + 1) < 1e-9)
        #expect(split.left.rowCount == 8 && split.right.rowCount == 8)
    }

    @Test func splitIsRefusedWhenEitherChildIsTooSmall() {
        #expect(search(step, finder { $0.minDataInLeaf = 9 }).split == nil)
        #expect(search(step, finder { $0.minSumHessianInLeaf = 8.5 }).split == nil)
        #expect(search(step, finder { $0.minDataInLeaf = 8 }).split != nil)
    }

    @Test func splitIsRefusedWhenItGainsTooLittle() {
        let refused = search(step, finder { $0.minGainToSplit = 16.1 })
        #expect(refused.split == nil && !refused.isSplittable)
        #expect(search(step, finder { $0.minGainToSplit = 15.9 }).split != nil)
    }

    @Test func aFlatHistogramIsNotSplittable() {
        #expect(!search(Array(repeating: SIMD2(0, 2), count: 5), finder()).isSplittable)
    }

    @Test func penaltiesShrinkOutputs() throws {
        let ridge = try #require(search(step, finder { $0.lambdaL2 = 8 }).split)
        #expect(abs(ridge.left.output - 0.5) < 1e-9)
        let lasso = try #require(search(step, finder { $0.lambdaL1 = 4 }).split)
        #expect(abs(lasso.left.output - 0.5) < 1e-9)
        let clipped = try #require(search(step, finder { $0.maxDeltaStep = 0.25 }).split)
        #expect(clipped.left.output == 0.25 && clipped.right.output == -0.25)
        let smoothed = try #require(search(step, finder { $0.pathSmooth = 8 }).split)
        #expect(abs(smoothed.left.output - 0.5) < 1e-9)
    }

    @Test func missingValuesGoToTheSideTheyResemble() throws {
        let low = try #require(search(step + [SIMD2(-6, 6)], missing: .nan, finder()).split)
        #expect(low.threshold == 1 && low.defaultLeft)
        let high = try #require(search(step + [SIMD2(6, 6)], missing: .nan, finder()).split)
        #expect(high.threshold == 1 && !high.defaultLeft)
    }

    @Test func missingValuesMayBeAllThatIsSplitOff() throws {
        let histogram: [SIMD2<Double>] = [SIMD2(1, 4), SIMD2(1, 4), SIMD2(1, 4), SIMD2(-8, 4)]
        let split = try #require(search(histogram, missing: .nan, finder()).split)
        #expect(split.threshold == 2 && !split.defaultLeft)
    }

    @Test func missingValuesMayBeOnTheRightThoughBinZeroIsNotStored() throws {
        // Bin 0 is the most frequent one; what stands there must not be read.
        var histogram: [SIMD2<Double>] = [SIMD2(-8, 8), SIMD2(2, 2), SIMD2(3, 3), SIMD2(3, 3)]
        let leaf = leaf(histogram)
        histogram[0] = SIMD2(.nan, .nan)
        let layout = BinLayout(count: 4, missing: .nan, defaultBin: 0, mostFrequentBin: 0)
        let split = try #require(
            finder().bestSplit(in: histogram.span, layout: layout, query: SplitQuery(feature: 0, leaf: leaf)).split)
        #expect(split.threshold == 0 && !split.defaultLeft)
        #expect(abs(split.left.gradient + 8) < 1e-9)
    }

    @Test func equalGainsKeepTheHigherThreshold() throws {
        let histogram: [SIMD2<Double>] = [SIMD2(-4, 4), SIMD2(0, 0), SIMD2(0, 0), SIMD2(4, 4)]
        #expect(search(histogram, finder()).split?.threshold == 2)
    }

    @Test func theBestOfRandomHistogramsIsFoundAndItsChildrenAddUp() throws {
        var generator = SeededGenerator(seed: 11)
        for round in 0..<200 {
            let histogram = (0..<Int.random(in: 2...30, using: &generator)).map { _ in
                SIMD2(Double.random(in: -5...5, using: &generator), Double(Int.random(in: 0...6, using: &generator)))
            }
            let total = leaf(histogram)
            let penalty = Double(round % 3)
            let found = search(histogram, finder { $0.lambdaL2 = penalty }).split
            var best = total.gradient * total.gradient / (total.hessian + penalty)
            let own = best
            var left = SIMD2<Double>.zero
            for bin in histogram.dropLast() {
                left += bin
                let right = SIMD2(total.gradient, total.hessian) - left
                guard left.y >= 1, right.y >= 1 else { continue }
                let gain = left.x * left.x / (left.y + penalty) + right.x * right.x / (right.y + penalty)
                best = max(best, gain)
            }
            #expect(abs((found?.gain ?? 0) - (best - own)) < 1e-9)
            guard let found else { continue }
            #expect(abs(found.left.gradient + found.right.gradient - total.gradient) < 1e-9)
            #expect(abs(found.left.hessian + found.right.hessian - total.hessian) < 1e-9)
            #expect(found.left.rowCount + found.right.rowCount == total.rowCount)
        }
    }

    /// Histograms as trainings have them: empty bins, ties, whole hessians or not, missing values or none.
    private func randomHistogram(_ generator: inout SeededGenerator) -> [SIMD2<Double>] {
        let isWhole = Bool.random(using: &generator)
        let emptyShare = [0, 0.3, 0.9].randomElement(using: &generator)!
        return (0..<Int.random(in: 1...70, using: &generator)).map { _ in
            if Double.random(in: 0..<1, using: &generator) < emptyShare { return .zero }
            return isWhole
                ? SIMD2(
                    Double(Int.random(in: -2...2, using: &generator)), Double(Int.random(in: 0...3, using: &generator)))
                : SIMD2(.random(in: -3...3, using: &generator), .random(in: -1e-17...4, using: &generator))
        }
    }

    @Test(arguments: [BinMapper.Missing.none, .zero, .nan])
    func candidatesWeighedTogetherGiveTheSameSplitAsOneAfterTheOther(_ missing: BinMapper.Missing) {
        var generator = SeededGenerator(seed: 23)
        var splitCount = 0
        for round in 0..<3_000 {
            let histogram = randomHistogram(&generator)
            let finder = finder {
                $0.lambdaL2 = Double(round % 3)
                $0.minDataInLeaf = round % 5
                $0.minSumHessianInLeaf = round % 7 == 0 ? 2 : 1e-3
            }
            let bins = histogram.indices
            let layout = BinLayout(
                count: histogram.count, missing: missing, defaultBin: bins.randomElement(using: &generator)!,
                mostFrequentBin: bins.randomElement(using: &generator)!)
            var sums = leaf(histogram)
            // Sums far beyond and far below what Float holds must not matter.
            let scale = [1, 1, 1e-30, 1e30].randomElement(using: &generator)!
            sums.gradient *= scale
            let query = SplitQuery(feature: 0, leaf: sums)
            let scaled = histogram.map { SIMD2($0.x * scale, $0.y) }
            let slow = finder.bestSplit(in: scaled.span, layout: layout, query: query)
            let fast = ScanScratch.with(binCount: histogram.count) {
                finder.bestSplit(in: scaled.span, layout: layout, query: query, scratch: $0)
            }
            #expect(fast.split == slow.split && fast.isSplittable == slow.isSplittable)
            splitCount += slow.split == nil ? 0 : 1
        }
        #expect(splitCount > 500)
    }

    @Test(arguments: [BinMapper.Missing.none, .zero, .nan])
    func leavesSearchedSideBySideGiveTheSameSplits(_ missing: BinMapper.Missing) throws {
        var generator = SeededGenerator(seed: 29)
        var pairCount = 0
        for round in 0..<3_000 {
            let finder = finder {
                $0.lambdaL2 = Double(round % 3)
                $0.minDataInLeaf = 1 + round % 5
                $0.minSumHessianInLeaf = round % 7 == 0 ? 2 : 1e-3
            }
            let first = randomHistogram(&generator)
            let second = first.map { SIMD2($0.x + Double.random(in: -1...1, using: &generator), abs($0.y) * 2) }
            let layout = BinLayout(
                count: first.count, missing: missing, defaultBin: first.indices.randomElement(using: &generator)!,
                mostFrequentBin: first.indices.randomElement(using: &generator)!)
            let queries = [first, second].map { SplitQuery(feature: 0, leaf: leaf($0)) }
            let passes = ScanScratch.withPair(binCount: first.count) {
                finder.pairPasses(
                    (first.span, second.span), layout, (queries[0], queries[1]), scratch: $0)
            }
            for (histogram, query, passes) in [(first, queries[0], passes.0), (second, queries[1], passes.1)] {
                guard let passes else { continue }
                pairCount += 1
                let slow = finder.bestSplit(in: histogram.span, layout: layout, query: query)
                let fast = finder.bestSplit(in: histogram.span, layout: layout, query: query, passes: passes)
                #expect(fast.split == slow.split && fast.isSplittable == slow.isSplittable)
            }
        }
        #expect(missing == .zero ? pairCount == 0 : pairCount > 2_000)
    }
}
