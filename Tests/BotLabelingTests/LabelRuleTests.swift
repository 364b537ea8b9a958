import BotLabeling
import Features
import Glibc
import Market
import Store
import Testing

/// The rule by hand-made tapes. The row: YES at t = 0, quoted 0.40 / 0.42, tick 0.01, stale after 5 minutes; t1 = 60.
@Suite struct LabelRuleTests {
    private func isClose(_ a: Double?, _ b: Double) -> Bool { a.map { abs($0 - b) < 1e-12 } ?? false }

    @Test func theLabelPriceIsTheMidOfTheLastQuoteBeforeT1() throws {
        let label = try #require(
            Tape().quote(0, 4_000, 4_200).quote(30, 1_000, 1_200).quote(57, 5_000, 5_100).quote(61, 9_000, 9_100)
                .label())
        #expect(label.kind == .quote && label.reason == nil && label.hasTarget)
        #expect(label.market == Tape.market && label.time == Tape.t && label.version == LabelRule.currentVersion)
        #expect(label.end == Tape.time(60) && label.ready == Tape.time(61) && label.horizon == .hours(1))
        #expect(label.tick == 100 && label.fee == .free)
        #expect(isClose(label.yPrice, 0.505 - 0.41))
        #expect(isClose(label.yReturn, (0.505 - 0.41) / 0.41))
        #expect(isClose(label.yLogit, log(0.505 / 0.495) - log(0.41 / 0.59)))
        #expect(isClose(label.yBuy, 0.50 - 0.42))
        #expect(isClose(label.ySell, 0.40 - 0.51))
    }

    @Test func aQuoteAtT1ItselfCountsAndOneJustAfterDoesNot() throws {
        #expect(isClose(Tape().quote(60, 5_000, 5_200).label()?.yPrice, 0.10))
        #expect(Tape().quote(0, 4_000, 4_200).quote(60.001, 5_000, 5_200).label()?.reason == .stale)
    }

    @Test func feesAreTakenBothWays() throws {
        let context = Tape.context(fee: 50_000)
        let label = try #require(Tape().quote(60, 5_000, 5_100).label(context: context))
        let (buyIn, buyOut) = (0.05 * 0.42 * 0.58, 0.05 * 0.50 * 0.50)
        let (sellIn, sellOut) = (0.05 * 0.60 * 0.40, 0.05 * 0.49 * 0.51)
        #expect(isClose(label.yBuy, 0.50 - 0.42 - buyIn - buyOut))
        #expect(isClose(label.ySell, 0.40 - 0.51 - sellIn - sellOut))
        #expect(label.fee == FeeRate(millionths: 50_000))
        let free = try #require(Tape().quote(60, 5_000, 5_100).label())
        #expect(free.yPrice == label.yPrice && free.yLogit == label.yLogit)
    }

    @Test func aRoundTripAtAnUnchangedQuoteCostsTheSpreadAndTheFees() throws {
        for fee in [0, 10_000, 72_000] as [Int32] {
            let label = try #require(Tape().quote(59, 4_000, 4_200).label(context: Tape.context(fee: fee)))
            #expect(label.yLogit == 0 && label.yPrice == 0 && label.yReturn == 0)
            #expect(label.yBuy <= -0.02 && label.ySell <= -0.02)
        }
    }

    @Test func logOddsAreClippedToHalfATick() throws {
        let extreme = try #require(Tape().quote(60, 9_998, 9_999).label())
        #expect(isClose(extreme.yLogit, log(0.995 / 0.005) - log(0.41 / 0.59)))
        let fine = try #require(Tape().quote(60, 9_998, 9_999).label(context: Tape.context(tick: 1)))
        #expect(isClose(fine.yLogit, log(0.99985 / 0.00015) - log(0.41 / 0.59)))
        let both = try #require(Tape().quote(60, 1, 2).label(context: Tape.context(bid: 1, ask: 3)))
        #expect(both.yLogit == 0 && both.yPrice != 0)
    }

    @Test func aQuoteOlderThanTheLimitIsNoPrice() throws {
        #expect(Tape().quote(55, 5_000, 5_100).label()?.kind == .quote)
        let stale = try #require(Tape().quote(54.999, 5_000, 5_100).label())
        #expect(stale.kind == .censored && stale.reason == .stale && stale.ready == Tape.time(61))
        #expect(stale.yLogit.isNaN && stale.yPrice.isNaN && stale.yReturn.isNaN)
        #expect(stale.yBuy.isNaN && stale.ySell.isNaN && stale.tick == 100)
        #expect(Tape().label()?.reason == .stale)
    }

    @Test func theLimitIsTheSourcesOwn() {
        let polls = Tape().quote(44.5, 5_000, 5_100)
        #expect(polls.label(context: Tape.context(staleness: .minutes(16)))?.kind == .quote)
        #expect(polls.label(context: Tape.context(staleness: .minutes(15)))?.reason == .stale)
    }

    @Test func nothingIsSaidBeforeAMinuteAfterT1() {
        let tape = Tape().quote(60, 5_000, 5_100)
        #expect(tape.decide(now: 60.999) == .wait)
        #expect(tape.label(now: 61) != nil)
        #expect(Tape().at(10, .recordingEnded).decide(now: 30) == .wait)
    }

    // MARK: gaps and ends

    @Test func aGapOverT1Censors() {
        for tape in [
            Tape().quote(58, 5_000, 5_100).at(59, .gap), Tape().at(20, .gap),
            Tape().quote(58, 5_000, 5_100).at(59, .gap).quote(62, 5_000, 5_100),
            Tape().at(50, .gap).at(59, .resynced), Tape().at(50, .gap).at(59, .resynced).quote(61, 1, 2),
        ] {
            let label = tape.label()
            #expect(label?.kind == .censored && label?.reason == .gap && label?.ready == Tape.time(61))
        }
    }

    @Test func aGapThatIsOverBeforeT1DoesNoHarm() {
        #expect(Tape().at(20, .gap).at(30, .resynced).quote(57, 5_000, 5_100).label()?.kind == .quote)
        #expect(Tape().at(20, .gap).quote(57, 5_000, 5_100).label()?.kind == .quote)
        #expect(Tape().at(20, .gap).at(30, .resynced).quote(31, 5_000, 5_100).label()?.reason == .stale)
        #expect(Tape().quote(57, 5_000, 5_100).at(61, .gap).label()?.kind == .quote)
        #expect(Tape().at(-2, .gap).at(-1, .resynced).quote(57, 5_000, 5_100).label()?.kind == .quote)
    }

    @Test func anEndOfTheRecordingCensors() {
        let ended = Tape().quote(58, 5_000, 5_100).at(59, .recordingEnded)
        #expect(ended.label()?.reason == .recordingEnded && ended.label()?.ready == Tape.time(61))
        #expect(Tape().quote(58, 5_000, 5_100).at(60.5, .recordingEnded).label()?.kind == .quote)
        #expect(Tape().at(20, .recordingEnded).quote(59, 5_000, 5_100).label()?.kind == .quote)
        #expect(Tape().at(20, .recordingEnded).resolved(300, .yes).label()?.reason == .recordingEnded)
    }

    // MARK: closings (original-failures 11: rows at resolutions and gaps were dropped for ever)

    @Test func aResolutionInsideTheIntervalIsThePayout() throws {
        let paid = try #require(
            Tape().quote(29, 9_000, 9_100).resolved(30, .yes).label(context: Tape.context(fee: 50_000)))
        #expect(paid.kind == .payout && paid.ready == Tape.time(61) && paid.end == Tape.time(60))
        #expect(isClose(paid.yPrice, 0.59) && isClose(paid.yReturn, 0.59 / 0.41))
        #expect(isClose(paid.yLogit, log(0.995 / 0.005) - log(0.41 / 0.59)))
        #expect(isClose(paid.yBuy, 1 - 0.42 - 0.05 * 0.42 * 0.58))
        #expect(isClose(paid.ySell, 0.40 - 1 - 0.05 * 0.40 * 0.60))
        let split = try #require(Tape().resolved(60, Payout(units: 5_000)!).label())
        #expect(split.kind == .payout && isClose(split.yPrice, 0.09))
    }

    @Test func aPayoutThatIsKnownLaterIsWaitedFor() throws {
        for tape in [
            Tape().quote(40, 4_900, 5_000).at(41, .closed).resolved(400, .no),
            Tape().quote(40, 4_900, 5_000).resolved(41, .no, knownAt: 400),
            Tape().at(40, .closed).at(42, .gap).resolved(400, .no),
        ] {
            #expect(tape.decide(now: 399.9) == .wait)
            let label = try #require(tape.label(now: 400))
            #expect(label.kind == .payout && label.ready == Tape.time(400))
            #expect(isClose(label.yPrice, -0.41))
        }
    }

    @Test func aClosingWithoutAPayoutIsMarkedToTheLastRealQuote() throws {
        let day = 60.0 + 24 * 60
        let tape = Tape().quote(40, 8_000, 8_200).at(41, .noQuote).at(45, .closed).quote(50, 1, 2)
        #expect(tape.decide(now: day - 0.1) == .wait)
        let label = try #require(tape.label(now: day))
        #expect(label.kind == .marked && label.ready == Tape.time(day) && isClose(label.yPrice, 0.40))
        #expect(isClose(label.yBuy, 0.80 - 0.42))
        // Too late: the mark stays.
        #expect(tape.resolved(day + 1, .yes).label(now: day + 100) == label)
        #expect(tape.resolved(50, .yes, knownAt: day + 1).label(now: day + 100) == label)
        // Just in time.
        #expect(tape.resolved(day, .yes).label(now: day)?.kind == .payout)
    }

    @Test func anOldQuoteStillMarksAClosing() {
        let label = Tape().quote(2, 8_000, 8_200).at(45, .closed).label()
        #expect(label?.kind == .marked && isClose(label?.yPrice, 0.40))
    }

    @Test func aClosingWithoutAnyQuoteSinceTheRowIsMarkedToTheRowsOwn() {
        for tape in [
            Tape().at(1, .closed), Tape().quote(0, 4_000, 4_200).at(1, .closed), Tape().at(1, .noQuote).at(2, .closed),
        ] {
            let label = tape.label()
            #expect(label?.kind == .marked && label?.yLogit == 0 && isClose(label?.yBuy, -0.02))
        }
    }

    @Test func aClosingOutOfSightIsNotMarked() {
        let label = Tape().quote(20, 8_000, 8_200).at(30, .gap).at(45, .closed).label()
        #expect(label?.kind == .censored && label?.reason == .gap)
        let ended = Tape().quote(20, 8_000, 8_200).at(30, .recordingEnded).at(45, .closed).label()
        #expect(ended?.kind == .censored && ended?.reason == .recordingEnded)
    }

    @Test func anEndOfTheRecordingEndsTheWait() {
        let tape = Tape().quote(40, 8_000, 8_200).at(45, .closed).at(200, .recordingEnded)
        #expect(tape.decide(now: 199) == .wait)
        #expect(tape.label(now: 200)?.kind == .marked && tape.label()?.ready == Tape.time(200))
        #expect(tape.resolved(300, .yes).label() == tape.label(now: 200))
    }

    @Test func aClosingAfterT1DoesNotMatter() {
        #expect(Tape().quote(58, 5_000, 5_100).at(60.5, .closed).resolved(61, .yes).label()?.kind == .quote)
    }

    @Test func withoutAWaitAClosingIsMarkedAtOnce() {
        let rule = LabelRule(payoutWait: .zero, version: 2)
        let tape = Tape().quote(40, 8_000, 8_200).at(45, .closed)
        #expect(tape.label(now: 61, rule: rule)?.kind == .marked)
        #expect(tape.label(now: 61, rule: rule)?.version == 2)
        #expect(tape.resolved(60.5, .yes).label(now: 61, rule: rule)?.kind == .payout)
        #expect(tape.resolved(61.5, .yes).label(now: 100, rule: rule)?.kind == .marked)
    }

    // MARK: a book without two sides

    @Test func aBookWithoutTwoSidesAtT1Waits() throws {
        let tape = Tape().quote(58, 9_800, 9_900).at(59, .noQuote)
        #expect(tape.decide(now: 61) == .wait && tape.decide(now: 60 * 24) == .wait)
        let label = try #require(tape.label(now: 60 * 25))
        #expect(label.kind == .censored && label.reason == .noQuote && label.ready == Tape.time(60 * 25))
        let paid = try #require(tape.at(90, .closed).resolved(300, .yes).label(now: 300))
        #expect(paid.kind == .payout && paid.ready == Tape.time(300))
        // A quote after t1 does not tell the price at t1.
        #expect(tape.quote(62, 9_800, 9_900).label(now: 60 * 25) == label)
        #expect(tape.at(100, .recordingEnded).label(now: 100)?.reason == .noQuote)
    }

    // MARK: horizons

    @Test func theHorizonIsAParameter() {
        let rule = LabelRule(horizon: .minutes(10), version: 7)
        let label = Tape().quote(3, 4_900, 5_000).quote(9, 5_900, 6_000).quote(59, 1, 2).label(rule: rule)
        #expect(label?.horizon == .minutes(10) && label?.end == Tape.time(10) && label?.ready == Tape.time(11))
        #expect(isClose(label?.yPrice, 0.595 - 0.41))
    }
}
