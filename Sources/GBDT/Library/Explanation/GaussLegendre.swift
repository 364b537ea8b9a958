import Glibc

/// Gauss-Legendre quadrature on [0, 1]: `count` points integrate every polynomial of degree below `2 * count` exactly
/// (Abramowitz & Stegun 25.4.30).
struct GaussLegendre: Sendable, Hashable {
    private(set) var points: [Double] = []
    private(set) var weights: [Double] = []

    init(count: Int) {
        for index in 0..<count {
            // Newton's method from the usual guess, on [-1, 1]; it converges in a handful of steps.
            var root = cos(Double.pi * (Double(index) + 0.75) / (Double(count) + 0.5))
            var slope = 1.0
            for _ in 0..<100 {
                let (value, derivative) = Self.legendre(count, at: root)
                slope = derivative
                let step = value / derivative
                root -= step
                if abs(step) < 1e-16 { break }
            }
            points.append((1 - root) / 2)
            weights.append(1 / ((1 - root * root) * slope * slope))
        }
    }

    /// Legendre's polynomial of a degree, and its derivative, inside of (-1, 1).
    private static func legendre(_ degree: Int, at x: Double) -> (value: Double, derivative: Double) {
        var (previous, value) = (0.0, 1.0)
        for step in 0..<degree {
            let n = Double(step)
            (previous, value) = (value, ((2 * n + 1) * x * value - n * previous) / (n + 1))
        }
        return (value, Double(degree) * (x * value - previous) / (x * x - 1))
    }
}
