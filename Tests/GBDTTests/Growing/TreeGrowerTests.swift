import Testing

@testable import GBDT

/// Goal: a grown tree is consistent in itself: counts, weights and the rows that walk through it.
struct TreeGrowerTests {
    private func grow(_ data: SampleData, _ parameters: TrainingParameters) throws -> (Tree, BinnedTree, TreeGrower) {
        let dataset = try data.dataset(parameters)
        let pool = WorkerPool(threadCount: 1)
        let table = FeatureTable(dataset.bins, parameters: parameters, pool: pool)
        var grower = TreeGrower(table: table, parameters: parameters, pool: pool)
        var sampler = FeatureSampler(featureCount: table.features.count, parameters: parameters)
        let gradients = data.labels.map { SIMD2(-$0, 1) }
        let (tree, binned) = grower.grow(gradients: gradients, bag: nil, sampler: &sampler)
        return (tree, binned, grower)
    }

    @Test func childrensCountsAndWeightsAddUpToTheirParents() throws {
        let (tree, _, _) = try grow(SampleData(rowCount: 3_000, missingShare: 0.1), TrainingParameters())
        #expect(tree.leafCount == 31)
        for node in tree.splitFeature.indices {
            func count(_ child: Int) -> Int { child >= 0 ? tree.internalCount[child] : tree.leafCounts[~child] }
            func weight(_ child: Int) -> Double { child >= 0 ? tree.internalWeight[child] : tree.leafWeight[~child] }
            let (left, right) = (tree.leftChild[node], tree.rightChild[node])
            #expect(count(left) + count(right) == tree.internalCount[node])
            #expect(abs(weight(left) + weight(right) - tree.internalWeight[node]) < 1e-6)
        }
        #expect(tree.internalCount[0] == 3_000)
    }

    @Test func rowsWalkToTheLeafThePartitionPutsThemIn() throws {
        let data = SampleData(rowCount: 2_000, missingShare: 0.2)
        let (tree, binned, grower) = try grow(data, TrainingParameters())
        let bins = try data.dataset().bins
        for leaf in 0..<tree.leafCount {
            for row in grower.partition.rows[grower.partition.range(ofLeaf: leaf)] {
                #expect(binned.leaf(ofRow: Int(row), in: bins) == leaf)
            }
        }
    }

    @Test func leafOutputsAreMeansOfTheirRows() throws {
        let data = SampleData(rowCount: 1_000)
        let (tree, _, grower) = try grow(data, TrainingParameters())
        for leaf in 0..<tree.leafCount {
            let rows = grower.partition.rows[grower.partition.range(ofLeaf: leaf)]
            let mean = rows.reduce(0.0) { $0 + Double(data.labels[Int($1)]) } / Double(rows.count)
            #expect(abs(tree.leafValue[leaf] - mean) < 1e-6)
        }
    }

    @Test func limitsOnDepthLeavesAndRowsHold() throws {
        var parameters = TrainingParameters()
        parameters.depthMax = 3
        parameters.minDataInLeaf = 50
        let (shallow, _, _) = try grow(SampleData(rowCount: 2_000), parameters)
        #expect(shallow.leafCount <= 8)
        #expect(shallow.leafCounts.allSatisfy { $0 >= 50 })
        parameters.depthMax = -1
        parameters.leafCountMax = 2
        #expect(try grow(SampleData(rowCount: 2_000), parameters).0.leafCount == 2)
    }

    @Test func theOrderOfRowsDoesNotMatterWhenSumsAreExact() throws {
        let data = SampleData(rowCount: 1_500, levels: 20, missingShare: 0.1)
        var generator = SeededGenerator(seed: 2)
        let shuffled = data.picking(Array(0..<1_500).shuffled(using: &generator))
        #expect(try grow(data, TrainingParameters()).0 == grow(shuffled, TrainingParameters()).0)
    }

    @Test(arguments: [0.001, 0.1, 0.2])
    func aBoundOnHistogramsChangesNothingButRounding(_ megabytes: Double) throws {
        let data = SampleData(rowCount: 3_000, missingShare: 0.1)
        var parameters = TrainingParameters()
        parameters.minDataInLeaf = 5
        let unbounded = try grow(data, parameters).0
        parameters.histogramPoolMegabytes = megabytes
        let bounded = try grow(data, parameters).0
        #expect(unbounded.leafCount == 31)
        // Thresholds may lie elsewhere among values that no row has.
        #expect(bounded.splitFeature == unbounded.splitFeature && bounded.leafCounts == unbounded.leafCounts)
        #expect(zip(bounded.leafValue, unbounded.leafValue).allSatisfy { abs($0 - $1) < 1e-12 })
    }
}
