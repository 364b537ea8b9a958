import Testing

@testable import GBDT

/// Goal: what must hold of every training, whatever LightGBM does.
/// Method: two trainings that an identity says are the same, or a look at every path of a trained tree.
struct TrainingPropertyTests {
    private static func parameters(_ change: (inout TrainingParameters) -> Void = { _ in }) -> TrainingParameters {
        var parameters = TrainingParameters()
        parameters.iterations = 8
        parameters.leafCountMax = 12
        parameters.minDataInLeaf = 5
        change(&parameters)
        return parameters
    }

    /// Few distinct values, so that every one has a bin of its own.
    private static let coarse = SampleData(rowCount: 400, levels: 12, seed: 3)
    /// Hardly a value twice, so that no two splits gain the same.
    private static let fine = SampleData(rowCount: 600, levels: 1_000_000, seed: 4)

    private static func bothAre(_ first: [Double], _ second: [Double]) -> Bool {
        first.count == second.count
            && zip(first, second).allSatisfy { abs($0 - $1) <= 1e-9 * max(1, abs($1)) }
    }

    /// One tree from 0: its gradients are multiples of 1/64, whose sums are exact in any order.
    @Test func theOrderOfRowsDoesNotMatter() throws {
        let parameters = Self.parameters {
            $0.iterations = 1
            $0.boostFromAverage = false
        }
        var generator = SeededGenerator(seed: 9)
        let shuffled = Self.coarse.picking(Array(0..<400).shuffled(using: &generator))
        let first = try Self.coarse.booster(parameters)
        let second = try shuffled.booster(parameters)
        #expect(first.trees[0].leafCount > 5)
        #expect(first.trees == second.trees)
    }

    /// Identity: two equal rows, or one of weight 2, have the same gradient sums. Limits on rows must not bind: one row
    /// per leaf and per bin is enough.
    @Test func aRowTwiceIsARowOfWeightTwo() throws {
        let parameters = Self.parameters {
            $0.minDataInLeaf = 1
            $0.minDataInBin = 1
        }
        let data = Self.coarse
        let twice = try data.picking((0..<400).flatMap { [$0, $0] }).booster(parameters)
        let weighted = try Booster.train(
            on: data.dataset(parameters, weights: Array(repeating: 2, count: 400)), parameters: parameters)
        let plain = try data.booster(
            Self.parameters {
                $0.minDataInLeaf = 40
                $0.minDataInBin = 1
            })
        let matrix = try data.matrix()
        let isSameAsWeighted = try Self.bothAre(twice.predict(matrix), weighted.predict(matrix))
        #expect(isSameAsWeighted)
        let isSameAsPlain = try Self.bothAre(twice.predict(matrix), plain.predict(matrix))
        #expect(!isSameAsPlain)
    }

    /// Trees see order alone; the sign is kept since 0 has a bin of its own.
    @Test func aMonotoneTransformOfAFeatureKeepsThePartitions() throws {
        var cubed = Self.coarse
        for index in cubed.values.indices where index % 5 == 1 {
            cubed.values[index] *= cubed.values[index] * cubed.values[index] * 8
        }
        let first = try Self.coarse.booster(Self.parameters())
        let second = try cubed.booster(Self.parameters())
        for row in 0..<400 {
            let (before, after) = (Self.coarse.row(row), cubed.row(row))
            #expect(first.leafIndices(before.span) == second.leafIndices(after.span))
        }
        #expect(first.trees.map(\.leafValue) == second.trees.map(\.leafValue))
        #expect(first.trees.map(\.threshold) != second.trees.map(\.threshold))
    }

    @Test func theOrderOfColumnsOnlyRenamesThem() throws {
        let places = [3, 0, 4, 1, 2]
        var moved = Self.fine
        moved.values = (0..<600).flatMap { row in places.map { Self.fine.values[row * 5 + $0] } }
        let first = try Self.fine.booster(Self.parameters())
        let second = try moved.booster(Self.parameters())
        #expect(first.trees.map(\.splitFeature) == second.trees.map { $0.splitFeature.map { places[$0] } })
        #expect(first.trees.map(\.threshold) == second.trees.map(\.threshold))
        #expect(first.trees.map(\.leafValue) == second.trees.map(\.leafValue))
    }

    enum Kind: CaseIterable {
        case plain, categorical, multiclass, goss, dart, forest, monotone, extraTrees, linear, quantized

