// Unsafe in two places: results are written side by side into one buffer, and the compiler's check that closures may
// run on several threads is replaced by the rule below. Both are what data parallelism over one array needs.

import Dispatch

/// Runs numbered pieces of work, one thread or several.
///
/// Whoever is free takes the next piece. Pieces share nothing and callers combine results in piece order, so no result
/// depends on the number of threads. Blocks the caller: not for use inside async code.
struct WorkerPool: Sendable {
    let threadCount: Int
    /// Threads that stay; nil: each call asks the system for some.
    private let team: WorkerTeam?

    init(threadCount: Int) {
        self.threadCount = threadCount
        team = nil
    }

    /// With threads that wait for the next call, some microseconds awake and then asleep: for thousands of short calls.
    /// They end when the last copy of the pool is gone.
    init(keeping threadCount: Int) {
        self.threadCount = threadCount
        team = threadCount > 1 ? WorkerTeam(helperCount: threadCount - 1) : nil
    }

    func forEach(_ count: Int, _ body: (Int) -> Void) {
        let workers = min(threadCount, count)
        if workers <= 1 {
            for index in 0..<count { body(index) }
            return
        }
        // Work on disjoint parts of one buffer cannot be told to the compiler as Sendable. What makes it true: callers
        // write nothing but the part their number owns, and this call returns only after every piece has ended.
        withoutActuallyEscaping(body) { body in
            nonisolated(unsafe) let body = body
            if let team {
                team.forEach(count) { body($0) }
                return
            }
            DispatchQueue.concurrentPerform(iterations: workers) { worker in
                for index in stride(from: worker, to: count, by: workers) { body(index) }
            }
        }
    }

    /// The results of `body` in order.
    func map<Result>(_ count: Int, _ body: (Int) -> Result) -> [Result] {
        if count == 0 { return [] }
        // Every piece writes the one slot that bears its number, so the buffer is complete and free of races.
        return [Result](unsafeUninitializedCapacity: count) { buffer, initializedCount in
            let slots = buffer.baseAddress!
            forEach(count) { (slots + $0).initialize(to: body($0)) }
            initializedCount = count
        }
    }

    /// Neighbouring ranges that together are `0 ..< count`, one or more a thread, for work whose pieces are rows.
    ///
    /// The cuts depend on the number of threads: only for work on each row by itself.
    func forEachRange(of count: Int, rowsMin: Int = 16_384, _ body: (Range<Int>) -> Void) {
        let pieces = threadCount == 1 ? 1 : max(1, min(8 * threadCount, count / rowsMin))
        forEach(pieces) { body(count * $0 / pieces..<count * ($0 + 1) / pieces) }
    }
}
