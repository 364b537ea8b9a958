/// Relative strength of rises over falls, U / (U + D), both smoothed by Wilder's mean of `period` steps (Wilder 1978).
///
/// The first means are plain ones of the first `period` steps, after which each step counts 1 / period.
struct WilderStrength: Sendable {
    let period: Int
    private var count = 0
    private var rise = 0.0
    private var fall = 0.0

    init(period: Int) { self.period = period }

    mutating func add(_ step: Double) {
        let (up, down) = (max(step, 0), max(-step, 0))
        count += 1
        let weight = 1 / Double(min(count, period))
        rise += (up - rise) * weight
        fall += (down - fall) * weight
    }

    /// In [0, 1]; NaN before `period` steps, and when none of them moved.
    var value: Double { count < period || rise + fall == 0 ? .nan : rise / (rise + fall) }
}
