import Glibc
import Market

extension SampleWeights {
    /// Pairs with fewer common hours say nothing.
    private static let commonHoursMin = 12
    /// Of an event with many markets the first few speak for all: pairs grow with the square.
    private static let marketsPerEventMax = 8

    /// Mean absolute correlation of hourly mean outcomes between markets of one event; at least 0.2, at most 1.
    ///
    /// To be fitted on training rows only. With no pair to measure it is the floor.
    public static func eventCorrelation(_ examples: ExampleSet, rows: [Int], outcomes: [Double]) -> Double {
        precondition(rows.count == outcomes.count, "one outcome per row")
        let series = hourlyOutcomes(examples, rows: rows, outcomes: outcomes)
        var sum = 0.0
        var pairs = 0
        var first = 0
        while first < series.count {
            var end = first
            while end < series.count, series[end].event == series[first].event { end += 1 }
            let last = min(end, first + marketsPerEventMax)
            for a in first..<last {
                for b in a + 1..<max(last, a + 1) {
                    guard let correlation = correlation(series[a].hours, series[b].hours) else { continue }
                    sum += abs(correlation)
                    pairs += 1
                }
            }
            first = end
        }
        return pairs > 0 ? min(1, max(eventCorrelationMin, sum / Double(pairs))) : eventCorrelationMin
    }

    private struct MarketSeries {
        let event: UInt32
        var hours: [(hour: Int64, mean: Double)] = []
    }

    /// Per market, in order of (event, market), its hours in rising order.
    private static func hourlyOutcomes(
        _ examples: ExampleSet, rows: [Int], outcomes: [Double]
    ) -> [MarketSeries] {
        let ordered = rows.indices.sorted {
            let a = (examples.events[rows[$0]].rawValue, examples.assets[rows[$0]].market.rawValue, $0)
            let b = (examples.events[rows[$1]].rawValue, examples.assets[rows[$1]].market.rawValue, $1)
            return a < b
        }
        var series: [MarketSeries] = []
        var market: UInt32?
        var event: UInt32?
        var count = 0
        for index in ordered {
            let row = rows[index]
            // A mirrored row tells the same move with the other sign.
            let outcome = examples.assets[row].outcome == .yes ? outcomes[index] : -outcomes[index]
            let hour = examples.hour(row)
            if market != examples.assets[row].market.rawValue || event != examples.events[row].rawValue {
                market = examples.assets[row].market.rawValue
                event = examples.events[row].rawValue
                series.append(MarketSeries(event: examples.events[row].rawValue))
                count = 0
            }
            let last = series.count - 1
            if count > 0, series[last].hours[series[last].hours.count - 1].hour == hour {
                count += 1
                let place = series[last].hours.count - 1
                series[last].hours[place].mean += (outcome - series[last].hours[place].mean) / Double(count)
            } else {
                count = 1
                series[last].hours.append((hour, outcome))
            }
        }
        return series
    }

    /// Pearson's r over common hours; nil with too few of them or without variance.
    private static func correlation(
        _ a: [(hour: Int64, mean: Double)], _ b: [(hour: Int64, mean: Double)]
    ) -> Double? {
        var xs: [Double] = []
        var ys: [Double] = []
        var i = 0
        var j = 0
        while i < a.count, j < b.count {
            if a[i].hour == b[j].hour {
                xs.append(a[i].mean)
                ys.append(b[j].mean)
                i += 1
                j += 1
            } else if a[i].hour < b[j].hour {
                i += 1
            } else {
                j += 1
            }
        }
        return xs.count >= commonHoursMin ? pearson(xs, ys) : nil
    }
}

/// Pearson's correlation; nil when one side does not vary.
func pearson(_ xs: [Double], _ ys: [Double]) -> Double? {
    let n = Double(xs.count)
    let meanX = xs.reduce(0, +) / n
    let meanY = ys.reduce(0, +) / n
    var xx = 0.0
    var yy = 0.0
    var xy = 0.0
    for (x, y) in zip(xs, ys) {
        xx += (x - meanX) * (x - meanX)
        yy += (y - meanY) * (y - meanY)
        xy += (x - meanX) * (y - meanY)
    }
    return xx > 0 && yy > 0 ? xy / (xx * yy).squareRoot() : nil
}
