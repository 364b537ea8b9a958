/// The value below which a share of the values lies; nil when there are none (`PercentileFun` in
/// `src/objective/regression_objective.hpp`).
///
/// Interpolates linearly between neighbours, counted from the largest. Differences are taken in the values' own
/// precision and the result is rounded to it, as in LightGBM. O(n log n).
/// - Parameter level: 0 ... 1.
func percentile<Value: BinaryFloatingPoint>(of values: [Value], level: Double) -> Value? {
    guard values.count > 1 else { return values.first }
    let descending = values.sorted(by: >)
    let place = Double(values.count - 1) * (1 - level)
    let above = Int(place)
    guard above + 1 < values.count else { return descending[values.count - 1] }
    let (upper, lower) = (descending[above], descending[above + 1])
    return Value(Double(upper) - Double(upper - lower) * (place - Double(above)))
}

/// The same of weighted values; nil when there are none (`WeightedPercentileFun`, likewise).
///
/// The first value whose cumulated weight exceeds the share of the total, interpolated towards the one below it where
/// it weighs at least 1 (else that one below is taken); as it is at both ends. O(n log n).
/// - Parameter weights: one per value.
func percentile<Value: BinaryFloatingPoint>(of values: [Value], weights: [Float], level: Double) -> Value? {
    precondition(values.count == weights.count)
    guard values.count > 1 else { return values.first }
    // Ties keep their order: it decides how rounding falls in the sums.
    let order = values.indices.sorted { (values[$0], $0) < (values[$1], $1) }
    var cumulated: [Double] = []
    cumulated.reserveCapacity(order.count)
    var sum = 0.0
    for index in order {
        sum += Double(weights[index])
        cumulated.append(sum)
    }
    let threshold = sum * level
    let last = order.count - 1
    let position = cumulated.firstIndex { $0 > threshold } ?? last
    if position == 0 || position == last { return values[order[position]] }
    let (lower, upper) = (values[order[position - 1]], values[order[position]])
    let step = cumulated[position] - cumulated[position - 1]
    guard step >= 1 else { return lower }
    return Value((threshold - cumulated[position - 1]) / step * Double(upper - lower) + Double(lower))
}
