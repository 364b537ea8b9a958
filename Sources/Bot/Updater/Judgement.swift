import BotForecasting
import GBDT
import Market

/// The judgement of one candidate on its test part: all scores from one set of bootstrap draws.
struct Judgement {
    let evidence: GateEvidence
    let metrics: CandidateReport.Metrics
    let paired: CandidateReport.Paired
    let walkForward: WalkForwardRecord
}

/// Scores candidate, ridge, champion and oracle on the same rows. Everything but the forecasts is arithmetic on arrays.
struct Judge {
    let examples: ExampleSet
    let split: TimeSplit
    let requirements: Tier.Requirements
    let embargo: Duration
    let candidate: Candidate
    let champion: Champion?
    let asOf: Timestamp
    let seed: UInt64
    /// R2 of earlier retrains.
    let history: Estimate?

    /// The model in force, with its forecasts' columns in this set.
    struct Champion {
        let forecaster: Forecaster
        let columns: [Int]

        func moves(_ examples: ExampleSet, rows: [Int]) -> [Double] {
            forecaster.logitMoves(rowMajor: examples.rowMajor(columns: columns, rows: rows))
        }
    }

    /// Test rows with what every score needs of them.
    private struct Board {
        let rows: [Int]
        let weights: [Double]
        let outcomes: [Double]
        let bootstrap: HourBootstrap
        let evidence: Evidence

        init(_ examples: ExampleSet, rows: [Int], candidate: Candidate, seed: UInt64) {
            self.rows = rows
            weights = SampleWeights.weights(examples, rows: rows, eventCorrelation: candidate.eventCorrelation)
            outcomes = candidate.outcomes(examples, rows: rows)
            evidence = Evidence(examples, rows: rows, weights: weights)
            bootstrap = HourBootstrap(hourCount: evidence.hours, seed: seed)
        }

        func scores(_ examples: ExampleSet, _ forecasts: [Double]) -> HourlyScores {
            HourlyScores(examples, rows: rows, weights: weights, outcomes: outcomes, forecasts: forecasts)
        }

        func report(_ scores: HourlyScores) -> EvaluationReport {
            EvaluationReport(scores, evidence: evidence, bootstrap: bootstrap)
        }
    }

    func run() -> Judgement {
        let board = Board(examples, rows: split.test, candidate: candidate, seed: seed)
        let moves = candidate.moves(examples, rows: split.test)
        let forecasts = finite(moves)
        let model = board.scores(examples, forecasts)
        let zero = board.scores(examples, [Double](repeating: 0, count: split.test.count))
        let ridge = board.scores(examples, finite(candidate.ridgeMoves(examples, rows: split.test)))
        let championMoves = champion.map { finite($0.moves(examples, rows: split.test)) }
        let championScores = championMoves.map { board.scores(examples, $0) }
        let oracle = examples.oracleMoves.map { moves in board.scores(examples, split.test.map { moves[$0] }) }
        let rival = rival(forecasts, championMoves)
        let againstZero = PairedComparison(old: zero, new: model, bootstrap: board.bootstrap)
        let report = board.report(model)
        let ridgeReport = board.report(ridge)
        let subgroups = subgroups(forecasts)
        let fuzzed = fuzzedMoves()
        let evidence = GateEvidence(
            requirements: requirements, train: trainEvidence(), test: board.evidence, venueEvents: venueEvents(),
            report: report, ridge: ridgeReport,
            simulation: TradeSimulation(examples, rows: split.test, forecasts: forecasts), subgroups: subgroups,
            slope: candidate.calibrator.slope,
            nonFiniteForecasts: (moves + fuzzed).count { !$0.isFinite }, forecastRange: range(moves + fuzzed),
            labelRange: candidate.winsor, walkForwardR2: history, againstZero: againstZero, champion: rival)
        let metrics = CandidateReport.Metrics(
            candidate: report, ridge: ridgeReport, champion: championScores.map(board.report),
            oracle: oracle.map(board.report), subgroups: subgroups, coldStart: coldStart(forecasts),
            calibrationSlope: candidate.calibrator.slope, calibrationIntercept: candidate.calibrator.intercept,
            ridgeSlope: candidate.ridgeCalibrator.slope, ridgePenalty: candidate.ridge.penalty,
            residualStandardDeviation: candidate.residualStandardDeviation, leadingColumns: leadingColumns())
        return Judgement(
            evidence: evidence, metrics: metrics,
            paired: .init(zero: againstZero, champion: rival?.comparison, championAgeHours: rival?.ageHours),
            walkForward: walkForward(model, ridge, championScores, oracle, events: eventScores(board, forecasts)))
    }

    private func finite(_ moves: [Double]) -> [Double] { moves.map { $0.isFinite ? $0 : 0 } }

    private func range(_ moves: [Double]) -> ClosedRange<Double>? {
        let finite = moves.filter(\.isFinite)
        guard let low = finite.min(), let high = finite.max() else { return nil }
        return low...high
    }

    private func fuzzedMoves() -> [Double] {
        let fuzzed = FuzzedRows(examples, columns: candidate.columns, trainRows: split.train, seed: seed ^ 0xf)
        return candidate.moves(rowMajor: fuzzed.values)
    }

