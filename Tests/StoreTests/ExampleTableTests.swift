import Features
import Market
import Testing

@testable import Store

@Suite struct ExampleTableTests {
    private func table(_ keys: [(minute: Int, market: UInt32)], y: Double = 0, columns: Int = 3) -> ExampleTable {
        var table = ExampleTable()
        for key in keys {
            let isAdded = table.append(
                asset: MarketID(key.market).yes, time: Fixture.time(key.minute), context: Fixture.context(),
                label: Fixture.label(key.market, key.minute, y: y)
            ) { values in
                values += (0..<columns).map { Float(key.minute * 100 + Int(key.market) * 10 + $0) }
                return columns
            }
            #expect(isAdded)
        }
        return table
    }

    private func keys(_ table: ExampleTable) -> [[Int]] {
        zip(table.times, table.assets).map { time, asset in
            [Int((time - Fixture.start).inSeconds) / 60, Int(asset.market.rawValue)]
        }
    }

    @Test func anEmptyTableHasNoColumns() {
        let table = ExampleTable()
        #expect(table.isEmpty && table.count == 0 && table.columnCount == 0)
    }

    @Test func rowsComeBackAsValues() {
        let table = table([(0, 1), (0, 2), (15, 1)])
        #expect(table.count == 3 && table.columnCount == 3 && table.values.count == 9)
        #expect(table[1].row.values == [20, 21, 22] && table[1].row.asset == MarketID(2).yes)
        #expect(table[2].label == Fixture.label(1, 15, y: 0))
        #expect(table.ready == table.labels.map(\.ready))
    }

    @Test func aRowOfAnotherWidthIsRefusedWhole() {
        var table = table([(0, 1)])
        for width in [0, 2, 4] {
            let isAdded = table.append(
                asset: MarketID(2).yes, time: Fixture.time(0), context: Fixture.context(),
                label: Fixture.label(2, 0)
            ) { values in
                values += Array(repeating: 7, count: width)
                return width
            }
            #expect(!isAdded && table.count == 1 && table.values == [10, 11, 12])
        }
        let isAdded = table.append(
            asset: MarketID(2).yes, time: Fixture.time(0), context: Fixture.context(), label: Fixture.label(2, 0)
        ) { _ in nil }
        #expect(!isAdded && table.count == 1)
    }

    @Test func mergingWithNothingChangesNothing() {
        var table = table([(0, 1), (15, 1)])
        table.merge(ExampleTable())
        #expect(keys(table) == [[0, 1], [15, 1]])
        var empty = ExampleTable()
        empty.merge(table)
        #expect(keys(empty) == keys(table) && empty.columnCount == 3)
    }

    // Goal: merge = put both into a dictionary, the newer last, and sort. On random keys.
    @Test func mergingEqualsSortingWithTheNewerWinning() {
        var generator = SplitMix(state: 5)
        for _ in 0..<200 {
            func draw() -> [(minute: Int, market: UInt32)] {
                var found: [(minute: Int, market: UInt32)] = []
                for minute in 0..<5 {
                    for market in 1...4 as ClosedRange<UInt32> where Bool.random(using: &generator) {
                        found.append((minute, market))
                    }
                }
                return found
            }
            let (old, new) = (draw(), draw())
            var merged = table(old, y: 1)
            merged.merge(table(new, y: 2))
            let isNew = { (minute: Int, market: UInt32) in new.contains { $0 == (minute, market) } }
            let all = (new + old.filter { !isNew($0.minute, $0.market) }).sorted { $0 < $1 }
            #expect(keys(merged) == all.map { [$0.minute, Int($0.market)] })
            #expect(merged.labels.map(\.yLogit) == all.map { isNew($0.minute, $0.market) ? 2 : 1 })
            #expect(merged.values.count == merged.count * 3)
            for row in all.indices {
                #expect(merged[row].row.values[0] == Float(all[row].0 * 100 + Int(all[row].1) * 10))
            }
        }
    }

    @Test func droppingRowsKeepsTheArraysInStep() {
        for minute in [-1, 0, 1, 15, 16, 99] {
            var table = table([(0, 1), (0, 2), (15, 1), (30, 1)])
            table.removeRows(before: Fixture.time(minute))
            #expect(table.times.allSatisfy { $0 >= Fixture.time(minute) })
            #expect(table.count == [0, 0, 15, 30].count { $0 >= minute })
            #expect(table.values.count == 3 * table.count && table.labels.count == table.count)
            #expect(table.contexts.count == table.count && table.assets.count == table.count)
        }
    }

    @Test func thePartitioningIndexIsFound() {
        for count in 0..<6 {
            let numbers = Array(0..<count)
            for limit in 0...count { #expect(numbers.partitioningIndex { $0 >= limit } == limit) }
        }
    }
}
