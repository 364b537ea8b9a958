import Testing

@testable import GBDT

/// Goal: every piece runs once and results come in order, for any number of threads.
struct WorkerPoolTests {
    @Test(arguments: [1, 2, 3, 8], [0, 1, 2, 7, 100])
    func resultsComeInOrder(_ threads: Int, _ count: Int) {
        let results = WorkerPool(threadCount: threads).map(count) { String($0 * $0) }
        #expect(results == (0..<count).map { String($0 * $0) })
    }
}
