private import Glibc
private import Market

/// Section 3G of the catalogue: calendar and life of the market.
enum ContextFeatures {
    static let definitions: [FeatureDefinition] = [
        .context("time_to_resolution_hours", "h", trains: false, "Time to the scheduled end, not below 0.") {
            $0.hoursToResolution
        },
        .context("time_to_resolution_days", "d", trains: false, "The same in days.") { $0.hoursToResolution / 24 },
        .context("log_time_to_resolution", "ln h", "ln(1 + hours).") { log(1 + $0.hoursToResolution) },
        .context("has_end_date", "0/1", "Whether a scheduled end is known.") {
            $0.instrument.scheduledEnd == nil ? 0 : 1
        },
        .context("past_end_date", "0/1", "Whether the scheduled end has passed.") { observation in
            observation.instrument.scheduledEnd.map { $0 < observation.time ? 1 : 0 } ?? .nan
        },
        .context("market_age_h", "h", "Time since the market was created.") { $0.marketAge },
        .context("life_fraction", "ratio", "Age over age and time left.") {
            $0.marketAge / ($0.marketAge + $0.hoursToResolution)
        },
        .context("hour_of_day", "h", trains: false, "Hour of the day, UTC.") {
            ($0.secondOfDay / 3_600).rounded(.down)
        },
        .context("hour_sin", "", "Sine of the time of day.") { sin(circle($0.secondOfDay / 86_400)) },
        .context("hour_cos", "", "Cosine of the time of day.") { cos(circle($0.secondOfDay / 86_400)) },
        .context("day_of_week", "d", trains: false, "0 Monday to 6 Sunday, UTC.") { Double($0.dayOfWeek) },
        .context("dow_sin", "", "Sine of the day of the week.") { sin(circle(Double($0.dayOfWeek) / 7)) },
        .context("dow_cos", "", "Cosine of the day of the week.") { cos(circle(Double($0.dayOfWeek) / 7)) },
        .context("is_weekend", "0/1", "Saturday or Sunday, UTC.") { $0.dayOfWeek >= 5 ? 1 : 0 },
        .context("us_hours", "0/1", "13 to 21 UTC on weekdays.") {
            $0.dayOfWeek < 5 && (13 * 3_600..<21 * 3_600).contains($0.secondOfDay) ? 1 : 0
        },
        .context("category_code", "code", "The category by number; NaN when unknown.") {
            MarketCategory.code(of: $0.instrument.category)
        },
        .context("neg_risk", "0/1", "Whether the event's outcomes exclude each other.") {
            $0.instrument.isNegativeRisk ? 1 : 0
        },
        .context("platform_activity_z", "sd", "Notional of all watched tokens, 15 min against 7 days.") {
            $0.cross.platformActivity
        },
    ]

    private static func circle(_ turns: Double) -> Double { 2 * .pi * turns }
}

extension FeatureDefinition {
    fileprivate static func context(
        _ name: String, _ unit: String, trains: Bool = true, _ summary: String, _ formula: @escaping Formula
    ) -> Self {
        Self(name, .contextual, unit, .even, trains: trains, summary, formula: formula)
    }
}
