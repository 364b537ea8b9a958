import Glibc
import Market

/// The rhythm of day and week, in UTC: how busy a moment is, one on average over a week.
enum Rhythm {
    static func activity(at time: Timestamp) -> Double {
        let hours = time.seconds(since: Timestamp(seconds: 0)) / 3_600
        // 1970-01-01 was a Thursday.
        let day = (Int((hours / 24).rounded(.down)) + 3) % 7
        // American evenings are the busiest.
        return (1 + 0.45 * cos(2 * .pi * (hours - 20) / 24)) * (day >= 5 ? 0.75 : 1.1)
    }
}
