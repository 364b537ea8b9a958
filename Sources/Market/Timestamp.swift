// Market is the vocabulary of the whole bot: prices, sizes, books, events, orders and the ports they travel through.
// It imports nothing.

/// An instant in UTC, in nanoseconds since 1970-01-01. The only time type of the bot.
public struct Timestamp: InstantProtocol, Hashable, Sendable {
    public var nanoseconds: Int64

    public init(nanoseconds: Int64) { self.nanoseconds = nanoseconds }
    public init(milliseconds: Int64) { nanoseconds = milliseconds * 1_000_000 }
    public init(seconds: Int64) { nanoseconds = seconds * 1_000_000_000 }

    /// Earlier than every event: the value of "not yet".
    public static let distantPast = Timestamp(nanoseconds: .min / 4)
    /// Later than every event: the value of "never".
    public static let distantFuture = Timestamp(nanoseconds: .max / 4)

    public static func < (a: Timestamp, b: Timestamp) -> Bool { a.nanoseconds < b.nanoseconds }

    public func advanced(by duration: Duration) -> Timestamp {
        Timestamp(nanoseconds: nanoseconds + duration.nanoseconds)
    }
    public func duration(to other: Timestamp) -> Duration { .nanoseconds(other.nanoseconds - nanoseconds) }

    public static func + (a: Timestamp, b: Duration) -> Timestamp { a.advanced(by: b) }
    public static func - (a: Timestamp, b: Duration) -> Timestamp {
        Timestamp(nanoseconds: a.nanoseconds - b.nanoseconds)
    }
    /// The time from `b` to `a`.
    public static func - (a: Timestamp, b: Timestamp) -> Duration { b.duration(to: a) }

    /// Seconds from `earlier` to this instant, for arithmetic that begins where features begin.
    @inlinable
    public func seconds(since earlier: Timestamp) -> Double { Double(nanoseconds &- earlier.nanoseconds) * 1e-9 }

    /// The latest multiple of `step` (counted from 1970, shifted by `phase`) at or before this instant.
    public func floored(to step: Duration, phase: Duration = .zero) -> Timestamp {
        let width = step.nanoseconds
        precondition(width > 0, "a grid needs a positive step")
        let shifted = nanoseconds - phase.nanoseconds
        let remainder = shifted % width
        return Timestamp(nanoseconds: nanoseconds - (remainder >= 0 ? remainder : remainder + width))
    }
}

extension Duration {
    /// Whole nanoseconds. Traps beyond 292 years, which no duration of the bot reaches.
    public var nanoseconds: Int64 {
        let (seconds, attoseconds) = components
        return seconds * 1_000_000_000 + attoseconds / 1_000_000_000
    }
    /// Seconds as a real number.
    public var inSeconds: Double { Double(nanoseconds) * 1e-9 }

    public static func minutes(_ count: Int) -> Duration { .seconds(count * 60) }
    public static func hours(_ count: Int) -> Duration { .seconds(count * 3_600) }
    public static func days(_ count: Int) -> Duration { .seconds(count * 86_400) }
}

/// Where the time comes from: the system, or a simulated world. A port; read only at the rim.
///
/// The engine never reads it: it is told the time of what it handles.
public protocol MarketClock: AnyObject {
    var now: Timestamp { get }
}
