/// The score of a split: which outputs children would have and how much loss they would save.
///
/// Formulas and the order of their operations are those of LightGBM's `GetLeafGain` and `CalculateSplittedLeafOutput`
/// (`src/treelearner/feature_histogram.hpp`); eq. 6 and 7 of Chen & Guestrin (2016) without the factor 1/2.
protocol SplitGain: Sendable {
    /// Gain of both children. x of a side is its gradient sum, y its hessian sum.
    func gain(left: SIMD2<Double>, leftCount: Int, right: SIMD2<Double>, rightCount: Int, parentOutput: Double)
        -> Double
    func gain(leaf: SIMD2<Double>, count: Int, parentOutput: Double) -> Double
}

/// Penalties on leaf outputs.
struct OutputRule: Sendable, Hashable {
    var lambdaL1: Double
    var lambdaL2: Double
    var maxDeltaStep: Double
    var pathSmooth: Double

    /// Whether outputs are the unconstrained optimum, so that gains need no outputs.
    var isPlain: Bool { maxDeltaStep <= 0 && !isSmoothed }
    private var isSmoothed: Bool { pathSmooth > ParityConstant.epsilon }

    /// Soft threshold of L1.
    @inline(__always)
    func shrunk(_ gradient: Double) -> Double {
        guard lambdaL1 > 0 else { return gradient }
        let magnitude = max(0, abs(gradient) - lambdaL1)
        return gradient > 0 ? magnitude : gradient < 0 ? -magnitude : 0
    }

    /// The output of a leaf without regard to its parent, as used for the root.
    func rootOutput(gradient: Double, hessian: Double) -> Double {
        let output = -shrunk(gradient) / (hessian + lambdaL2)
        guard maxDeltaStep > 0, abs(output) > maxDeltaStep else { return output }
        return output > 0 ? maxDeltaStep : -maxDeltaStep
    }

    /// The output of a leaf with `count` rows under a parent with `parentOutput`.
    func output(gradient: Double, hessian: Double, count: Int, parentOutput: Double) -> Double {
        let output = rootOutput(gradient: gradient, hessian: hessian)
        guard isSmoothed else { return output }
        let ratio = Double(count) / pathSmooth
        return output * ratio / (ratio + 1) + parentOutput / (ratio + 1)
    }
}

/// Gain with unconstrained outputs: T(G)^2 / (H + lambda).
struct PlainGain: SplitGain {
    let rule: OutputRule

    @inline(__always)
    func gain(left: SIMD2<Double>, leftCount: Int, right: SIMD2<Double>, rightCount: Int, parentOutput: Double)
        -> Double
    {
        // One vector division for both sides: the same two quotients at half the cost.
        let gradients = SIMD2(rule.shrunk(left.x), rule.shrunk(right.x))
        let gains = gradients * gradients / (SIMD2(left.y, right.y) + SIMD2(repeating: rule.lambdaL2))
        return gains.x + gains.y
    }

    @inline(__always)
    func gain(leaf: SIMD2<Double>, count: Int, parentOutput: Double) -> Double {
        let gradient = rule.shrunk(leaf.x)
        return gradient * gradient / (leaf.y + rule.lambdaL2)
    }
}

/// Gain at outputs that are clipped or smoothed: -(2 T(G) w + (H + lambda) w^2).
struct ConstrainedGain: SplitGain {
    let rule: OutputRule

    @inline(__always)
    func gain(left: SIMD2<Double>, leftCount: Int, right: SIMD2<Double>, rightCount: Int, parentOutput: Double)
        -> Double
    {
        gain(leaf: left, count: leftCount, parentOutput: parentOutput)
            + gain(leaf: right, count: rightCount, parentOutput: parentOutput)
    }

    @inline(__always)
    func gain(leaf: SIMD2<Double>, count: Int, parentOutput: Double) -> Double {
        let output = rule.output(gradient: leaf.x, hessian: leaf.y, count: count, parentOutput: parentOutput)
        return -(2.0 * rule.shrunk(leaf.x) * output + (leaf.y + rule.lambdaL2) * output * output)
    }
}

/// Gain at outputs kept within bounds; a split against the direction of its feature gains nothing.
struct MonotoneGain: SplitGain {
    let rule: OutputRule
    let bounds: OutputBounds
    let direction: Int

    @inline(__always)
    func gain(left: SIMD2<Double>, leftCount: Int, right: SIMD2<Double>, rightCount: Int, parentOutput: Double)
        -> Double
    {
        let leftOutput = output(left, leftCount, parentOutput)
        let rightOutput = output(right, rightCount, parentOutput)
        if (direction > 0 && leftOutput > rightOutput) || (direction < 0 && leftOutput < rightOutput) { return 0 }
        return gain(left, at: leftOutput) + gain(right, at: rightOutput)
    }

    /// Of the leaf as it is, before any split: not bound.
    @inline(__always)
    func gain(leaf: SIMD2<Double>, count: Int, parentOutput: Double) -> Double {
        rule.isPlain
            ? PlainGain(rule: rule).gain(leaf: leaf, count: count, parentOutput: parentOutput)
            : ConstrainedGain(rule: rule).gain(leaf: leaf, count: count, parentOutput: parentOutput)
    }

    @inline(__always)
    private func output(_ sum: SIMD2<Double>, _ count: Int, _ parentOutput: Double) -> Double {
        bounds.clipped(rule.output(gradient: sum.x, hessian: sum.y, count: count, parentOutput: parentOutput))
    }

    @inline(__always)
    private func gain(_ sum: SIMD2<Double>, at output: Double) -> Double {
        -(2.0 * rule.shrunk(sum.x) * output + (sum.y + rule.lambdaL2) * output * output)
    }
}
