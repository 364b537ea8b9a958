/// Shares that a market of the row's category usually trades, by the hours of the week; NaN: not known.
struct UsualVolume: Sendable {
    /// Over the hour before the row's time.
    var hour = Double.nan
    /// An hour's mean over the day before it.
    var dailyMean = Double.nan
}
