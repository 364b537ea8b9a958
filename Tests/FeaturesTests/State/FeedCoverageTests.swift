@testable import Features
import Market
import TestSupport
import Testing

/// Goal: "no trade" is told from "not watched". Method: by hand, and against a list of watched seconds.
struct FeedCoverageTests {
    @Test func anHourIsCoveredAfterHalfOfIt() {
        var coverage = FeedCoverage(start: monday)
        coverage.link(at: monday)
        for (minutes, isCovered) in [(29, false), (30, true), (60, true), (5_000, true)] {
            var later = coverage
            later.advance(to: monday + .minutes(minutes))
            #expect(later.covers(3_600, at: monday + .minutes(minutes)) == isCovered)
        }
    }

    @Test func aMinuteCountsOnlyWhenWatchedFromItsFirstInstant() {
        var coverage = FeedCoverage(start: monday)
        coverage.link(at: monday + .seconds(1))
        coverage.advance(to: monday + .minutes(30))
        #expect(!coverage.covers(3_600, at: monday + .minutes(30)))
        coverage.advance(to: monday + .minutes(31))
        #expect(coverage.covers(3_600, at: monday + .minutes(31)))
    }

    @Test func shortWindowsNeedUnbrokenTime() {
        var coverage = FeedCoverage(start: monday)
        coverage.link(at: monday + .seconds(7))
        #expect(!coverage.covers(60, at: monday + .seconds(36)))
        #expect(coverage.covers(60, at: monday + .seconds(37)))
        coverage.unlink(at: monday + .seconds(40))
        #expect(!coverage.covers(60, at: monday + .seconds(50)))
    }

    @Test func aShortGapDoesNotVoidTheHour() {
        var coverage = FeedCoverage(start: monday)
        coverage.link(at: monday)
        coverage.unlink(at: monday + .minutes(49))
        coverage.link(at: monday + .minutes(52))
        coverage.advance(to: monday + .minutes(53))
        #expect(coverage.covers(3_600, at: monday + .minutes(53)))
        #expect(!coverage.covers(300, at: monday + .minutes(53)))
    }

    @Test func itAgreesWithAListOfSeconds() {
        var generator = SeededGenerator(seed: 7)
        var coverage = FeedCoverage(start: monday)
        var watched: [Bool] = []
        var isLinked = false
        for second in 0..<40_000 {
            let time = monday + .seconds(second)
            if generator.chance(isLinked ? 0.0005 : 0.01) {
                isLinked.toggle()
                if isLinked { coverage.link(at: time) } else { coverage.unlink(at: time) }
            }
            watched.append(isLinked)
            guard generator.chance(0.01), isLinked else { continue }
            coverage.advance(to: time)
            let minute = second / 60
            let whole = (max(0, minute - 60)..<minute).count { watched[($0 * 60)..<($0 * 60 + 60)].allSatisfy { $0 } }
            #expect(coverage.covers(3_600, at: time) == (whole >= 30))
        }
    }
}
