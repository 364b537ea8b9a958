import Market

/// How many independent observations some weighted rows are worth: (sum W)^2 / sum W^2 over event-hour clusters, W the
/// weight of a cluster (Kish 1965). An event-hour counts once, however often it was sampled.
///
/// It does not see correlation between events; the bootstrap over hours does.
public func effectiveSampleSize(_ examples: ExampleSet, rows: [Int], weights: [Double]) -> Double {
    precondition(rows.count == weights.count, "one weight per row")
    var clusters: [EventHour: Double] = [:]
    var order: [EventHour] = []
    for (row, weight) in zip(rows, weights) {
        let key = EventHour(event: examples.events[row].rawValue, hour: examples.hour(row))
        if clusters[key] == nil { order.append(key) }
        clusters[key, default: 0] += weight
    }
    var sum = 0.0
    var squares = 0.0
    for key in order {
        let weight = clusters[key] ?? 0
        sum += weight
        squares += weight * weight
    }
    return squares > 0 ? sum * sum / squares : 0
}

/// One event in one UTC hour: the cluster of evidence.
struct EventHour: Hashable {
    let event: UInt32
    let hour: Int64
}
