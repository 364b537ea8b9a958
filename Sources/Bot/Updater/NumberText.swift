import Glibc

// Numbers as they stand in a sentence.

func text(_ value: Double?, _ digits: Int = 3) -> String {
    guard let value else { return "not defined" }
    guard value.isFinite else { return "\(value)" }
    let scale = pow(10, Double(digits))
    let scaled = (abs(value) * scale).rounded()
    guard scaled < 1e15 else { return "\(value)" }
    let units = Int64(scaled)
    let power = Int64(scale)
    let sign = value < 0 && units > 0 ? "-" : ""
    guard digits > 0 else { return "\(sign)\(units)" }
    let fraction = String(units % power)
    return "\(sign)\(units / power)." + String(repeating: "0", count: digits - fraction.count) + fraction
}

func text(_ range: ClosedRange<Double>) -> String { "\(text(range.lowerBound)) to \(text(range.upperBound))" }

func percent(_ value: Double?, _ digits: Int = 1) -> String {
    value.map { text(100 * $0, digits) + " %" } ?? "not defined"
}

/// `0.1 % +- 0.6 %`: the relative gain with half its 95 % interval.
func gain(_ comparison: PairedComparison) -> String {
    let estimate = comparison.relativeGain
    return "\(percent(estimate.value)) +- \(percent((estimate.upper95 - estimate.lower95) / 2))"
}

func odds(_ comparison: PairedComparison) -> String {
    "P \(text(comparison.dieboldMariano.probability, 2)) by Diebold-Mariano, "
        + "\(text(comparison.bootstrapProbability, 2)) by bootstrap"
}