        func apply(to parameters: inout TrainingParameters) {
            switch self {
            case .plain, .categorical: break
            case .multiclass:
                parameters.objective = .multiclass
                parameters.classCount = 3
            case .goss:
                parameters.rowSampling = .goss
                parameters.learningRate = 0.5
            case .dart:
                parameters.boosting = .dart
                parameters.skipDrop = 0
            case .forest:
                parameters.boosting = .randomForest
                parameters.baggingFraction = 0.5
                parameters.baggingFrequency = 1
            case .monotone:
                parameters.monotoneConstraints = [1, 0, 0, -1, 0]
                parameters.monotoneMethod = .intermediate
            case .extraTrees: parameters.extraTrees = true
            case .linear: parameters.linearTree = true
            case .quantized: parameters.usesQuantizedGradients = true
            }
        }
    }

    @Test(arguments: Kind.allCases) func threadsDoNotChangeAByte(_ kind: Kind) throws {
        var data = SampleData(rowCount: 3_000, levels: 40, missingShare: 0.1, seed: 6)
        if kind == .multiclass { data.labels = data.labels.map { $0 < -0.3 ? 0 : $0 < 0.5 ? 1 : 2 } }
        if kind == .categorical {
            for index in data.values.indices where index % 5 < 2 { data.values[index] = abs(data.values[index] * 40) }
        }
        func trees(threads: Int) throws -> [Tree] {
            let parameters = Self.parameters {
                $0.threadCount = threads
                $0.iterations = 5
                kind.apply(to: &$0)
            }
            let dataset = try Dataset(
                data.matrix(), labels: data.labels, categoricalColumns: kind == .categorical ? [0, 1] : [],
                parameters: parameters)
            return try Booster.train(on: dataset, parameters: parameters).trees
        }
        let one = try trees(threads: 1)
        #expect(one.contains { $0.leafCount > 2 })
        let single = one
        let triple = try trees(threads: 3)
        #expect(single == triple)
    }

    /// Enough rows to be shared; where sums are exact and where not is told by `LeafPairSweepTests`.
    @Test(arguments: [ObjectiveKind.binary, .regression]) func threadsThatShareRowsDoNotChangeAByte(
        _ objective: ObjectiveKind
    ) throws {
        var data = SampleData(rowCount: 40_000, levels: 3_000, missingShare: 0.1, seed: 8)
        if objective == .binary { data.labels = data.labels.map { $0 < 0.1 ? 0 : 1 } }
        func trees(threads: Int) throws -> [Tree] {
            let parameters = Self.parameters {
                $0.objective = objective
                $0.threadCount = threads
                $0.iterations = 4
                $0.leafCountMax = 31
            }
            return try Booster.train(
                on: Dataset(data.matrix(), labels: data.labels, parameters: parameters), parameters: parameters
            ).trees
        }
        let one = try trees(threads: 1)
        #expect(one.allSatisfy { $0.leafCount > 20 })
        for threads in [2, 3, 4] { #expect(try trees(threads: threads) == one) }
    }
}

extension TrainingPropertyTests {
    @Test(arguments: [MonotoneMethod.basic, .intermediate], [1, 2, 3] as [UInt64])
    func constrainedModelsAreMonotone(_ method: MonotoneMethod, _ seed: UInt64) throws {
        var data = SampleData(rowCount: 800, levels: 500, seed: seed)
        // A wave that no monotone function can follow.
        for row in 0..<800 where Int(data.values[row * 5] * 10) % 2 == 0 { data.labels[row] += 1 }
        let directions = [1, -1, 0, 1, 0]
        let parameters = Self.parameters {
            $0.iterations = 20
            $0.leafCountMax = 31
            $0.monotoneConstraints = directions
            $0.monotoneMethod = method
        }
        let booster = try data.booster(parameters)
        #expect(booster.importance(.splits)[0] > 0)
        var generator = SeededGenerator(seed: seed)
        for row in 0..<200 {
            for column in [0, 1, 3] {
                var low = data.row(row)
                var high = low
                high[column] = low[column] + Float.random(in: 0..<2, using: &generator)
                low[column] -= Float.random(in: 0..<1, using: &generator)
                let rise = booster.rawScore(high.span) - booster.rawScore(low.span)
                #expect(rise * Double(directions[column]) >= -1e-12)
            }
        }
    }

    @Test(arguments: [1.0, 0.5]) func interactionSetsHoldOnEveryPath(_ nodeFraction: Double) throws {
        let sets = [[0, 1], [1, 2, 3], [4]]
        let parameters = Self.parameters {
            $0.interactionConstraints = sets
            $0.featureFractionByNode = nodeFraction
        }
        let booster = try Self.fine.booster(parameters)
        var longest = 0
        for path in booster.trees.flatMap(Self.paths) {
            longest = max(longest, path.count)
            #expect(sets.contains { path.isSubset(of: $0) })
        }
        #expect(longest > 1)
    }

