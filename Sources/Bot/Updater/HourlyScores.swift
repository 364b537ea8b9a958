import BotForecasting
import Glibc

/// Sums over the rows of each hour, from which every score and every bootstrap draw is a ratio.
struct HourlyScores: Sendable {
    /// UTC hours that hold rows, rising.
    let hours: [Int64]
    private(set) var weight: [Double]
    private(set) var logit: Squares
    private(set) var price: Squares
    private(set) var relative: Squares
    /// Weight of rows where neither outcome nor forecast is a tie, and of those whose signs agree.
    private(set) var decided: [Double]
    private(set) var hits: [Double]
    private(set) var ties: [Double]
    private(set) var abstained: [Double]
    /// The same where the forecast exceeds the cost of going in and out.
    private(set) var decidedAboveCost: [Double]
    private(set) var hitsAboveCost: [Double]
    /// sum w sign(f) y and sum w |y|, in price.
    private(set) var signed: [Double]
    private(set) var absolute: [Double]

    /// sum w (y - f)^2 and sum w y^2.
    struct Squares: Sendable {
        var error: [Double]
        var outcome: [Double]

        mutating func add(_ hour: Int, _ weight: Double, outcome y: Double, forecast f: Double) {
            error[hour] += weight * (y - f) * (y - f)
            outcome[hour] += weight * y * y
        }
    }

    /// - Parameters:
    ///   - outcomes: y_logit per row, winsorised at limits of the training part.
    ///   - forecasts: of the same, per row; finite.
    init(_ examples: ExampleSet, rows: [Int], weights: [Double], outcomes: [Double], forecasts: [Double]) {
        precondition(
            rows.count == weights.count && rows.count == outcomes.count && rows.count == forecasts.count,
            "one weight, outcome and forecast per row")
        var hours: [Int64] = []
        for row in rows {
            let hour = examples.hour(row)
            if hours.last != hour { hours.append(hour) }
        }
        let zeros = [Double](repeating: 0, count: hours.count)
        let none = Squares(error: zeros, outcome: zeros)
        self.hours = hours
        (weight, logit, price, relative) = (zeros, none, none, none)
        (decided, hits, ties, abstained) = (zeros, zeros, zeros, zeros)
        (decidedAboveCost, hitsAboveCost, signed, absolute) = (zeros, zeros, zeros, zeros)
        var hour = -1
        for index in rows.indices {
            if hour < 0 || hours[hour] != examples.hour(rows[index]) { hour += 1 }
            let weight = weights[index]
            self.weight[hour] += weight
            logit.add(hour, weight, outcome: outcomes[index], forecast: forecasts[index])
            addPrice(hour, weight, examples, row: rows[index], logitForecast: forecasts[index])
        }
    }

    private mutating func addPrice(
        _ hour: Int, _ weight: Double, _ examples: ExampleSet, row: Int, logitForecast: Double
    ) {
        let mid = examples.mid(row)
        let tick = examples.ticks[row]
        let y = examples.priceMoves[row]
        let f = priceMove(mid: mid, logitMove: logitForecast, tick: tick)
        price.add(hour, weight, outcome: y, forecast: f)
        relative.add(hour, weight, outcome: y / mid, forecast: f / mid)
        if f != 0 { signed[hour] += weight * (f > 0 ? y : -y) }
        absolute[hour] += weight * abs(y)
        let isTie = halfTicks(y, tick: tick) == 0
        let abstains = abs(f) < tick / 2
        if isTie { ties[hour] += weight }
        if abstains { abstained[hour] += weight }
        guard !isTie else { return }
        let isHit = (f > 0) == (y > 0)
        if !abstains {
            decided[hour] += weight
            if isHit { hits[hour] += weight }
        }
        if abs(f) > breakevenMove(examples, row: row) {
            decidedAboveCost[hour] += weight
            if isHit { hitsAboveCost[hour] += weight }
        }
    }
}

/// L(p) = ln(p / (1 - p)), p kept half a tick away from 0 and 1.
func logit(_ price: Double, tick: Double) -> Double {
    let p = min(max(price, tick / 2), 1 - tick / 2)
    return log(p / (1 - p))
}

/// What a move of the log-odds does to the mid.
func priceMove(mid: Double, logitMove: Double, tick: Double) -> Double {
    guard logitMove != 0 else { return 0 }
    return 1 / (1 + exp(-(logit(mid, tick: tick) + logitMove))) - mid
}

/// Whole half-ticks of a move: a half-tick move of the mid is no tie, whatever rounding says.
func halfTicks(_ move: Double, tick: Double) -> Int { Int((abs(move) / (tick / 2) + 1e-6).rounded(.down)) }

/// The move that pays for going in and out as a taker: spread and both fees r p (1 - p) (catalogue, breakeven_move).
func breakevenMove(_ examples: ExampleSet, row: Int) -> Double {
    let bid = examples.bids[row]
    let ask = examples.asks[row]
    return ask - bid + examples.feeRates[row] * (ask * (1 - ask) + bid * (1 - bid))
}
