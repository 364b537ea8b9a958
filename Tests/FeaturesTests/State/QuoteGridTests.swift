@testable import Features
import Market
import TestSupport
import Testing

/// Goal: the ring holds what a table of all slots would. Method: by hand, and against a dictionary on random streams.
struct QuoteGridTests {
    func slot(_ mid: Int16) -> QuoteSlot { QuoteSlot(doubleMid: mid, spread: 1) }

    @Test func aSlotHoldsWhatWasInForceAtItsTime() {
        var grid = QuoteGrid(step: .seconds(10), capacity: 5, start: monday + .seconds(1))
        grid.fill(before: monday + .seconds(20), with: slot(1))
        #expect(grid.slot(atOrBefore: monday + .seconds(19)) == slot(1))
        #expect(grid.slot(atOrBefore: monday + .seconds(9)).isMissing)
        grid.fill(before: monday + .seconds(21), with: slot(2))
        #expect(grid.slot(atOrBefore: monday + .seconds(20)) == slot(2))
        grid.fill(through: monday + .seconds(30), with: slot(3))
        #expect(grid.slot(atOrBefore: monday + .seconds(30)) == slot(3))
    }

    @Test func theFirstSlotMayBeTheStartItself() {
        var grid = QuoteGrid(step: .seconds(10), capacity: 5, start: monday)
        grid.fill(through: monday, with: slot(7))
        #expect(grid.slot(atOrBefore: monday) == slot(7))
    }

    @Test func aLongSilenceCostsNoMoreThanTheRing() {
        var grid = QuoteGrid(step: .seconds(10), capacity: 5, start: monday)
        grid.fill(through: monday + .seconds(20), with: slot(1))
        grid.fill(through: monday + .days(4_000), with: slot(2))
        var seen: [QuoteSlot] = []
        grid.forEach(newest: 100) { seen.append($0) }
        #expect(seen == Array(repeating: slot(2), count: 5))
    }

    @Test func theRingAgreesWithATableOfAllSlots() {
        var generator = SeededGenerator(seed: 6)
        for capacity in [1, 2, 7, 61] {
            var grid = QuoteGrid(step: .seconds(10), capacity: capacity, start: monday)
            var table: [QuoteSlot] = []
            var time = monday
            for value in 1...400 {
                time = time + .milliseconds(generator.int(in: 1...40_000))
                grid.fill(before: time, with: slot(Int16(value)))
                while monday + .seconds(10 * table.count) < time { table.append(slot(Int16(value))) }
                let count = generator.int(in: 1...80)
                var seen: [QuoteSlot] = []
                grid.forEach(newest: count) { seen.append($0) }
                #expect(seen == Array(table.suffix(min(count, capacity))))
                let back = generator.int(in: 0...(capacity + 2))
                let expected = back < min(capacity, table.count) ? table[table.count - 1 - back] : .missing
                let newest = monday + .seconds(10 * (table.count - 1))
                #expect(grid.slot(atOrBefore: newest - .seconds(10 * back)) == expected)
            }
        }
    }

    @Test func quotientsAreRoundedDownBelowZeroToo() {
        #expect(Int64(-1).dividedDown(by: 10) == -1)
        #expect(Int64(-10).dividedDown(by: 10) == -1)
        #expect(Int64(19).dividedDown(by: 10) == 1)
    }
}
