import Market
import Testing

/// Goal: prices, sizes and money are whole numbers that mirror and add up exactly.
struct PriceTests {
    @Test func aPriceLiesStrictlyBetweenZeroAndOne() {
        #expect(Price(units: 0) == nil)
        #expect(Price(units: 10_000) == nil)
        #expect(Price(units: -5) == nil)
        #expect(Price(units: 1)?.complement == Price(units: 9_999))
    }

    @Test func theComplementOfTheComplementIsThePrice() {
        for units in Int32(1)..<10_000 {
            let price = Price(checked: units)
            #expect(price.complement.complement == price)
            #expect(price.units + price.complement.units == Price.one)
        }
    }

    @Test func everyVenueTickDividesTheUnit() {
        for tick in [1_000, 100, 10, 1] as [Int32] { #expect(Price(checked: 5_000).isMultiple(of: tick)) }
        #expect(!Price(checked: 5_001).isMultiple(of: 10))
    }

    @Test func theNearestPriceOfADecimalIsExact() {
        #expect(Price(nearest: 0.53)?.units == 5_300)
        #expect(Price(nearest: 0.0001)?.units == 1)
        #expect(Price(nearest: 0)?.units == nil)
        #expect(Price(nearest: .nan) == nil)
        #expect(Price(nearest: 0.99999) == nil)
    }

    @Test func aNotionalIsRoundedOnceWithHalvesUp() {
        // 0.5 * 0.000001 shares = half a microdollar.
        #expect(Money.notional(Price(checked: 5_000), Size(microshares: 1)).microdollars == 1)
        #expect(Money.notional(Price(checked: 4_999), Size(microshares: 1)).microdollars == 0)
        #expect(Money.notional(Price(checked: 5_300), Size(microshares: 10_000_000)).microdollars == 5_300_000)
    }

    @Test func aNotionalOfTheLargestSizeDoesNotOverflow() {
        let size = Size(microshares: 1_000_000_000_000_000_000)
        #expect(Money.notional(Price(checked: 9_999), size).microdollars == 999_900_000_000_000_000)
    }

    /// Source: fee = shares * rate * p * (1 - p), 100 shares at 0.5 and 7.2 % are 1.80 USDC.
    @Test func theTakerFeeFollowsTheVenuesFormulaAndIsTheSameForBothTokens() {
        let fee = FeeRate(millionths: 72_000)
        #expect(fee.fee(Price(checked: 5_000), Size(microshares: 100_000_000)).microdollars == 1_800_000)
        for units in stride(from: Int32(7), to: 10_000, by: 131) {
            let price = Price(checked: units)
            let size = Size(microshares: 12_345_678)
            #expect(fee.fee(price, size) == fee.fee(price.complement, size))
        }
        #expect(FeeRate.free.fee(Price(checked: 5_000), Size(microshares: 100)) == .zero)
    }

    @Test func aPayoutAndItsComplementPayOneDollarAPair() {
        let size = Size(microshares: 7_654_321)
        for units in stride(from: Int32(0), through: 10_000, by: 2_500) {
            let payout = Payout(units: units)!
            let both = payout.value(of: size) + payout.complement.value(of: size)
            #expect(abs(both.microdollars - size.microshares) <= 1)
        }
        #expect(Payout(units: 10_001) == nil)
    }
}

/// Goal: grids and arithmetic of time are exact, before 1970 too.
struct TimestampTests {
    @Test func flooringToAGridHonoursThePhase() {
        let time = Timestamp(seconds: 1_000)
        #expect(time.floored(to: .seconds(300)) == Timestamp(seconds: 900))
        #expect(time.floored(to: .seconds(300), phase: .seconds(120)) == Timestamp(seconds: 720))
        #expect(Timestamp(seconds: 720).floored(to: .seconds(300), phase: .seconds(120)) == Timestamp(seconds: 720))
        #expect(Timestamp(seconds: -1).floored(to: .seconds(60)) == Timestamp(seconds: -60))
    }

    @Test func durationsAndInstantsAddUp() {
        let start = Timestamp(milliseconds: 1_767_571_200_000)
        #expect((start + .hours(1)) - start == .seconds(3_600))
        #expect((start + .nanoseconds(1)).seconds(since: start) == 1e-9)
        #expect(start.duration(to: start + .days(2)) == .seconds(172_800))
    }
}

/// Goal: identifiers pair up, and the stable hash is the same in every process.
struct IdentifierTests {
    @Test func theTwoTokensOfAMarketAreComplements() {
        let market = MarketID(41)
        #expect(market.yes.complement == market.no)
        #expect(market.no.market == market && market.no.outcome == .no)
        #expect(MarketID(.max).no.market == MarketID(.max))
    }

    /// Golden values of FNV-1a 64 (draft-eastlake-fnv, appendix C).
    @Test func theStableHashIsFNV1a() {
        #expect(StableHash("").value == 0xcbf2_9ce4_8422_2325)
        #expect(StableHash("a").value == 0xaf63_dc4c_8601_ec8c)
        #expect(StableHash("foobar").value == 0x8594_4171_f739_67e8)
    }
}
