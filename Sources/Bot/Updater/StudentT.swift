import Glibc

/// P(T <= t) for Student's t with `degrees` degrees of freedom, by the incomplete beta function.
func studentCDF(_ t: Double, degrees: Double) -> Double {
    precondition(degrees > 0, "degrees of freedom are positive")
    guard t.isFinite else { return t.isNaN ? .nan : t > 0 ? 1 : 0 }
    let tail = 0.5 * regularizedBeta(degrees / (degrees + t * t), degrees / 2, 0.5)
    return t > 0 ? 1 - tail : tail
}

/// I_x(a, b) by its continued fraction (Lentz; DLMF 8.17.22), on the side where it converges fast.
func regularizedBeta(_ x: Double, _ a: Double, _ b: Double) -> Double {
    if x <= 0 { return 0 }
    if x >= 1 { return 1 }
    let front = exp(lgamma(a + b) - lgamma(a) - lgamma(b) + a * log(x) + b * log1p(-x))
    return x < (a + 1) / (a + b + 2)
        ? front * betaFraction(x, a, b) / a : 1 - front * betaFraction(1 - x, b, a) / b
}

private func betaFraction(_ x: Double, _ a: Double, _ b: Double) -> Double {
    let tiny = 1e-300
    let guarded = { (value: Double) in abs(value) < tiny ? tiny : value }
    var c = 1.0
    var d = 1 / guarded(1 - (a + b) * x / (a + 1))
    var fraction = d
    for m in 1...300 {
        let k = Double(m)
        let even = k * (b - k) * x / ((a + 2 * k - 1) * (a + 2 * k))
        d = 1 / guarded(1 + even * d)
        c = guarded(1 + even / c)
        fraction *= d * c
        let odd = -(a + k) * (a + b + k) * x / ((a + 2 * k) * (a + 2 * k + 1))
        d = 1 / guarded(1 + odd * d)
        c = guarded(1 + odd / c)
        fraction *= d * c
        if abs(d * c - 1) < 1e-15 { break }
    }
    return fraction
}
