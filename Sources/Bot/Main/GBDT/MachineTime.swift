#if canImport(Glibc)
    import Glibc
#endif

/// The clocks of the machine as plain numbers, for what is too short for a `Stopwatch`.
enum MachineTime {
    /// Nanoseconds since some moment of the past; never runs backwards.
    static var nanoseconds: Int { read(CLOCK_MONOTONIC) }

    /// Processor time that all threads of this process have used.
    static var processorSeconds: Double { Double(read(CLOCK_PROCESS_CPUTIME_ID)) / 1e9 }

    static func seconds(since start: Int) -> Double { Double(nanoseconds - start) / 1e9 }

    private static func read(_ clock: clockid_t) -> Int {
        var time = timespec()
        clock_gettime(clock, &time)
        return time.tv_sec * 1_000_000_000 + time.tv_nsec
    }
}
