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
        .context("game_start_h", "h", "Time to the scheduled start of the game, below 0 after it.") { $0.hoursToGame },
        .context("resolution_state", "code", "0 no outcome proposed, 1 proposed, 2 disputed, as announced in time.") {
            $0.resolution.map { Double($0.rawValue) } ?? .nan
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
        .context(
            "how_volume_pct", "ratio", window: .hours(1), "Shares of both tokens over the category's usual ones then."
        ) { $0.marketVolume / $0.usualVolume.hour },
        .context("category_code", "code", "The category by number; NaN when unknown.") {
            $0.instrument.categoryCode
        },
        .context("neg_risk", "0/1", "Whether the event's outcomes exclude each other.") {
            $0.instrument.isNegativeRisk ? 1 : 0
        },
        .context("reward_active", "0/1", "Whether the venue pays for resting orders.") {
            $0.instrument.reward.map { $0.isOffered ? 1 : 0 } ?? .nan
        },
        .context("platform_activity_z", "sd", "Notional of all watched tokens, 15 min against 7 days.") {
            $0.cross.platformActivity
        },
        FeatureDefinition(
            "ext_ref_move_15m", .contextual, "ratio", .none, window: .minutes(15), needsWholeWindow: true,
            "Move of the outside price that the market is about.", formula: { $0.referenceMove }),
    ]

    private static func circle(_ turns: Double) -> Double { 2 * .pi * turns }
}

extension FeatureDefinition {
    fileprivate static func context(
        _ name: String, _ unit: String, trains: Bool = true, window: Duration? = nil, _ summary: String,
        _ formula: @escaping Formula
    ) -> Self {
        Self(name, .contextual, unit, .even, trains: trains, window: window, summary, formula: formula)
    }
}
