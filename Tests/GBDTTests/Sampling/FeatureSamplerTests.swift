import Testing

@testable import GBDT

/// Goal: features drawn per tree and per node are as many as asked for, and nodes draw among the tree's.
struct FeatureSamplerTests {
    @Test func nodesDrawAmongTheFeaturesOfTheirTree() throws {
        var parameters = TrainingParameters()
        parameters.featureFraction = 0.5
        parameters.featureFractionByNode = 0.4
        var sampler = FeatureSampler(featureCount: 20, parameters: parameters)
        for _ in 0..<10 {
            sampler.drawTree()
            #expect(sampler.treeFeatures.count == 10)
            let draw = sampler.drawNode()
            let allowed = try #require(draw)
            let chosen = allowed.indices.filter { allowed[$0] }
            #expect(chosen.count == 4 && Set(chosen).isSubset(of: sampler.treeFeatures))
        }
    }

    @Test func everyFeatureIsUsedByDefault() {
        var sampler = FeatureSampler(featureCount: 3, parameters: TrainingParameters())
        sampler.drawTree()
        #expect(sampler.treeFeatures == [0, 1, 2])
        let draw = sampler.drawNode()
        #expect(draw == nil)
    }

    @Test func noFeaturesAtAllAreNoError() {
        var parameters = TrainingParameters()
        parameters.featureFraction = 0.5
        #expect(FeatureSampler(featureCount: 0, parameters: parameters).treeFeatures.isEmpty)
    }
}
