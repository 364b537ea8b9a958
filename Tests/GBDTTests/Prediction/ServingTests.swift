import Testing

@testable import GBDT

/// Goal: every kernel, on every instruction set that the machine has, scores rows as the plain forest does, to the last
/// bit. Method: random trees with every kind of node, rows on, beside and far from their thresholds.
struct ServingTests {
    private static let columnCount = 6
    private static let thresholds: [Double] = [
        .infinity, -.infinity, 0, -0.0, 1.5, 1.5.nextUp, 0.1, 0.1.nextUp, -2, ParityConstant.zeroThreshold,
        -ParityConstant.zeroThreshold, 1e300, -1e300,
        .greatestFiniteMagnitude, .leastNonzeroMagnitude, Double(Float.leastNonzeroMagnitude) / 3,
    ]

    /// The shapes of tests that columns are used for; a column of trees has one.
    enum Shape: CaseIterable {
        case plain, missing, zeroMissing, categorical
    }

    private func tree(
        leafCount: Int, shapes: [Shape], thresholds: [Double], using generator: inout SeededGenerator
    ) -> Tree {
        var tree = Tree(rootValue: .random(in: -1...1, using: &generator), rowCount: 1)
        while tree.leafCount < leafCount {
            func sums() -> LeafSums {
                LeafSums(gradient: 0, hessian: 1, rowCount: 1, output: .random(in: -1...1, using: &generator))
            }
            let (left, right) = (sums(), sums())
            let column = Int.random(in: 0..<Self.columnCount, using: &generator)
            var threshold = thresholds.randomElement(using: &generator) ?? 0
            var decision: Tree.Decision
            switch shapes[column % shapes.count] {
            case .plain: decision = .init(defaultLeft: .random(using: &generator), missing: .none)
            case .missing: decision = .init(defaultLeft: .random(using: &generator), missing: .nan)
            case .zeroMissing: decision = .init(defaultLeft: .random(using: &generator), missing: .zero)
            case .categorical:
                let categories = (0..<4).map { _ in Int32.random(in: 0..<70, using: &generator) }
                threshold = tree.addCategorySet(categories)
                decision = .init(categoricalMissing: .nan)
            }
            tree.split(
                leaf: Int.random(in: 0..<tree.leafCount, using: &generator), column: column, threshold: threshold,
                decision: decision, gain: 1, left: left, right: right, leftCount: 1, rightCount: 1)
        }
        return tree
    }

    private func rows(_ count: Int, thresholds: [Double], using generator: inout SeededGenerator) -> [Double] {
        let near = thresholds.prefix(40).flatMap { [$0, $0.nextUp, $0.nextDown, Double(Float($0))] }
        let odd: [Double] = [.nan, -.nan, 3, -3, 69, 70, 5.9, -0.9, -1, 2e9, 3e9, .infinity, -.infinity, 1e-36]
        return (0..<count * Self.columnCount).map { _ in
            (Bool.random(using: &generator) ? near : odd).randomElement(using: &generator) ?? 0
        }
    }

