import Features
import Market
import TestSupport
import Testing

/// Goal: more size at the best bid never lowers what stands for buying pressure, and more at the best ask never
/// raises it. The mirror test cannot see a weighted mid with its sides exchanged; this one does.
struct MonotonicityTests {
    static let columns = [
        "weighted_mid", "mid_vs_weighted", "micro_price_gap", "depth_imbalance", "queue_imbalance_l1", "ofi_l1_10s",
        "ofi_l1_60s", "ofi_l1_5m", "flow_depth_combined",
    ]

    func row(seed: UInt64, bid: Double, ask: Double) throws -> FeatureRow {
        var generator = SeededGenerator(seed: seed)
        let best = Double(generator.int(in: 10...44)) / 100
        let sizes = (0..<6).map { _ in Double(generator.int(in: 1...500)) }
        return try #require(
            FeaturesTests.row { script in
                let deeper = (bids: (best - 0.01, sizes[2]), asks: (best + 0.03, sizes[3]))
                script.snapshot(
                    bids: [(best, sizes[0]), deeper.bids], asks: [(best + 0.02, sizes[1]), deeper.asks])
                script.trade(best, 5, .sell)
                script.trade(best, 9, .buy)
                script.wait(.minutes(40))
                script.delta(.bid, best, sizes[4] + bid)
                script.delta(.ask, best + 0.02, sizes[5] + ask)
                script.wait(.minutes(1))
            })
    }

    @Test func moreSizeMovesEachOfThemItsWay() throws {
        var generator = SeededGenerator(seed: 14)
        var moved: Set<String> = []
        for seed in 0..<60 as Range<UInt64> {
            let extra = Double(generator.int(in: 1...300))
            let base = try row(seed: seed, bid: 0, ask: 0)
            let heavierBid = try row(seed: seed, bid: extra, ask: 0)
            let heavierAsk = try row(seed: seed, bid: 0, ask: extra)
            for name in Self.columns {
                #expect(heavierBid[name] >= base[name], "\(name)")
                #expect(heavierAsk[name] <= base[name], "\(name)")
                if heavierBid[name] > base[name] { moved.insert(name) }
            }
        }
        #expect(moved == Set(Self.columns))
    }
}
