@testable import Features
import Market
import Testing

/// Goal: rows of a market fall on the same instants in every process.
struct SamplingGridTests {
    let grid = SamplingGrid(step: .minutes(15))

    @Test func thePhaseIsTheStableHashInWholeSeconds() {
        let hash = StableHash("aec-mlb-bos-nyy").value
        #expect(grid.phase(of: "aec-mlb-bos-nyy") == .seconds(Int64(hash % 900)))
        for name in ["a", "b", "c", ""] { #expect(grid.phase(of: name) < .minutes(15)) }
    }

    @Test func phasesSpreadOverTheStep() {
        let phases = Set((0..<200).map { grid.phase(of: "market-\($0)") })
        #expect(phases.count > 150)
    }

    @Test func theFirstTimeIsAtOrAfterTheListing() {
        let phase = Duration.seconds(100)
        #expect(grid.firstTime(from: monday, phase: phase) == monday + phase)
        #expect(grid.firstTime(from: monday + phase, phase: phase) == monday + phase)
        #expect(grid.firstTime(from: monday + .seconds(101), phase: phase) == monday + .seconds(1_000))
    }
}
