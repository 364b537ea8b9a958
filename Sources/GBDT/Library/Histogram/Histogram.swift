/// Gradient (x) and hessian (y) sums per bin, all features of a ``FeatureTable`` in a row.
///
/// Sums are Double though gradients are Float: a leaf adds up to millions of them, and a child's sums are found by
/// subtraction from its parent's, which would cancel away what Float can hold.
struct Histogram: Sendable {
    var sums: [SIMD2<Double>]

    /// All zero.
    init(size: Int) {
        sums = Array(repeating: .zero, count: size)
    }
}
