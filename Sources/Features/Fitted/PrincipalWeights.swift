private import Glibc

/// The first principal component of order flow at five levels, scaled to sum 1, which fixes its sign: the weights of
/// the integrated order flow (Cont, Cucuringu, Zhang 2023).
struct PrincipalWeights: Hashable, Sendable {
    static let levelCount = 5
    /// By level.
    let weights: [Double]

    /// In proportion to 1 / level, for want of data.
    static let plain: PrincipalWeights = {
        let inverse = (1...levelCount).map { 1 / Double($0) }
        let sum = inverse.reduce(0, +)
        return PrincipalWeights(weights: inverse.map { $0 / sum })
    }()

    init(weights: [Double]) {
        precondition(weights.count == Self.levelCount)
        self.weights = weights
    }
}

/// Covariances of flows, from which weights are made.
struct PrincipalFit: Sendable {
    private static let observationsMin = 100
    private static let iterations = 200

    private var count = 0
    private var means = Array(repeating: 0.0, count: PrincipalWeights.levelCount)
    private var products = Array(repeating: 0.0, count: PrincipalWeights.levelCount * PrincipalWeights.levelCount)

    init() {}

    /// Flows at levels 1 to 5, each over mean depth.
    mutating func add(_ flows: [Double]) {
        guard flows.count == PrincipalWeights.levelCount, flows.allSatisfy(\.isFinite) else { return }
        count += 1
        let before = zip(flows, means).map { $0 - $1 }
        for level in means.indices { means[level] += before[level] / Double(count) }
        for row in means.indices {
            for column in means.indices {
                products[row * means.count + column] += before[row] * (flows[column] - means[column])
            }
        }
    }

    /// By the power method; nil below 100 observations, or where the component's weights sum to about 0.
    var weights: PrincipalWeights? {
        guard count >= Self.observationsMin else { return nil }
        let size = PrincipalWeights.levelCount
        var vector = Array(repeating: 1 / sqrt(Double(size)), count: size)
        for _ in 0..<Self.iterations {
            var next = (0..<size).map { row in
                (0..<size).reduce(0.0) { $0 + products[row * size + $1] * vector[$1] }
            }
            let length = sqrt(next.reduce(0) { $0 + $1 * $1 })
            guard length > 0 else { return nil }
            for index in 0..<size { next[index] /= length }
            vector = next
        }
        let sum = vector.reduce(0, +)
        return abs(sum) < 1e-6 ? nil : PrincipalWeights(weights: vector.map { $0 / sum })
    }
}
