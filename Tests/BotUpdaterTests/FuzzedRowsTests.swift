import Market
import Testing

@testable import BotUpdater

/// Goal: made-up rows hold every kind of nonsense, the same ones for a seed.
struct FuzzedRowsTests {
    private let set: ExampleSet = {
        var set = ExampleSet.empty(columns: ["x0", "x1", "x2"])
        set.add(minutes: 0, values: [1, .nan, 5])
        set.add(minutes: 1, values: [-2, .nan, 7])
        set.add(minutes: 2, values: [100, .nan, -100])
        return set
    }()

    @Test func everyKindIsThere() {
        let values = FuzzedRows(set, columns: [0, 2], trainRows: [0, 1], seed: 1).values
        #expect(values.count == 2 * (5 + FuzzedRows.mixedCount))
        #expect(values[0].isNaN && values[1].isNaN)
        // +1e9, -1e9, then the least and the largest that training saw: not those of row 2.
        #expect(values[2..<10] == [1e9, 1e9, -1e9, -1e9, -2, 5, 1, 7])
        let mixed = values[10...]
        #expect(mixed.contains { $0.isNaN } && mixed.contains(1e9) && mixed.contains(-1e9))
        #expect(mixed.allSatisfy { $0.isNaN || [1e9, -1e9, -2, 1, 5, 7].contains($0) })
    }

    @Test func aColumnThatWasAlwaysMissingStaysMissingAtItsEdges() {
        let values = FuzzedRows(set, columns: [1], trainRows: [0, 1], seed: 1).values
        #expect(values[3].isNaN && values[4].isNaN)
    }

    @Test func aSeedGivesTheSameRows() {
        let bits = { (seed: UInt64) in
            FuzzedRows(set, columns: [0, 2], trainRows: [0, 1], seed: seed).values.map(\.bitPattern)
        }
        #expect(bits(3) == bits(3))
        #expect(bits(3) != bits(4))
    }
}
