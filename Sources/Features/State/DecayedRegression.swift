internal import Market

/// Decayed least-squares line of y on x: six sums with one half-life, x and y relative to their first values.
struct DecayedRegression: Sendable {
    private var sums: DecayBank<6>
    private var origin: SIMD2<Double>?
    private(set) var count = 0

    /// - Parameter halfLife: in seconds.
    init(halfLife: Double) { sums = DecayBank(halfLife: halfLife) }

    mutating func add(x: Double, y: Double, at t: Timestamp) {
        let first = origin ?? SIMD2(x, y)
        origin = first
        count += 1
        let (dx, dy) = (x - first.x, y - first.y)
        sums.advance(to: t)
        let terms: InlineArray<6, Double> = [1, dx, dy, dx * dx, dx * dy, dy * dy]
        for index in terms.indices { sums.add(terms[index], to: index) }
    }

    /// The line's slope; NaN when x does not vary: n Sxx - Sx^2 at most 1e-9 n Sxx.
    func slope(at t: Timestamp) -> Double {
        let (sxx, sxy, _) = centred(at: t)
        return sxy / sxx
    }

    /// The share of the variance of y that the line explains; NaN when x or y does not vary.
    func determination(at t: Timestamp) -> Double {
        let (sxx, sxy, syy) = centred(at: t)
        // NaN stays NaN in this order of arguments.
        return min(sxy * sxy / (sxx * syy), 1)
    }

    /// n Sxx - Sx^2 and so on; NaN in place of what is rounding alone.
    private func centred(at t: Timestamp) -> (xx: Double, xy: Double, yy: Double) {
        let n = sums.value(0, at: t)
        let (x, y) = (sums.value(1, at: t), sums.value(2, at: t))
        let (xx, yy) = (n * sums.value(3, at: t), n * sums.value(5, at: t))
        let sxx = xx - x * x
        let syy = yy - y * y
        return (sxx > 1e-9 * xx ? sxx : .nan, n * sums.value(4, at: t) - x * y, syy > 1e-9 * yy ? syy : .nan)
    }
}

extension DecayedRegression: Restorable {
    mutating func archive(_ coder: inout StateCoder) throws(SnapshotError) {
        try sums.archive(&coder)
        try coder.optional(&origin, blank: .zero) { (point: inout SIMD2<Double>, coder) throws(SnapshotError) in
            try coder.double(&point.x)
            try coder.double(&point.y)
        }
        try coder.count(&count)
    }
}
