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
        .context("hour_of_day", "h", trains: false, "Hour of the day, UTC.") {
            ($0.secondOfDay / 3_600).rounded(.down)
        },
        .context("hour_sin", "", "Sine of the time of day.") { sin(circle($0.secondOfDay / 86_400)) },
        .context("hour_cos", "", "Cosine of the time of day.") { cos(circle($0.secondOfDay / 86_400)) },
        .context("day_of_week", "d", trains: false, "0 Monday to 6 Sunday, UTC.") { Double($0.dayOfWeek) },
        .context("dow_sin", "", "Sine of the day of the week.") { sin(circle(Double($0.dayOfWeek) / 7)) },
        .context("dow_cos", "", "Cosine of the day of the week.") { cos(circle(Double($0.dayOfWeek) / 7)) },
        .context("is_weekend", "0/1", "Saturday or Sunday, UTC.") { $0.dayOfWeek >= 5 ? 1 : 0 },
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
