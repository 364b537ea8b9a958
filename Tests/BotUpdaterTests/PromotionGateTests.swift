import Testing

@testable import BotUpdater

/// Goal: each gate stops exactly what it is for and says why in words. Evidence by hand, one flaw at a time.
struct PromotionGateTests {
    private func estimate(_ value: Double, error: Double = 0.01) -> Estimate {
        Estimate(
            value: value, lower95: value - 1.96 * error, upper95: value + 1.96 * error,
            lower90: value - 1.645 * error, upper90: value + 1.645 * error)
    }

    private func comparison(gain: Double, error: Double, probability: Double, hours: Int = 48) -> PairedComparison {
        var test = DieboldMariano([1, 2, 3, 4])!
        test.probability = probability
        return PairedComparison(
            hours: hours, meanDifference: gain, dieboldMariano: test, bootstrapProbability: probability,
            relativeGain: estimate(gain, error: error))
    }

    /// A first champion that passes everything in tier A.
    private func sound() -> GateEvidence {
        let set = SyntheticMarket(marketCount: 2, hours: 3).examples()
        var evidence = Evidence(set, rows: set.allRows, weights: set.allRows.map { _ in 1 })
        (evidence.rows, evidence.events, evidence.hours, evidence.effectiveSampleSize) = (5_000, 30, 24, 600)
        let scores = HourlyScores(
            set, rows: set.allRows, weights: set.allRows.map { _ in 1 }, outcomes: set.logitMoves,
            forecasts: set.logitMoves)
        var report = EvaluationReport(
            scores, evidence: evidence, bootstrap: HourBootstrap(hourCount: scores.hours.count, seed: 1))
        report.r2Zero = estimate(0.06)
        report.r2Price = estimate(0.05)
        report.directionAccuracy = estimate(0.57)
        report.abstainRate = 0.4
        var ridge = report
        ridge.r2Zero = estimate(0.05)
        return GateEvidence(
            requirements: Tier.a.requirements!, train: evidence, test: evidence, venueEvents: 30, report: report,
            ridge: ridge, simulation: TradeSimulation(set, rows: [], forecasts: []), subgroups: [], slope: 0.9,
            nonFiniteForecasts: 0, forecastRange: -0.3...0.3, labelRange: -0.5...0.5, walkForwardR2: nil,
            againstZero: comparison(gain: 0.06, error: 0.01, probability: 0.99), champion: nil)
    }

    private func verdict(_ change: (inout GateEvidence) -> Void) -> PromotionVerdict {
        var evidence = sound()
        change(&evidence)
        return PromotionGate().verdict(evidence).verdict
    }

    @Test func aSoundFirstCandidateIsPromoted() {
        let (verdict, checks) = PromotionGate().verdict(sound())
        #expect(verdict.decision == .promoted)
        #expect(verdict.gate == nil)
        #expect(checks.allSatisfy { $0.passed })
        #expect(Set(checks.map(\.gate)) == Set(Gate.allCases).subtracting([.champion]))
    }

    private static let flaws: [(Gate, @Sendable (inout GateEvidence) -> Void)] = [
        (.rows, { $0.train.rows = 999 }),
        (.trainHours, { $0.train.hours = 17 }),
        (.hours, { $0.test.hours = 23 }),
        (.effectiveSampleSize, { $0.test.effectiveSampleSize = 299.9 }),
        (.events, { $0.test.events = 19 }),
        (.finite, { $0.nonFiniteForecasts = 1 }),
        (.labelRange, { $0.forecastRange = -0.3...0.51 }),
        (.labelRange, { $0.forecastRange = nil }),
        (.leak, { $0.report.r2Zero?.value = 0.51 }),
        (.calibration, { $0.slope = 0.19 }),
        (.calibration, { $0.slope = .nan }),
        (.r2, { $0.report.r2Zero?.value = 0.029 }),
        (.r2, { $0.report.r2Zero = nil }),
        (.r2Bound, { $0.report.r2Zero?.lower90 = 0 }),
        (.r2PriceBound, { $0.report.r2Price?.lower90 = 0 }),
        (.coverage, { $0.report.abstainRate = 0.995 }),
        (.direction, { $0.report.directionAccuracy?.value = 0.519 }),
        (.direction, { $0.report.directionAccuracy = nil }),
        (.directionBound, { $0.report.directionAccuracy?.lower95 = 0.5 }),
        (.catastrophicLoss, { $0.simulation.worstTrade = -0.01 }),
        (.catastrophicLoss, { $0.simulation.worstDay = -0.03 }),
        (.catastrophicLoss, { $0.simulation.drawdownMax = 0.08 }),
        (.linearBaseline, { $0.ridge.r2Zero?.value = 0.06 }),
        (.zeroForecast, { $0.againstZero?.bootstrapProbability = 0.89 }),
        (.zeroForecast, { $0.againstZero?.dieboldMariano.probability = 0.89 }),
        (.zeroForecast, { $0.againstZero = nil }),
    ]