    /// Candidate against champion on the rows from which neither took anything.
    private func rival(_ forecasts: [Double], _ championMoves: [Double]?) -> GateEvidence.Rival? {
        guard let champion, let championMoves else { return nil }
        let manifest = champion.forecaster.manifest
        let start = Timestamp(nanoseconds: manifest.lastLabelEnd) + embargo
        let common = split.test.indices.filter { examples.times[split.test[$0]] >= start }
        let board = Board(examples, rows: common.map { split.test[$0] }, candidate: candidate, seed: seed ^ 0xc)
        let old = board.scores(examples, common.map { championMoves[$0] })
        let new = board.scores(examples, common.map { forecasts[$0] })
        return GateEvidence.Rival(
            version: champion.forecaster.version.description,
            ageHours: asOf.seconds(since: Timestamp(nanoseconds: manifest.created)) / 3_600,
            comparison: PairedComparison(old: old, new: new, bootstrap: board.bootstrap))
    }

    private func trainEvidence() -> Evidence {
        let weights = SampleWeights.weights(
            examples, rows: split.train, eventCorrelation: candidate.eventCorrelation)
        return Evidence(examples, rows: split.train, weights: weights)
    }

    private func venueEvents() -> Int {
        guard let last = split.test.last.map({ examples.times[$0] }) else { return 0 }
        let inTime = (0..<examples.rowCount).filter {
            examples.times[$0] >= split.testStart && examples.times[$0] <= last
        }
        return Set(inTime.map { examples.events[$0] }).count
    }

    /// By price: ten bands of equal width, each judged when it holds enough evidence.
    private func subgroups(_ forecasts: [Double]) -> [Subgroup] {
        (0..<10).compactMap { band in
            let members = split.test.indices.filter { min(9, Int(examples.mid(split.test[$0]) * 10)) == band }
            let name = "the price is \(text(Double(band) / 10, 1)) to \(text(Double(band + 1) / 10, 1))"
            return subgroup(members, forecasts, name: name)
        }
    }

    private func subgroup(_ members: [Int], _ forecasts: [Double], name: String) -> Subgroup? {
        guard !members.isEmpty else { return nil }
        let board = Board(examples, rows: members.map { split.test[$0] }, candidate: candidate, seed: seed ^ 0x5)
        guard board.evidence.effectiveSampleSize >= Subgroup.effectiveSampleSizeMin,
            let r2 = board.report(board.scores(examples, members.map { forecasts[$0] })).r2Zero
        else { return nil }
        return Subgroup(name: name, effectiveSampleSize: board.evidence.effectiveSampleSize, r2: r2)
    }

    /// Events of the test part that training never saw.
    private func coldStart(_ forecasts: [Double]) -> EvaluationReport? {
        let known = Set(split.train.map { examples.events[$0] })
        let members = split.test.indices.filter { !known.contains(examples.events[split.test[$0]]) }
        guard !members.isEmpty else { return nil }
        let board = Board(examples, rows: members.map { split.test[$0] }, candidate: candidate, seed: seed ^ 0xd)
        return board.report(board.scores(examples, members.map { forecasts[$0] }))
    }

    private func leadingColumns() -> [String] {
        let gains = candidate.booster.importance(.gain)
        let ordered = gains.indices.filter { gains[$0] > 0 }.sorted {
            gains[$0] != gains[$1] ? gains[$0] > gains[$1] : $0 < $1
        }
        return ordered.prefix(10).map { examples.columnNames[candidate.columns[$0]] }
    }

    /// The newest whole hours of the test part, so that retrains 6 h apart adjoin.
    private func walkForward(
        _ model: HourlyScores, _ ridge: HourlyScores, _ champion: HourlyScores?, _ oracle: HourlyScores?,
        events: [EventScore]
    ) -> WalkForwardRecord {
        let end = split.testEnd.hour
        var counts: [Int64: Int] = [:]
        for row in split.test { counts[examples.hour(row), default: 0] += 1 }
        let hours = model.hours.indices.compactMap { index -> WalkForwardRecord.Hour? in
            let hour = model.hours[index]
            guard hour < end, hour >= end - Int64(WalkForwardRecord.hourCount) else { return nil }
            return WalkForwardRecord.Hour(
                hour: hour, rows: counts[hour] ?? 0, outcome: model.logit.outcome[index],
                candidate: model.logit.error[index], ridge: ridge.logit.error[index],
                champion: champion?.logit.error[index], oracle: oracle?.logit.error[index])
        }
        return WalkForwardRecord(asOf: asOf.nanoseconds, hours: hours, events: events)
    }

    /// The newest hours again, by event.
    private func eventScores(_ board: Board, _ forecasts: [Double]) -> [EventScore] {
        let newest = split.testEnd.hour - Int64(WalkForwardRecord.hourCount)..<split.testEnd.hour
        var rows: [EventID: [Int]] = [:]
        for index in board.rows.indices where newest.contains(examples.hour(board.rows[index])) {
            rows[examples.events[board.rows[index]], default: []].append(index)
        }
        return rows.sorted { $0.key < $1.key }.map { event, indices in
            EventScore(
                event: event,
                HourlyScores(
                    examples, rows: indices.map { board.rows[$0] }, weights: indices.map { board.weights[$0] },
                    outcomes: indices.map { board.outcomes[$0] }, forecasts: indices.map { forecasts[$0] }),
                rows: indices.count)
        }
    }
}
