/// Decides whether a candidate becomes champion. Pure: reports in, verdict out (validation.md sections 6 and 11).
public struct PromotionGate: Hashable, Sendable {
    public var trainRowsMin = 1_000
    /// The floor that stops luck; never to be traded for a p-value.
    public var r2Min = 0.03
    public var directionAccuracyMin = 0.52
    public var directionAccuracyBound = 0.50
    public var coverageMin = 0.01
    public var slopeMin = 0.2
    public var tradeLossMax = 0.01
    public var dayLossMax = 0.03
    public var drawdownMax = 0.08
    /// A fold that scores above this has seen the future.
    public var leakR2 = 0.5
    public var probabilityMin = 0.90
    public var relativeGainMin = 0.005
    public var commonHoursMin = 24
    /// A champion older than this gives way to a fresher model that is not worse.
    public var championAgeMaxHours = 48.0
    public var inferiorityMax = 0.005

    public init() {}

    /// The verdict, with the answers of the gates up to the first that was not passed.
    public func verdict(_ evidence: GateEvidence) -> (verdict: PromotionVerdict, checks: [GateCheck]) {
        var checks: [GateCheck] = []
        for ask in [quantity, soundness, quality, money, baseline] {
            for check in ask(evidence) {
                checks.append(check)
                if !check.passed {
                    return (PromotionVerdict(decision: .rejected, gate: check.gate, reason: check.reason), checks)
                }
            }
        }
        let last = rival(evidence)
        checks.append(last)
        if last.passed { return (PromotionVerdict(decision: .promoted, reason: last.reason), checks) }
        let decision = last.gate == .champion ? PromotionVerdict.Decision.kept : .rejected
        return (PromotionVerdict(decision: decision, gate: last.gate, reason: last.reason), checks)
    }

    private func quantity(_ evidence: GateEvidence) -> [GateCheck] {
        let needed = evidence.requirements
        let test = evidence.test
        let eventsNeeded = min(needed.eventsWanted, max(needed.eventsMin, evidence.venueEvents))
        return [
            atLeast(.rows, evidence.train.rows, trainRowsMin, "training rows"),
            atLeast(.trainHours, evidence.train.hours, needed.trainHoursMin, "hours with training rows"),
            atLeast(.hours, test.hours, needed.testHours, "test hours"),
            GateCheck(
                gate: .effectiveSampleSize, passed: test.effectiveSampleSize >= needed.effectiveSampleSizeMin,
                reason: "the test rows are worth \(text(test.effectiveSampleSize, 0)) independent ones, "
                    + "\(text(needed.effectiveSampleSizeMin, 0)) are needed"),
            atLeast(.events, test.events, eventsNeeded, "events in the test part"),
        ]
    }

    private func soundness(_ evidence: GateEvidence) -> [GateCheck] {
        let report = evidence.report
        let inRange = evidence.forecastRange.map {
            $0.lowerBound >= evidence.labelRange.lowerBound && $0.upperBound <= evidence.labelRange.upperBound
        }
        return [
            GateCheck(
                gate: .finite, passed: evidence.nonFiniteForecasts == 0,
                reason: "\(evidence.nonFiniteForecasts) forecasts on test and made-up rows are not numbers"),
            GateCheck(
                gate: .labelRange, passed: inRange ?? false,
                reason: "forecasts reach \(evidence.forecastRange.map { text($0) } ?? "nothing"), "
                    + "training outcomes \(text(evidence.labelRange))"),
            leak(report, history: evidence.walkForwardR2),
            GateCheck(
                gate: .calibration, passed: evidence.slope >= slopeMin,
                reason: "on the calibration day outcomes follow forecasts with slope \(text(evidence.slope, 2)), "
                    + "at least \(text(slopeMin, 2)) is needed"),
        ]
    }

    /// Too good to be true: R2 above one half, or far above what the walk-forward has seen, by factor and by error.
    private func leak(_ report: EvaluationReport, history: Estimate?) -> GateCheck {
        let r2 = report.r2Zero?.value ?? 0
        var passed = r2 <= leakR2
        var reason = "R2 \(text(r2)); above \(text(leakR2, 1)) it must have seen the future"
        if let history, history.value > 0 {
            let error = (history.upper95 - history.lower95) / (2 * 1.96)
            if r2 > 3 * history.value, r2 > history.value + 4 * error {
                passed = false
                reason = "R2 \(text(r2)) is far above the \(text(history.value)) of earlier retrains: looks like a leak"
            }
        }
        return GateCheck(gate: .leak, passed: passed, reason: reason)
    }

