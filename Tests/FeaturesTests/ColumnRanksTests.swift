import Features
import Testing

/// Goal: a value's place among others is its mid-rank over what is present. Method: by hand.
struct ColumnRanksTests {
    @Test func missingValuesHaveNoPlaceAndTakeNone() {
        var ranks = ColumnRanks(of: [2, .nan, 5, 1])
        #expect(ranks.percentile(0).isNaN)
        for row in [[1, 1, .nan, 1], [2, 2, .nan, 1], [3, 3, .nan, 1], [.nan, 4, .nan, 1]] as [[Float]] {
            ranks.add(row)
        }
        #expect(ranks.rowCount == 4)
        #expect(ranks.percentile(0) == 0.5)
        #expect(ranks.percentile(1).isNaN && ranks.percentile(2).isNaN)
        #expect(ranks.percentile(3) == 0.5)
        ranks.add([-1, 0, 6, 0])
        #expect(ranks.percentile(0) == 2.5 / 4 && ranks.percentile(2) == 0 && ranks.percentile(3) == 3.0 / 5)
    }
}
