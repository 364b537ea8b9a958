import Testing

@testable import GBDT

/// Goal: however columns are laid out and shared among threads, histograms are those of a plain loop over the rows,
/// bit for bit, and so are the splits found.
struct LeafPairSweepTests {
    /// Enough that threads share a third of the rows where sums are exact, and too few for that in a hundredth.
    private static let rowCount = 60_000

    /// One-hot columns that share bytes, dense columns with and without missing values, one of more than 256 bins.
    private func data(_ parameters: TrainingParameters) throws -> Dataset {
        var generator = SeededGenerator(seed: 17)
        var values: [Double] = []
        for row in 0..<Self.rowCount {
            let category = Int.random(in: 0..<6, using: &generator)
            values += (0..<6).map { $0 == category ? Double(Int.random(in: 1...9, using: &generator)) : 0 }
            for column in 0..<37 {
                let isMissing = column % 5 == 0 && Int.random(in: 0..<10, using: &generator) == 0
                values.append(isMissing ? .nan : Double(Int.random(in: -column...column, using: &generator)))
            }
            values.append(Double((row * 7_919) % 1_500))
        }
        let matrix = try FeatureMatrix(rowCount: Self.rowCount, columnCount: 44, rowMajor: values)
        return try Dataset(matrix, labels: values.prefix(Self.rowCount).map { _ in 0 }, parameters: parameters)
    }

    private func naive(
        _ feature: FeatureTable.Feature, _ bins: BinnedMatrix, _ rows: [Int], _ gradients: [SIMD2<Float>],
        _ total: SIMD2<Double>
    ) -> [SIMD2<Double>] {
        var sums = [SIMD2<Double>](repeating: .zero, count: feature.bins.count)
        for row in rows { sums[bins.bin(row: row, column: feature.column)] += SIMD2<Double>(gradients[row]) }
        if case .bundled = feature.place { sums[feature.bins.mostFrequentBin] = .zero }
        guard feature.bins.mostFrequentBin > 0 else { return sums }
        sums[feature.bins.mostFrequentBin] = .zero
        sums[feature.bins.mostFrequentBin] = sums.reduce(total) { $0 - $1 }
        return sums
    }

    private func side(
        _ table: FeatureTable, _ total: SIMD2<Double>, rowCount: Int, _ histogram: Histogram
    ) -> LeafPairSweep.Side {
        let sums = LeafSums(gradient: total.x, hessian: total.y, rowCount: rowCount, output: 0)
        return LeafPairSweep.Side(
            leaf: SearchedLeaf(sums: sums, bounds: nil, depth: 1), histogram: histogram,
            splittable: Array(repeating: true, count: table.features.count))
    }

    private func gradients(isExact: Bool, seed: UInt64) -> [SIMD2<Float>] {
        var generator = SeededGenerator(seed: seed)
        return (0..<Self.rowCount).map { _ in
            let pair = SIMD2<Float>(.random(in: -1...1, using: &generator), .random(in: 0.1...1, using: &generator))
            return isExact ? (pair * 4_096).rounded(.down) / 4_096 : pair
        }
    }

    @Test(
        arguments: [(1, false), (2, false), (2, true), (3, false), (3, true)],
        [(1.0, 1), (0.6, 1), (0.1, 1), (1.0, 3), (0.6, 3), (0.1, 3), (1.0, 100), (0.4, 100)])
    func histogramsAndSplitsAreThoseOfAPlainLoop(
        _ threads: (count: Int, areSumsExact: Bool), _ shares: (built: Double, rowsIn: Int)
    ) throws {
        var parameters = TrainingParameters()
        parameters.binCountMax = 400
        parameters.minDataInLeaf = 5
        let data = try data(parameters)
        let pool = WorkerPool(keeping: threads.count)
        let table = FeatureTable(data.bins, parameters: parameters, pool: pool)
        #expect(table.features.contains { if case .bundled = $0.place { true } else { false } })
        #expect(table.features.contains { if case .wide = $0.place { true } else { false } })
        let finder = FeatureSplitFinder(parameters)
        let sweep = LeafPairSweep(table: table, finder: finder, pool: pool)
        var generator = SeededGenerator(seed: UInt64(shares.built * 10))
        let gradients = gradients(isExact: threads.areSumsExact, seed: UInt64(shares.built * 10))
        let exactCount = ExactSums.countMax(gradients)
        #expect((exactCount >= Self.rowCount) == threads.areSumsExact)
        let smallRows = (0..<Self.rowCount).filter { _ in Int.random(in: 0..<shares.rowsIn, using: &generator) == 0 }
        #expect((smallRows.count > PanelKernels.blockRows) == (shares.rowsIn < 100))
        let isRoot = shares.rowsIn == 1
        let isSmall = Set(smallRows)
        let largeRows = (0..<Self.rowCount).filter { !isSmall.contains($0) }
        func total(_ rows: [Int]) -> SIMD2<Double> { rows.reduce(.zero) { $0 + SIMD2<Double>(gradients[$1]) } }
        let built = table.features.map { _ in Double.random(in: 0..<1, using: &generator) < shares.built }
        var parent = Histogram(size: table.histogramSize)
        for bin in parent.sums.indices { parent.sums[bin] = SIMD2(.random(in: 50...60, using: &generator), 900) }
        var smaller = side(
            table, total(smallRows), rowCount: smallRows.count, Histogram(size: table.histogramSize))
        var larger = isRoot ? nil : side(table, total(largeRows), rowCount: largeRows.count, parent)
        var generators: [ParityRandom] = []
        let numbers = (smallRows + largeRows).map(UInt32.init)
        sweep.run(
            .init(
                rows: numbers, range: 0..<smallRows.count, isEveryRow: isRoot, gradients: gradients,
                exactCount: exactCount),
            smaller: &smaller, larger: &larger, .init(built: built, searched: built), generators: &generators)
        var best: SplitInfo?
        for (index, feature) in table.features.enumerated() where built[index] {
            let place = feature.histogramStart..<feature.histogramStart + feature.bins.count
            let expected = naive(feature, data.bins, smallRows, gradients, total(smallRows))
            #expect(Array(smaller.histogram.sums[place]) == expected)
            if let larger {
                #expect(Array(larger.histogram.sums[place]) == zip(parent.sums[place], expected).map { $0 - $1 })
            }
            let found = finder.bestSplit(
                in: expected.span, feature: feature, index: index, leaf: smaller.leaf, random: nil)
            #expect(smaller.splittable[index] == found.isSplittable)
            if let split = found.split, split.isBetter(than: best) { best = split }
        }
        #expect(smaller.best == best)
    }
}