    private func check(_ trees: [Tree], outputCount: Int, rows: [Double], kernel: ServingPlan.Kernel) throws {
        let rowCount = rows.count / Self.columnCount
        let flat = FlatForest(trees)
        let iterations = trees.count / outputCount
        for instructionSet in InstructionSet.allCases where instructionSet <= .detected {
            let server = ForestServer(
                trees, columnCount: Self.columnCount, outputCount: outputCount, instructionSet: instructionSet)
            #expect(server.plan.batch == kernel, "\(server.plan)")
            for values in [rows, rows.map { Double(Float($0)) }] {
                func expected(_ iterations: Range<Int>) -> [Double] {
                    (0..<rowCount).flatMap { row in
                        flat.scores(
                            values.span.extracting(row * Self.columnCount..<(row + 1) * Self.columnCount),
                            iterations: iterations, outputCount: outputCount, stopping: nil)
                    }
                }
                let all = expected(0..<iterations)
                let floats = values.map { Float($0) }
                let areFloats = zip(values, floats).allSatisfy { $0.0.isNaN || Double($0.1) == $0.0 }
                if outputCount == 1 {
                    for row in 0..<rowCount {
                        let place = row * Self.columnCount..<(row + 1) * Self.columnCount
                        #expect(server.score(values.span.extracting(place)) == all[row])
                        if areFloats { #expect(server.score(floats.span.extracting(place)) == all[row]) }
                    }
                }
                let batch = BatchPredictor(server: server, pool: WorkerPool(threadCount: 2))
                let columns = (0..<Self.columnCount).flatMap { column in
                    (0..<rowCount).map { values[$0 * Self.columnCount + column] }
                }
                let (count, width) = (rowCount, Self.columnCount)
                var matrices = [
                    try FeatureMatrix(rowCount: count, columnCount: width, rowMajor: values),
                    try FeatureMatrix(rowCount: count, columnCount: width, columnMajor: columns),
                ]
                if areFloats {
                    matrices.append(try FeatureMatrix(rowCount: count, columnCount: width, rowMajor: floats))
                }
                for matrix in matrices {
                    // Not arrays: what a failure prints stays short.
                    let isEqual = batch.rawScores(matrix, iterations: 0..<iterations, stopping: nil) == all
                    #expect(isEqual)
                    let part = iterations / 3..<iterations
                    let isPartEqual = batch.rawScores(matrix, iterations: part, stopping: nil) == expected(part)
                    #expect(isPartEqual)
                    let leaves = BatchKernels.leafIndices(
                        matrix, server, iterations: part, pool: WorkerPool(threadCount: 2))
                    let areLeavesEqual =
                        leaves
                        == (0..<rowCount).flatMap { row in
                            let values = values.span.extracting(row * width..<(row + 1) * width)
                            return (part.lowerBound * outputCount..<part.upperBound * outputCount).map {
                                flat.leaf(ofTree: $0, values) - flat.firstLeaves[$0]
                            }
                        }
                    #expect(areLeavesEqual)
                }
            }
        }
    }

    @Test(arguments: [1, 2, 31, 32, 33, 65], [2, 16, 17, 32, 33, 64, 65, 255])
    func everyKindOfNodeScoresAsInThePlainForest(_ treeCount: Int, _ leafCount: Int) throws {
        var generator = SeededGenerator(seed: UInt64(treeCount * 1000 + leafCount))
        let trees = (0..<treeCount).map { index in
            tree(
                leafCount: index == 0 ? leafCount : Int.random(in: 1...leafCount, using: &generator),
                shapes: Shape.allCases, thresholds: Self.thresholds, using: &generator)
        }
        let hasManySets =
            Set(
                trees.flatMap { tree in
                    tree.splitFeature.indices.filter { tree.decision[$0].isCategorical }.map { tree.categories(of: $0) }
                }
            ).count > 300
        // Whether many sets are too many for blocks of rows is another test's question.
        if hasManySets { return }
        try check(
            trees, outputCount: 1, rows: rows(70, thresholds: Self.thresholds, using: &generator),
            kernel: .rankPlanes)
    }

    @Test func moreThresholdsThanAByteHoldsAreSeveralSlots() throws {
        var generator = SeededGenerator(seed: 5)
        let thresholds = (0..<900).map { Double($0) / 7 } + [.infinity]
        let trees = (0..<90).map { _ in
            tree(leafCount: 63, shapes: [.missing, .plain], thresholds: thresholds, using: &generator)
        }
        let slots = try #require(RankSlots(trees))
        #expect(slots.numeric.map(\.thresholds.count).max() == RankSlots.thresholdsMax)
        try check(
            trees, outputCount: 1, rows: rows(130, thresholds: thresholds, using: &generator), kernel: .rankPlanes)
    }

    @Test(arguments: [2, 3]) func severalOutputsKeepTheirTrees(_ outputCount: Int) throws {
        var generator = SeededGenerator(seed: 6)
        let trees = (0..<outputCount * 34).map { _ in
            tree(leafCount: 20, shapes: [.missing], thresholds: Self.thresholds, using: &generator)
        }
        try check(
            trees, outputCount: outputCount, rows: rows(65, thresholds: Self.thresholds, using: &generator),
            kernel: .rankPlanes)
    }

    @Test func manySetsOfCategoriesAreScoredRowByRow() throws {
        var generator = SeededGenerator(seed: 7)
        let trees = (0..<40).map { _ in
            tree(leafCount: 32, shapes: [.categorical], thresholds: Self.thresholds, using: &generator)
        }
        let kernel: ServingPlan.Kernel = InstructionSet.detected == .v4 ? .rankPermute : .plainWalk
        let server = ForestServer(
            trees, columnCount: Self.columnCount, outputCount: 1, instructionSet: .detected)
        #expect(server.plan.batch == kernel)
        let rows = rows(100, thresholds: Self.thresholds, using: &generator)
        let matrix = try FeatureMatrix(rowCount: 100, columnCount: Self.columnCount, rowMajor: rows)
        let scores = BatchPredictor(server: server, pool: WorkerPool(threadCount: 1)).rawScores(
            matrix, iterations: 0..<40, stopping: nil)
        for row in 0..<100 {
            let values = rows.span.extracting(row * Self.columnCount..<(row + 1) * Self.columnCount)
            #expect(
                scores[row] == server.flat.scores(values, iterations: 0..<40, outputCount: 1, stopping: nil)[0])
        }
    }