    @Test(arguments: flaws.indices)
    func oneFlawIsNamedByItsGate(index: Int) {
        let (gate, change) = Self.flaws[index]
        let verdict = verdict(change)
        #expect(verdict.decision == .rejected)
        #expect(verdict.gate == gate)
        #expect(verdict.reason.count > 10)
    }

    @Test func aVenueWithFewerThanFiftyEventsIsAskedForAllItHas() {
        let inTierC = { (events: Int, venue: Int) in
            verdict {
                $0.requirements = Tier.c.requirements!
                (
                    $0.test.hours, $0.test.effectiveSampleSize, $0.test.events, $0.train.hours, $0.venueEvents
                ) = (48, 600, events, 109, venue)
            }.gate
        }
        #expect(inTierC(50, 200) == nil)
        #expect(inTierC(49, 200) == .events)
        #expect(inTierC(30, 30) == nil)
        #expect(inTierC(29, 30) == .events)
        #expect(inTierC(19, 19) == .events)
    }

    @Test func aScoreFarAboveTheWalkForwardIsALeak() {
        let against = { (history: Estimate) in verdict { $0.walkForwardR2 = history }.gate }
        // R2 0.06 is more than three times 0.015, and 4.5 errors above it.
        #expect(against(estimate(0.015, error: 0.01)) == .leak)
        // Three times alone fires too often: within 4 errors it passes.
        #expect(against(estimate(0.015, error: 0.012)) == nil)
        #expect(against(estimate(0.03, error: 0.001)) == nil)
    }

    @Test func harmToASubgroupIsSeenBehindAGoodMean() {
        let subgroup = { (r2: Double, size: Double) in
            verdict {
                $0.subgroups = [Subgroup(name: "the price is 0.0 to 0.1", effectiveSampleSize: size, r2: estimate(r2))]
            }.gate
        }
        #expect(subgroup(-0.2, 150) == .subgroup)
        #expect(subgroup(-0.2, 99) == nil)
        #expect(subgroup(-0.09, 150) == nil)
    }

    private func against(_ comparison: PairedComparison?, ageHours: Double = 24) -> PromotionVerdict {
        verdict { $0.champion = .init(version: "20260101-0123456789ab", ageHours: ageHours, comparison: comparison) }
    }

    @Test func aBetterModelReplacesTheChampion() {
        let verdict = against(comparison(gain: 0.02, error: 0.01, probability: 0.95))
        #expect(verdict.decision == .promoted)
        #expect(verdict.reason.contains("2.0 % +- 2.0 %"))
    }

    @Test func aTieKeepsTheChampion() {
        let verdict = against(comparison(gain: 0, error: 0, probability: 0.5))
        #expect(verdict.decision == .kept)
        #expect(verdict.gate == .champion)
        #expect(verdict.reason.hasPrefix("kept the old model"))
    }

    @Test func aGainTooSmallToMatterKeepsTheChampion() {
        #expect(against(comparison(gain: 0.004, error: 0.0001, probability: 0.999)).decision == .kept)
    }

    @Test func anOldChampionGivesWayToAFresherOneThatIsNotWorse() {
        let equal = comparison(gain: 0, error: 0.002, probability: 0.5)
        #expect(against(equal, ageHours: 48).decision == .kept)
        #expect(against(equal, ageHours: 48.1).decision == .promoted)
        let unsure = comparison(gain: 0, error: 0.003, probability: 0.5)
        #expect(against(unsure, ageHours: 100).decision == .kept)
    }

    @Test func fewCommonHoursKeepTheChampion() {
        #expect(against(comparison(gain: 0.1, error: 0.01, probability: 1, hours: 23)).decision == .kept)
        #expect(against(nil).decision == .kept)
    }

    @Test(arguments: [
        (0.0567, 3, "0.057"), (-0.0567, 3, "-0.057"), (-0.0001, 3, "0.000"), (12.0, 0, "12"), (0.05, 1, "0.1"),
        (.infinity, 2, "inf"),
    ])
    func numbersReadAsInASentence(value: Double, digits: Int, expected: String) {
        #expect(text(value, digits) == expected)
    }
}
