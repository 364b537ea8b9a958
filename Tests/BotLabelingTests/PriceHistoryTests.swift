import Features
import Market
import Testing

@testable import BotLabeling

@Suite struct PriceHistoryTests {
    private let history = PriceHistory(
        Tape().quote(0, 4_000, 4_100).at(10, .noQuote).at(20, .gap).at(25, .resynced).quote(30, 5_000, 5_100)
            .at(40, .closed).resolved(50, .yes, knownAt: 70).at(60, .recordingEnded).resolved(80, .no).points)

    private func standing(_ minutes: Double, since start: Double = -1) -> PriceHistory.Standing {
        history.standing(
            after: history.count(through: Tape.time(minutes)), since: history.count(through: Tape.time(start)))
    }

    @Test func pointsAreCountedThroughAnInstant() {
        #expect([-1, 0, 9, 10, 80, 999].map { history.count(through: Tape.time($0)) } == [0, 1, 1, 2, 9, 9])
        #expect(PriceHistory([]).count(through: Tape.t) == 0)
        #expect(history.time(4) == Tape.time(30))
    }

    @Test func theStandingIsWhatTheLastStateSaid() {
        #expect(standing(-0.5) == .unknown)
        #expect(standing(0) == .quote && standing(10) == .noQuote && standing(20) == .gap)
        // Whole again, but not seen yet.
        #expect(standing(25) == .gap)
        #expect(standing(30) == .quote && standing(50) == .quote && standing(60) == .ended)
    }

    @Test func aStandingFromBeforeTheStartIsUnknown() {
        #expect(standing(29, since: 20) == .unknown && standing(29, since: 19) == .gap)
        #expect(standing(45, since: 30) == .unknown && standing(5, since: 99) == .unknown)
    }

    @Test func theLastQuoteIsFoundAcrossOtherPoints() {
        #expect(history.lastQuote(in: 0) == nil)
        #expect(history.lastQuote(in: 4)?.index == 0 && history.lastQuote(in: 4)?.bid.units == 4_000)
        #expect(history.lastQuote(in: 9)?.index == 4 && history.lastQuote(in: 9)?.ask.units == 5_100)
        #expect(PriceHistory(Tape().at(0, .gap).points).lastQuote(in: 1) == nil)
    }

    @Test func closingsAndEndingsAreFoundByRange() {
        #expect(history.firstClosing(in: 0..<9) == 5 && history.firstClosing(in: 6..<9) == 6)
        #expect(history.firstClosing(in: 0..<5) == nil && history.firstClosing(in: 7..<8) == nil)
        #expect(history.firstEnding(in: 0..<9) == 7 && history.firstEnding(in: 8..<9) == nil)
    }

    @Test func theFirstPayoutKnownInTimeIsTaken() {
        let all = 0..<9
        #expect(history.payout(in: all, knownBy: Tape.time(70))?.payout == .yes)
        #expect(history.payout(in: all, knownBy: Tape.time(70))?.known == Tape.time(70))
        #expect(history.payout(in: all, knownBy: Tape.time(69)) == nil)
        #expect(history.payout(in: 7..<9, knownBy: Tape.time(80))?.payout == .no)
        #expect(history.payout(in: 7..<8, knownBy: .distantFuture) == nil)
    }

    // Goal: a payout that came before it could be known is known when it came.
    @Test func aPayoutIsNotKnownBeforeItIsReceived() {
        let history = PriceHistory(Tape().resolved(50, .yes, knownAt: 10).points)
        #expect(history.payout(in: 0..<1, knownBy: Tape.time(49)) == nil)
        #expect(history.payout(in: 0..<1, knownBy: Tape.time(50))?.known == Tape.time(50))
    }
}
