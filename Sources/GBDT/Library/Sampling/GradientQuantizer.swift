/// Rounds gradients and hessians to a few levels (Shi et al., 2022, "Quantized Training of Gradient Boosting Decision
/// Trees").
///
/// With stochastic rounding the mean of a rounded value is the value itself. Chance is a hash of seed, iteration and
/// row, so that no result depends on threads; LightGBM's draws do, and cannot be repeated.
struct GradientQuantizer: Sendable {
    private let levelCount: Int
    private let isStochastic: Bool
    private let seed: UInt64

    /// nil when the parameters ask for exact gradients.
    init?(_ parameters: TrainingParameters) {
        guard parameters.usesQuantizedGradients else { return nil }
        levelCount = parameters.gradientBinCount
        isStochastic = parameters.stochasticRounding
        seed = UInt64(truncatingIfNeeded: parameters.seeds.dataRandom)
    }

    /// The gradients as multiples of their scales: largest |g| over half the levels, largest h over all of them.
    func quantized(_ gradients: [SIMD2<Float>], iteration: Int) -> [SIMD2<Float>] {
        var largest = SIMD2<Float>.zero
        for pair in gradients { largest = pointwiseMax(largest, SIMD2(abs(pair.x), abs(pair.y))) }
        let isConstant = gradients.allSatisfy { $0.y == largest.y }
        let scale = SIMD2(
            Double(largest.x) / Double(levelCount / 2), Double(largest.y) / (isConstant ? 1 : Double(levelCount)))
        guard scale.x > 0, scale.y > 0 else { return gradients }
        return gradients.indices.map { row in
            let exact = SIMD2(Double(gradients[row].x), Double(gradients[row].y)) / scale
            let noise = isStochastic ? uniforms(row, iteration) : SIMD2(repeating: 0.5)
            // Towards zero after moving away from it by less than one.
            let moved = SIMD2(exact.x >= 0 ? exact.x + noise.x : exact.x - noise.x, exact.y + noise.y)
            let level = moved.rounded(.towardZero)
            return SIMD2<Float>(isConstant ? SIMD2(level.x, exact.y) * scale : level * scale)
        }
    }

    /// Two numbers in [0, 1), by SplitMix64.
    private func uniforms(_ row: Int, _ iteration: Int) -> SIMD2<Double> {
        var state = seed &+ UInt64(truncatingIfNeeded: iteration) &* 0xD134_2543_DE82_EF95
        state = state &+ UInt64(truncatingIfNeeded: row) &* 0x9E37_79B9_7F4A_7C15
        func mixed(_ value: UInt64) -> Double {
            var bits = (value ^ (value >> 30)) &* 0xBF58_476D_1CE4_E5B9
            bits = (bits ^ (bits >> 27)) &* 0x94D0_49BB_1331_11EB
            return Double((bits ^ (bits >> 31)) >> 11) * 0x1p-53
        }
        return SIMD2(mixed(state), mixed(state ^ 0xA5A5_A5A5_A5A5_A5A5))
    }
}
