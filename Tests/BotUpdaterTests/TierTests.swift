import Market
import Testing

@testable import BotUpdater

/// Goal: the table of validation.md section 11, and the length of a journal that decides its row.
struct TierTests {
    @Test(arguments: [(71.9, Tier.rehearsal), (72, .a), (119.9, .a), (120, .b), (215.9, .b), (216, .c), (2_000, .c)])
    func theLengthDecidesTheTier(hours: Double, tier: Tier) {
        #expect(Tier(journalHours: hours) == tier)
    }

    @Test func aTiersNeedsFitIntoItsShortestJournal() throws {
        // Hours no training row can come from: test + cal + stop + 3 (H + E) + H + up to 1 (validation.md section 9).
        for (tier, hours) in [(Tier.a, 72), (.b, 120), (.c, 216)] {
            let needs = try #require(tier.requirements)
            let lost = needs.testHours + needs.calibrationHours + needs.stopHours + 3 * (1 + needs.embargoHours) + 2
            #expect(hours - lost >= needs.trainHoursMin)
        }
        #expect(Tier.rehearsal.requirements == nil)
    }

    @Test func theBlendWeightGrowsWithTheTier() {
        #expect([Tier.a, .b, .c].map { $0.requirements?.blendWeightMax } == [0.3, 0.5, 0.7])
    }

    @Test func gapsLongerThanAnHourDoNotCount() {
        let start = ExampleSet.origin
        let times = [0, 30, 60, 300, 330].map { start + .minutes($0) }
        let length = { (minutes: Int) in
            journalHours(times: times, now: start + .minutes(minutes), labelDelay: .minutes(61))
        }
        #expect(length(330) == 1.5)
        // The labels of the last two hours cannot be there yet, so that silence is journal.
        #expect(abs(length(330 + 121) - (1.5 + 121.0 / 60)) < 1e-12)
        #expect(length(330 + 122) == 1.5)
        #expect(journalHours(times: [], now: start, labelDelay: .zero) == 0)
    }
}