    private func quality(_ evidence: GateEvidence) -> [GateCheck] {
        let report = evidence.report
        let r2 = report.r2Zero
        let price = report.r2Price
        let direction = report.directionAccuracy
        return [
            GateCheck(
                gate: .r2, passed: (r2?.value ?? -.infinity) >= r2Min,
                reason: "R2 against no change is \(text(r2?.value)), at least \(text(r2Min)) is needed"),
            GateCheck(
                gate: .r2Bound, passed: (r2?.lower90 ?? -.infinity) > 0,
                reason: "R2 is \(text(r2?.value)), but its 90 % lower bound \(text(r2?.lower90)) does not exceed 0"),
            // Log-odds of a price that is an exact martingale drift near 0 and 1, most of all at a payout: to forecast
            // that is no edge. What pays is the price.
            GateCheck(
                gate: .r2PriceBound, passed: (price?.lower90 ?? -.infinity) > 0,
                reason: "R2 on the price itself is \(text(price?.value)), but its 90 % lower bound "
                    + "\(text(price?.lower90)) does not exceed 0"),
            GateCheck(
                gate: .coverage, passed: report.coverage >= coverageMin,
                reason: "it forecasts a move of half a tick on \(percent(report.coverage)) of rows, "
                    + "\(percent(coverageMin)) are needed"),
            GateCheck(
                gate: .direction, passed: (direction?.value ?? -.infinity) >= directionAccuracyMin,
                reason: "the direction is right in \(percent(direction?.value)) of moves, "
                    + "\(percent(directionAccuracyMin)) are needed"),
            GateCheck(
                gate: .directionBound, passed: (direction?.lower95 ?? -.infinity) > directionAccuracyBound,
                reason: "the direction is right in \(percent(direction?.value)) of moves, but the 95 % lower bound "
                    + "\(percent(direction?.lower95)) does not exceed \(percent(directionAccuracyBound))"),
        ]
    }

    private func money(_ evidence: GateEvidence) -> [GateCheck] {
        let simulation = evidence.simulation
        let broken: [String] = [
            simulation.worstTrade > -tradeLossMax ? nil : "a trade lost \(percent(-simulation.worstTrade))",
            simulation.worstDay > -dayLossMax ? nil : "a day lost \(percent(-simulation.worstDay))",
            simulation.drawdownMax < drawdownMax ? nil : "drawdown reached \(percent(simulation.drawdownMax))",
        ].compactMap { $0 }
        let bad = evidence.subgroups.first { $0.isHarmful }
        return [
            GateCheck(
                gate: .catastrophicLoss, passed: broken.isEmpty,
                reason: broken.isEmpty
                    ? "no catastrophic loss in \(simulation.trades) simulated trades"
                    : "in \(simulation.trades) simulated trades " + broken.joined(separator: ", ") + " of bankroll"),
            GateCheck(
                gate: .subgroup, passed: bad == nil,
                reason: bad.map { "it harms where \($0.name): R2 \(text($0.r2.value))" } ?? "no subgroup is harmed"),
        ]
    }

    private func baseline(_ evidence: GateEvidence) -> [GateCheck] {
        let model = evidence.report.r2Zero?.value ?? -.infinity
        let ridge = evidence.ridge.r2Zero?.value ?? -.infinity
        return [
            GateCheck(
                gate: .linearBaseline, passed: model > ridge,
                reason: "R2 \(text(model)), a plain linear model reaches \(text(ridge)) on the same rows")
        ]
    }

    /// Against the champion, or for the first one against forecasting no change.
    private func rival(_ evidence: GateEvidence) -> GateCheck {
        guard let champion = evidence.champion else {
            guard let zero = evidence.againstZero else {
                return GateCheck(gate: .zeroForecast, passed: false, reason: "too few hours to compare with no change")
            }
            let passed = isBetter(zero)
            return GateCheck(
                gate: .zeroForecast, passed: passed,
                reason: passed
                    ? "first champion: better than no change by \(gain(zero)) of the squared error"
                    : "better than no change by \(gain(zero)), not enough: \(odds(zero))")
        }
        guard let comparison = champion.comparison, comparison.hours >= commonHoursMin else {
            return GateCheck(
                gate: .champion, passed: false,
                reason: "kept the old model: only \(champion.comparison?.hours ?? 0) hours that neither has seen, "
                    + "\(commonHoursMin) are needed")
        }
        if isBetter(comparison) {
            return GateCheck(
                gate: .champion, passed: true,
                reason: "new one better than \(champion.version) by \(gain(comparison)) of the squared error")
        }
        let isOld = champion.ageHours > championAgeMaxHours
        if isOld, comparison.relativeGain.lower95 > -inferiorityMax {
            return GateCheck(
                gate: .champion, passed: true,
                reason: "not worse than \(champion.version), which is \(text(champion.ageHours, 0)) h old: "
                    + "fresher data, \(gain(comparison))")
        }
        return GateCheck(
            gate: .champion, passed: false,
            reason: "kept the old model: new one better by \(gain(comparison)), not enough: \(odds(comparison))")
    }

    private func isBetter(_ comparison: PairedComparison) -> Bool {
        comparison.dieboldMariano.probability >= probabilityMin && comparison.bootstrapProbability >= probabilityMin
            && comparison.relativeGain.value >= relativeGainMin
    }

    private func atLeast(_ gate: Gate, _ value: Int, _ limit: Int, _ noun: String) -> GateCheck {
        GateCheck(gate: gate, passed: value >= limit, reason: "\(value) \(noun), \(limit) are needed")
    }
}
