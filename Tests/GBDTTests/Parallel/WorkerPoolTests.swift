import Testing

@testable import GBDT

/// Goal: every piece runs once and results come in order, for any number of threads and either kind of pool.
struct WorkerPoolTests {
    @Test(arguments: [1, 2, 3, 8], [0, 1, 2, 7, 100])
    func resultsComeInOrder(_ threads: Int, _ count: Int) {
        let expected = (0..<count).map { String($0 * $0) }
        #expect(WorkerPool(threadCount: threads).map(count) { String($0 * $0) } == expected)
        #expect(WorkerPool(keeping: threads).map(count) { String($0 * $0) } == expected)
    }

    @Test func everyCallOfAKeptTeamRunsEveryPieceOnce() {
        let pool = WorkerPool(keeping: 3)
        for call in 0..<20_000 {
            let count = call % 9
            #expect(pool.map(count) { call * 10 + $0 } == (0..<count).map { call * 10 + $0 })
        }
    }

    @Test func aHelperThatSleepsIsWokenOrNotNeeded() async throws {
        let pool = WorkerPool(keeping: 2)
        for call in 0..<20 {
            #expect(pool.map(4) { $0 + call } == (0..<4).map { $0 + call })
            try await Task.sleep(for: .milliseconds(3))
        }
    }

    @Test func callsWithinCallsAndFromSeveralThreadsAreServed() async {
        let pool = WorkerPool(keeping: 3)
        let nested = pool.map(5) { outer in pool.map(5) { outer * 5 + $0 } }
        #expect(nested.flatMap(\.self) == Array(0..<25))
        await withTaskGroup(of: [Int].self) { group in
            for task in 0..<4 {
                group.addTask { (0..<500).flatMap { call in pool.map(3) { task + call + $0 } } }
            }
            for await results in group { #expect(results.count == 1_500) }
        }
    }

    @Test(arguments: [1, 2, 5], [0, 1, 10, 1_000])
    func rangesAreNeighboursAndCoverAll(_ threads: Int, _ count: Int) {
        var marks = [Int](repeating: 0, count: count)
        marks.withUnsafeMutableBufferPointer { marks in
            nonisolated(unsafe) let marks = marks
            WorkerPool(threadCount: threads).forEachRange(of: count, rowsMin: 3) { for row in $0 { marks[row] += 1 } }
        }
        #expect(marks.allSatisfy { $0 == 1 })
    }
}
