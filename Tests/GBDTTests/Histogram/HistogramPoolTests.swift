import Testing

@testable import GBDT

/// Goal: what fits into the bound is kept, and what was used longest ago gives way.
struct HistogramPoolTests {
    /// Four bins take 64 bytes.
    private func pool(room: Int?) -> HistogramPool {
        HistogramPool(histogramSize: 4, megabytes: room.map { Double($0 * 64) / 1_048_576 }, leafCountMax: 31)
    }

    private func fill(_ pool: inout HistogramPool, leaf: Int) {
        var histogram = pool.take(leaf).histogram
        histogram.sums[0] = SIMD2(Double(leaf), 1)
        pool.put(histogram, of: leaf)
    }

    @Test func withoutABoundEveryLeafKeepsItsHistogram() {
        var pool = pool(room: nil)
        for leaf in 0..<31 { fill(&pool, leaf: leaf) }
        #expect((0..<31).allSatisfy { pool[$0]?.sums[0].x == Double($0) })
        pool.release(4)
        #expect(pool[4] == nil)
        pool.reset()
        #expect((0..<31).allSatisfy { pool[$0] == nil })
    }

    @Test func theHistogramUsedLongestAgoGivesWay() {
        var pool = pool(room: 3)
        for leaf in 0..<3 { fill(&pool, leaf: leaf) }
        fill(&pool, leaf: 0)
        fill(&pool, leaf: 3)
        #expect(pool[1] == nil)
        #expect([0, 2, 3].allSatisfy { pool[$0]?.sums[0].x == Double($0) })
        let lost = pool.take(1)
        #expect(!lost.isKept)
        #expect(pool[2] == nil)
    }

    @Test func twoFitWhateverTheBound() {
        var pool = pool(room: 0)
        fill(&pool, leaf: 0)
        fill(&pool, leaf: 1)
        #expect(pool[0] != nil && pool[1] != nil)
        fill(&pool, leaf: 2)
        #expect(pool[0] == nil && pool[1] != nil)
    }

    @Test func aHistogramMovesToAnotherLeaf() {
        var pool = pool(room: 2)
        fill(&pool, leaf: 0)
        let parent = pool.take(0)
        #expect(parent.isKept)
        pool.move(from: 0, to: 1)
        #expect(!pool.take(0).isKept)
        pool.put(parent.histogram, of: 1)
        #expect(pool[1]?.sums[0].x == 0)
    }
}
