import Testing

@testable import BotSigning

/// Goal: fees to the fifth decimal place, and a budget that is never overspent. Method: by hand, vectors.
struct TakerFeeTests {
    static func crypto() throws -> TakerFee { try TakerFee(rate: 70_000, exponent: 1) }

    @Test func oneByHand() throws {
        // 100 * 0.07 * 0.25 = 1.75
        #expect(try Self.crypto().fee(shares: 100_000_000, price: 5_000) == 1_750_000)
        // 0.000005 is a half and goes up, what is below it goes.
        #expect(try TakerFee(rate: 1_000_000, exponent: 0).fee(shares: 5, price: 5_000) == 10)
        #expect(try TakerFee(rate: 1_000_000, exponent: 0).fee(shares: 4, price: 5_000) == 0)
        #expect(try TakerFee(rate: 0, exponent: 1).fee(shares: .max, price: 5_000) == 0)
    }

    @Test func yesAndNoCostTheSame() throws {
        for price in stride(from: Int64(0), through: 10_000, by: 7) {
            let fee = try Self.crypto().fee(shares: 123_456_789, price: price)
            #expect(try fee == Self.crypto().fee(shares: 123_456_789, price: 10_000 - price))
        }
    }

    /// What is spendable costs no more than the budget with its fee, and a millionth more would.
    @Test func theBudgetIsSpentAndNotOverspent() throws {
        let budget = 100_000_000.0
        for exponent in 0...2 {
            let fee = try TakerFee(rate: 70_000, exponent: exponent)
            for units in stride(from: Int64(1), to: 10_000, by: 97) {
                let price = Double(units) * 1e-4
                let curve = (0..<exponent).reduce(1) { curve, _ in curve * price * (1 - price) }
                let amount = Double(try fee.spendable(budget: Int64(budget), price: units, builderRate: 1_000))
                let cost = 1 + 0.07 * curve / price + 0.001
                #expect(amount * cost <= budget * (1 + 1e-12), "exponent \(exponent), price \(price)")
                #expect((amount + 1) * cost > budget * (1 - 1e-12), "exponent \(exponent), price \(price)")
            }
        }
    }

    @Test func whatIsOutOfRangeIsRefused() throws {
        #expect(throws: FeeError.rateOutOfRange) { try TakerFee(rate: -1, exponent: 1) }
        #expect(throws: FeeError.rateOutOfRange) { try TakerFee(rate: 1_000_001, exponent: 1) }
        #expect(throws: FeeError.exponentOutOfRange(3)) { try TakerFee(rate: 1, exponent: 3) }
        let steep = try TakerFee(rate: 1_000_000, exponent: 2)
        #expect(throws: FeeError.inputOutOfRange) { try steep.fee(shares: .max, price: 5_000) }
        #expect(throws: FeeError.inputOutOfRange) {
            try TakerFee(rate: 1_000_000, exponent: 0).fee(shares: .max, price: 1)
        }
        #expect(throws: FeeError.inputOutOfRange) { try Self.crypto().fee(shares: -1, price: 1) }
        #expect(throws: FeeError.inputOutOfRange) { try Self.crypto().fee(shares: 1, price: 10_001) }
        #expect(throws: FeeError.inputOutOfRange) { try steep.spendable(budget: .max, price: 5_000) }
        #expect(throws: FeeError.inputOutOfRange) { try steep.spendable(budget: 1, price: 0) }
    }

    @Test(.enabled(if: Vectors.folder != nil, "skipped: no ../shared"))
    func vectors() throws {
        for vector in try Vectors.list("fees", "fee_vectors", count: 146) {
            let fee = try TakerFee(
                rate: try vector.units("rate", places: 6), exponent: Int(try vector.number("exponent")))
            let charged = try fee.fee(
                shares: try vector.units("shares", places: 6), price: try vector.units("price", places: 4))
            #expect(charged == (try vector.units("fee_5dp_half_up", places: 6)), "\(vector.fields)")
        }
        for vector in try Vectors.list("fees", "buy_amount_adjust_vectors", count: 6) {
            let fee = try TakerFee(
                rate: try vector.units("fee_rate", places: 6), exponent: Int(try vector.number("fee_exponent")))
            let spendable = try fee.spendable(
                budget: try vector.units("user_balance_or_max_spend", places: 6),
                price: try vector.units("price", places: 4),
                builderRate: try vector.units("builder_taker_fee_rate", places: 6))
            // The client divides to 28 digits; ours are rounded down to the millionth.
            let expected = try DecimalText.floor(try vector.text("polymarket_client"), places: 6).units
            #expect(min(spendable, try vector.units("amount", places: 6)) == expected, "\(vector.fields)")
        }
    }
}