    @Test func forcedSplitsStandAtTheTop() throws {
        let forced = ForcedSplit(
            column: 1, threshold: 0.25, left: ForcedSplit(column: 0, threshold: 0.2),
            right: ForcedSplit(column: 2, threshold: -0.5))
        let booster = try Self.fine.booster(
            Self.parameters {
                $0.forcedSplits = forced
                $0.iterations = 1
            })
        let tree = booster.trees[0]
        #expect(tree.splitFeature.prefix(3) == [1, 0, 2])
        #expect(tree.leftChild[0] == 1 && tree.rightChild[0] == 2)
        for (bound, asked) in zip(tree.threshold, [0.25, 0.2, -0.5]) { #expect(abs(bound - asked) < 0.05) }
        #expect(tree.leafCount > 4)
    }

    @Test func extraTreesDifferBySeedAlone() throws {
        func trees(_ seed: Int) throws -> [Tree] {
            try Self.fine.booster(
                Self.parameters {
                    $0.extraTrees = true
                    $0.extraSeed = seed
                }
            ).trees
        }
        let once = try trees(1)
        let again = try trees(1)
        #expect(once == again)
        let seeded = try trees(1)
        let otherwise = try trees(2)
        #expect(seeded != otherwise)
    }

    @Test func wideBinsGiveWholeTrees() throws {
        let booster = try Self.fine.booster(
            Self.parameters {
                $0.binCountMax = 1_000
                $0.minDataInBin = 1
            })
        for tree in booster.trees {
            #expect(tree.leafCounts.reduce(0, +) == 600)
            #expect(tree.leafCounts.allSatisfy { $0 > 0 })
            let areFinite = tree.threshold.allSatisfy { $0.isFinite }
            #expect(areFinite)
        }
        let narrow = try Self.fine.booster(Self.parameters())
        #expect(narrow.trees[0].threshold != booster.trees[0].threshold)
    }

    @Test func goingOnEqualsOneLongTraining() throws {
        func dataset() throws -> Dataset {
            try Dataset(
                Self.fine.matrix(), labels: Self.fine.labels, parameters: Self.parameters(), keepsFeatures: true)
        }
        let long = try Booster.train(on: dataset(), parameters: Self.parameters())
        let half = Self.parameters { $0.iterations = 4 }
        let first = try Booster.train(on: dataset(), parameters: half)
        let second = try Booster.train(on: dataset(), parameters: half, continuing: first)
        #expect(second.iterationCount == 8)
        #expect(second.trees.map(\.splitFeature) == long.trees.map(\.splitFeature))
        let matrix = try Self.fine.matrix()
        let isSameAsLong = try Self.bothAre(second.predict(matrix), long.predict(matrix))
        #expect(isSameAsLong)
        let isHalfSameAsLong = try Self.bothAre(first.predict(matrix), long.predict(matrix))
        #expect(!isHalfSameAsLong)
    }

    @Test func refittingThatKeepsAllChangesNothing() throws {
        let other = SampleData(rowCount: 300, seed: 12)
        let dataset = try Dataset(other.matrix(), labels: other.labels, keepsFeatures: true)
        let booster = try Self.fine.booster(Self.parameters())
        let kept = try booster.refitted(on: dataset, decay: 1, parameters: Self.parameters()).trees
        let before = booster.trees
        #expect(kept == before)
        let mixed = try booster.refitted(on: dataset, decay: 0.5, parameters: Self.parameters()).trees
        let former = booster.trees
        #expect(mixed != former)
    }

    /// Every fold trains on all rows and is judged on all of them.
    @Test func equalFoldsGiveThePlainTrainingsMetrics() throws {
        let parameters = Self.parameters()
        let training = try Self.fine.dataset(parameters)
        var plain: [Double] = []
        _ = try Booster.train(on: training, validation: [training], parameters: parameters) {
            plain.append($0.validationMetric ?? .nan)
            return .proceed
        }
        let all = Array(0..<600)
        let examples = CrossValidation.Examples(features: try Self.fine.matrix(), labels: Self.fine.labels)
        let folds = try CrossValidation(
            examples, folds: Array(repeating: .init(training: all, validation: all), count: 4), parameters: parameters)
        #expect(plain.count == 8)
        #expect(Self.bothAre(folds.rounds.map { $0[0].mean }, plain))
        #expect(folds.rounds.allSatisfy { $0[0].standardDeviation < 1e-12 })
    }

    /// The features on the way to every leaf.
    private static func paths(of tree: Tree) -> [Set<Int>] {
        var paths: [Set<Int>] = []
        var open: [(node: Int, path: Set<Int>)] = tree.splitFeature.isEmpty ? [] : [(0, [])]
        while let (node, path) = open.popLast() {
            let path = path.union([tree.splitFeature[node]])
            for child in [tree.leftChild[node], tree.rightChild[node]] {
                if child >= 0 { open.append((child, path)) } else { paths.append(path) }
            }
        }
        return paths
    }
}
