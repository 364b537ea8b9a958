import Features
import Market
import TestSupport
import Testing

/// Goal: rows compare by bits, so that runs can be compared.
struct FeatureRowTests {
    let context = RowContext(
        event: EventID(1), bid: .usdc(0.4), ask: .usdc(0.42), tick: 100, fee: .free, stalenessLimit: .seconds(30))

    func row(_ values: [Float]) -> FeatureRow {
        FeatureRow(asset: MarketID(1).yes, time: monday, context: context, values: values)
    }

    @Test func missingEqualsMissing() {
        #expect(row([1, .nan]) == row([1, .nan]))
        #expect(row([1, .nan]).hashValue == row([1, .nan]).hashValue)
    }

    @Test func anyOtherBitMakesAnotherRow() {
        #expect(row([1]) != row([1.0000001]))
        #expect(row([0]) != row([-0.0]))
        #expect(row([1]) != row([1, 1]))
        var later = row([1])
        later.time = monday + .seconds(1)
        #expect(later != row([1]))
    }
}
