import Market

/// Dates as the venue writes them.
enum InstantText {
    /// 2026-10-04T23:07:16Z.
    static func iso(_ time: Timestamp) -> String {
        let (date, second) = split(time)
        return date + "T" + clock(second) + "Z"
    }

    /// 2026-10-04.
    static func date(_ time: Timestamp) -> String { split(time).date }

    /// 2026-05-28 05:29:05+00, as `closedTime` is written.
    static func spaced(_ time: Timestamp) -> String {
        let (date, second) = split(time)
        return date + " " + clock(second) + "+00"
    }

    private static func clock(_ second: Int64) -> String {
        pad(second / 3_600) + ":" + pad(second / 60 % 60) + ":" + pad(second % 60)
    }

    /// The date, and the seconds since its midnight. Days by eras of 400 years (Hinnant, "chrono-compatible
    /// algorithms").
    private static func split(_ time: Timestamp) -> (date: String, second: Int64) {
        let days = time.floored(to: .days(1)).seconds / 86_400
        let shifted = days + 719_468
        let era = (shifted >= 0 ? shifted : shifted - 146_096) / 146_097
        let dayOfEra = shifted - era * 146_097
        let yearOfEra = (dayOfEra - dayOfEra / 1_460 + dayOfEra / 36_524 - dayOfEra / 146_096) / 365
        let dayOfYear = dayOfEra - (365 * yearOfEra + yearOfEra / 4 - yearOfEra / 100)
        let monthFromMarch = (5 * dayOfYear + 2) / 153
        let day = dayOfYear - (153 * monthFromMarch + 2) / 5 + 1
        let month = monthFromMarch < 10 ? monthFromMarch + 3 : monthFromMarch - 9
        let year = yearOfEra + era * 400 + (month <= 2 ? 1 : 0)
        return ("\(year)-" + pad(month) + "-" + pad(day), time.seconds - days * 86_400)
    }

    private static func pad(_ value: Int64) -> String { value < 10 ? "0\(value)" : "\(value)" }
}
