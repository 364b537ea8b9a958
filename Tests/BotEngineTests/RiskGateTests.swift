import BotEngine
import Market
import Testing

private let now = Timestamp(seconds: 1_767_571_200)
private let bankroll = Money(dollars: 10_000)

private func admit(
    _ gate: RiskGate, shares: Int64, at units: Int32 = 5_000, cash: Money = bankroll, position: Double = 0,
    event: Double = 0, total: Double = 0, time: Timestamp = now
) -> Result<Size, Refused> {
    gate.admit(
        buying: Size(microshares: shares * 1_000_000), at: Price(checked: units), sizeMin: Size(microshares: 5_000_000),
        equity: bankroll, cash: cash,
        exposure: RiskGate.Exposure(
            position: Money(dollars: position), event: Money(dollars: event), total: Money(dollars: total)),
        now: time)
}

/// Goal: no order passes a hard limit, whatever asked for it.
struct RiskGateTests {
    let gate = RiskGate(limits: RiskLimits(), equity: bankroll)

    @Test func aSmallOrderPassesWhole() {
        #expect(admit(gate, shares: 10) == .success(Size(microshares: 10_000_000)))
    }

    @Test func anOrderIsTrimmedToTwoPercentOfTheBankrollAtRisk() {
        #expect(admit(gate, shares: 100_000) == .success(Size(microshares: 400_000_000)))
    }

    @Test func eachLimitRefusesByItsOwnName() {
        #expect(admit(gate, shares: 10, position: 199) == .failure(Refused(.positionLimit)))
        #expect(admit(gate, shares: 10, event: 499) == .failure(Refused(.eventLimit)))
        #expect(admit(gate, shares: 10, total: 1_999) == .failure(Refused(.totalLimit)))
        #expect(admit(gate, shares: 10, cash: Money(dollars: 1)) == .failure(Refused(.cash)))
    }

    @Test func twentyOrdersAnHourAreTheMost() {
        var busy = gate
        for minute in 0..<20 { busy.recordOrder(at: now + .minutes(minute)) }
        let soon = now + .minutes(30)
        let later = now + .minutes(60)
        #expect(admit(busy, shares: 10, time: soon) == .failure(Refused(.ordersPerHour)))
        #expect(admit(busy, shares: 10, time: later) == .success(Size(microshares: 10_000_000)))
    }

    @Test func aDrawdownOfFifteenPercentFromThePeakHaltsForGood() {
        var gate = gate
        let reasons = [12_000, 11_500, 10_400, 10_100].enumerated().map { day, dollars in
            gate.observe(equity: Money(dollars: Double(dollars)), at: now + .days(day))
        }
        #expect(reasons == [nil, nil, nil, .drawdown])
        _ = gate.observe(equity: Money(dollars: 13_000), at: now + .days(4))
        #expect(admit(gate, shares: 10) == .failure(Refused(.halted)))
        #expect(!gate.admitsExit)
    }

    /// Original failure 25: kill switches lived one cycle, so the daily loss could never fire.
    @Test func aLossOfTenPercentInAUTCDayHalts() {
        var gate = RiskGate(limits: RiskLimits(), equity: bankroll)
        let reasons = [(0, 10_000), (5, 9_500), (23, 8_990)].map { hour, dollars in
            gate.observe(equity: Money(dollars: Double(dollars)), at: now + .hours(hour))
        }
        #expect(reasons == [nil, nil, .dailyLoss])
    }
}
