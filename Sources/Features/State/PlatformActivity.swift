private import Glibc
internal import Market

/// Notional of all watched tokens, five minutes by five minutes over seven days.
struct PlatformActivity: Sendable {
    private static let slotCount = 2_016

    private var slots: ActivityGrid<Double>
    private var current = 0.0
    /// The last 15 minutes against all 15 minutes of the week.
    private(set) var zscore = Double.nan

    init(start: Timestamp) {
        slots = ActivityGrid(step: .minutes(5), capacity: Self.slotCount, start: start)
    }

    mutating func advance(to t: Timestamp) {
        guard slots.isDue(before: t) else { return }
        let first = slots.next
        slots.close(before: t) { $0 == first ? current : 0 }
        current = 0
        zscore = computed()
    }

    /// Call after `advance(to:)` with the trade's time.
    mutating func traded(_ notional: Double) { current += notional }

    private func computed() -> Double {
        var moments = Moments()
        var window: (Double, Double) = (.nan, .nan)
        var last = Double.nan
        slots.forEach(newest: Self.slotCount) { slot in
            last = window.0 + window.1 + slot
            if !last.isNaN { moments.add(last) }
            window = (window.1, slot)
        }
        guard moments.weight * 2 >= Double(Self.slotCount) else { return .nan }
        return LevelStatistics.zscore(last, mean: moments.mean, deviation: moments.standardDeviation)
    }
}

extension PlatformActivity: Restorable {
    mutating func archive(_ coder: inout StateCoder) throws(SnapshotError) {
        try slots.archive(&coder, blank: 0)
        try coder.double(&current)
        try coder.double(&zscore)
    }
}
