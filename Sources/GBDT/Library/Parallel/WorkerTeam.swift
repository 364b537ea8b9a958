// Unsafe in one place: the work of a call is a value on the caller's stack that helpers reach through a pointer. A
// helper follows it only after having taken a piece, and the caller stays until every piece that was taken has ended.

import Dispatch
import Glibc
import Synchronization

/// Threads that help one caller at a time, again and again.
///
/// Between calls helpers look for work for some microseconds and then sleep. The caller never waits for a helper that
/// has not started: it takes pieces too, all of them if nobody else does.
final class WorkerTeam: Sendable {
    private let state: State

    init(helperCount: Int) {
        let state = State()
        self.state = state
        for _ in 0..<helperCount {
            // A queue of its own, so that a helper asleep never stands in the way of anybody else's work.
            DispatchQueue(label: "gbdt.worker").async { state.help() }
        }
    }

    deinit {
        state.isOver.store(true, ordering: .releasing)
        state.wakeHelpers()
    }

    /// Runs pieces `0 ..< count`. Calls from within a piece, or while another thread's call runs, are served by their
    /// caller alone.
    func forEach(_ count: Int, _ body: @escaping @Sendable (Int) -> Void) {
        guard count <= State.pieceMax, !state.isBusy.exchange(true, ordering: .acquiring) else {
            for index in 0..<count { body(index) }
            return
        }
        state.run(count, body)
        state.isBusy.store(false, ordering: .releasing)
    }

    private final class State: Sendable {
        static let pieceMax = 1 << 20 - 1
        /// Looks for work before a helper sleeps or the caller naps; each takes under a microsecond when nobody else
        /// wants the core. What one thread does between two calls takes mostly less than all of them, and waking
        /// somebody takes as long as a hundred.
        private static let looksMax = 1_000

        let isBusy = Atomic(false)
        let isOver = Atomic(false)
        /// The next piece (20 bits), the number of pieces (20 bits), and the number of the call: taking a piece by
        /// comparing all of it can never take one of another call.
        private let next = Atomic<UInt64>(0)
        private let unfinished = Atomic(0)
        /// Where the call's work is, as a number since pointers are not Sendable.
        private let work = Atomic<Int>(0)
        private let sleeping = Atomic(0)
        private let alarm = DispatchSemaphore(value: 0)

        struct Work {
            let body: @Sendable (Int) -> Void
        }

        func run(_ count: Int, _ body: @escaping @Sendable (Int) -> Void) {
            withUnsafePointer(to: Work(body: body)) { pointer in
                work.store(Int(bitPattern: pointer), ordering: .relaxed)
                unfinished.store(count, ordering: .relaxed)
                let call = (next.load(ordering: .relaxed) >> 40) &+ 1
                next.store(call << 40 | UInt64(count) << 20, ordering: .sequentiallyConsistent)
                wakeHelpers()
                takePieces()
                var looks = 0
                while unfinished.load(ordering: .acquiring) > 0 {
                    looks += 1
                    if looks > Self.looksMax { usleep(20) } else { sched_yield() }
                }
            }
        }

        func wakeHelpers() {
            for _ in 0..<sleeping.exchange(0, ordering: .sequentiallyConsistent) { alarm.signal() }
        }

        /// A helper's life.
        func help() {
            var looks = 0
            while !isOver.load(ordering: .acquiring) {
                if takePieces() {
                    looks = 0
                } else if looks < Self.looksMax {
                    looks += 1
                    sched_yield()
                } else {
                    // A call that begins here may find nobody to wake; its caller then does all the work.
                    sleeping.add(1, ordering: .sequentiallyConsistent)
                    if isOver.load(ordering: .sequentiallyConsistent) { return }
                    alarm.wait()
                    looks = 0
                }
            }
        }

        /// Takes pieces until there are none. false when there were none at all.
        @discardableResult
        private func takePieces() -> Bool {
            var hasWorked = false
            while true {
                let seen = next.load(ordering: .acquiring)
                let index = Int(seen & 0xFFFFF)
                if index >= Int(seen >> 20 & 0xFFFFF) { return hasWorked }
                let (isTaken, _) = next.compareExchange(
                    expected: seen, desired: seen + 1, ordering: .acquiringAndReleasing)
                guard isTaken, let work = UnsafePointer<Work>(bitPattern: work.load(ordering: .relaxed)) else {
                    continue
                }
                work.pointee.body(index)
                unfinished.subtract(1, ordering: .acquiringAndReleasing)
                hasWorked = true
            }
        }
    }
}
