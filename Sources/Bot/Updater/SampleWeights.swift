import Glibc
public import Market

/// Weights of rows that overlap in time, belong to one event, and age (validation.md section 2).
public enum SampleWeights {
    /// The events' share of weight is capped at max(2 %, 2 / events).
    static let eventShareMax = 0.02
    static let recencyHalfLife = Duration.days(14)
    /// Least correlation that is assumed between markets of one event.
    static let eventCorrelationMin = 0.2

    /// Uniqueness times event weight times recency, capped by event, with mean 1.
    ///
    /// - Parameters:
    ///   - eventCorrelation: from ``eventCorrelation(_:rows:outcomes:)`` on training rows.
    ///   - newest: rows lose half their weight every 14 days before it; nil: they do not age.
    public static func weights(
        _ examples: ExampleSet, rows: [Int], eventCorrelation: Double, newest: Timestamp? = nil
    ) -> [Double] {
        var weights = uniqueness(examples, rows: rows)
        let marketCounts = marketsPerEventHour(examples, rows: rows)
        for index in rows.indices {
            weights[index] /= 1 + Double(marketCounts[index] - 1) * eventCorrelation
            if let newest {
                let age = newest.seconds(since: examples.times[rows[index]]) / recencyHalfLife.inSeconds
                weights[index] *= exp2(-max(0, age))
            }
        }
        cap(&weights, groups: rows.map { examples.events[$0].rawValue })
        let sum = weights.reduce(0, +)
        return sum > 0 ? weights.map { $0 * Double(rows.count) / sum } : weights
    }

    /// Average uniqueness: the mean over (t, t1] of 1 / (label intervals of the same market in force), by a sweep line
    /// per market (Lopez de Prado 2018, ch. 4, in continuous time).
    ///
    /// Over one market, sum of u * (t1 - t) is the length of the union of its intervals.
    static func uniqueness(_ examples: ExampleSet, rows: [Int]) -> [Double] {
        var result = [Double](repeating: 0, count: rows.count)
        let ordered = rows.indices.sorted {
            let a = examples.assets[rows[$0]].market
            let b = examples.assets[rows[$1]].market
            return a != b ? a < b : $0 < $1
        }
        var start = 0
        while start < ordered.count {
            let market = examples.assets[rows[ordered[start]]].market
            var end = start
            while end < ordered.count, examples.assets[rows[ordered[end]]].market == market { end += 1 }
            sweep(examples, rows, ordered[start..<end], into: &result)
            start = end
        }
        return result
    }

    /// One market: cumulates the integral of 1 / count over the sorted interval bounds.
    private static func sweep(
        _ examples: ExampleSet, _ rows: [Int], _ members: ArraySlice<Int>, into result: inout [Double]
    ) {
        var bounds: [(time: Int64, change: Int)] = []
        bounds.reserveCapacity(2 * members.count)
        for member in members {
            bounds.append((examples.times[rows[member]].nanoseconds, 1))
            bounds.append((examples.ends[rows[member]].nanoseconds, -1))
        }
        bounds.sort { $0.time < $1.time }
        var times: [Int64] = []
        var integral: [Double] = []
        var count = 0
        var sum = 0.0
        for bound in bounds {
            if let last = times.last, last == bound.time {
                count += bound.change
                continue
            }
            if let last = times.last, count > 0 { sum += Double(bound.time - last) / Double(count) }
            times.append(bound.time)
            integral.append(sum)
            count += bound.change
        }
        for member in members {
            let from = examples.times[rows[member]].nanoseconds
            let to = examples.ends[rows[member]].nanoseconds
            let covered = integral[position(of: to, in: times)] - integral[position(of: from, in: times)]
            result[member] = covered / Double(to - from)
        }
    }

    private static func position(of time: Int64, in times: [Int64]) -> Int {
        var low = 0
        var high = times.count - 1
        while low < high {
            let middle = (low + high) / 2
            if times[middle] < time { low = middle + 1 } else { high = middle }
        }
        return low
    }

    /// For each row, the number of markets of its event that have a row in the same hour.
    static func marketsPerEventHour(_ examples: ExampleSet, rows: [Int]) -> [Int] {
        var markets: [EventHour: Set<UInt32>] = [:]
        let keys = rows.map { EventHour(event: examples.events[$0].rawValue, hour: examples.hour($0)) }
        for (row, key) in zip(rows, keys) { markets[key, default: []].insert(examples.assets[row].market.rawValue) }
        return keys.map { markets[$0]?.count ?? 1 }
    }

    /// Scales down groups until none holds more than max(2 %, 2 / groups) of the total.
    static func cap(_ weights: inout [Double], groups: [UInt32]) {
        var slots: [UInt32: Int] = [:]
        var slotOfRow: [Int] = []
        slotOfRow.reserveCapacity(groups.count)
        for group in groups {
            let slot = slots[group] ?? slots.count
            slots[group] = slot
            slotOfRow.append(slot)
        }
        guard slots.count > 2 else { return }
        var sums = [Double](repeating: 0, count: slots.count)
        for (slot, weight) in zip(slotOfRow, weights) { sums[slot] += weight }
        let share = max(eventShareMax, 2 / Double(slots.count))
        let factors = capFactors(sums, share: share)
        for index in weights.indices { weights[index] *= factors[slotOfRow[index]] }
    }

    /// Water-filling: with the k largest groups capped, each holds x = share * (k x + rest).
    private static func capFactors(_ sums: [Double], share: Double) -> [Double] {
        let falling = sums.sorted(by: >)
        var rest = falling.reduce(0, +)
        for (capped, sum) in falling.enumerated() {
            let free = 1 - share * Double(capped)
            guard free > 0, rest > 0 else { break }
            let limit = share * rest / free
            if sum <= limit { return sums.map { $0 > limit ? limit / $0 : 1 } }
            rest -= sum
        }
        return sums.map { _ in 1 }
    }
}
