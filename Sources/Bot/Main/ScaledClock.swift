import Market

#if canImport(Glibc)
    import Glibc
#endif

/// The system's clock, UTC.
struct SystemClock: Sendable {
    var now: Timestamp {
        var time = timespec()
        clock_gettime(CLOCK_REALTIME, &time)
        return Timestamp(nanoseconds: Int64(time.tv_sec) * 1_000_000_000 + Int64(time.tv_nsec))
    }
}

/// A clock that starts at an instant and runs faster or slower than the wall's. It never falls back.
struct ScaledClock: Sendable {
    let start: Timestamp
    let speed: Double
    private let began = ContinuousClock().now

    init(start: Timestamp, speed: Double) {
        self.start = start
        self.speed = speed
    }

    var now: Timestamp {
        let elapsed = began.duration(to: ContinuousClock().now)
        return start + .nanoseconds(Int64(Double(elapsed.nanoseconds) * speed))
    }
}