    @Test func modelsThatRanksDoNotSuitAreWalked() throws {
        var generator = SeededGenerator(seed: 8)
        let large = tree(leafCount: 300, shapes: [.missing], thresholds: Self.thresholds, using: &generator)
        let server = ForestServer(
            [large], columnCount: Self.columnCount, outputCount: 1, instructionSet: .detected)
        #expect(server.plan.singleRow == .interleavedWalk && server.plan.batch == .interleavedWalk)
        #expect(server.plan.slotCount == 0)
        var unordered = Tree(rootValue: 0, rowCount: 1)
        unordered = tree(leafCount: 9, shapes: [.plain], thresholds: [.nan], using: &generator)
        #expect(RankSlots([unordered]) == nil)
    }

    @Test func aModelWithoutTreesScoresZero() throws {
        try check([], outputCount: 1, rows: [Double](repeating: 1, count: Self.columnCount * 3), kernel: .rankPlanes)
    }

    @Test func theInstructionSetIsAtMostTheMachines() throws {
        let server = ForestServer([], columnCount: 1, outputCount: 1, instructionSet: .v4)
        #expect(server.instructionSet == .detected)
        #expect(server.plan.instructionSet <= .detected)
    }

    @Test func aRowThatChangesALittleScoresAsAWholeRow() throws {
        var generator = SeededGenerator(seed: 9)
        let trees = (0..<20).map { _ in
            tree(leafCount: 20, shapes: Shape.allCases, thresholds: Self.thresholds, using: &generator)
        }
        let header = ModelHeader(
            featureNames: (0..<Self.columnCount).map { "f\($0)" },
            featureInfos: [String](repeating: "none", count: Self.columnCount))
        let booster = try Booster(header: header, trees: trees, bestIteration: nil)
        for instructionSet in InstructionSet.allCases {
            let booster = booster.served(on: instructionSet)
            var row = rows(1, thresholds: Self.thresholds, using: &generator)
            var predictor = IncrementalPredictor(booster, row: row.span)
            for _ in 0..<300 {
                var changed: UInt64 = 0
                for _ in 0..<Int.random(in: 0..<4, using: &generator) {
                    let column = Int.random(in: 0..<Self.columnCount, using: &generator)
                    row[column] = rows(1, thresholds: Self.thresholds, using: &generator)[0]
                    changed |= 1 << UInt64(column)
                }
                let mask = [changed]
                predictor.update(row.span, changed: mask.span)
                let (score, prediction) = (predictor.rawScore(), predictor.predict())
                #expect(score == booster.rawScore(row.span))
                #expect(prediction == booster.predict(row.span))
            }
        }
    }
}
