import BotForecasting
import Market
import Testing

@testable import BotUpdater

/// Goal: a ridge regression that finds what is there and believes nothing else.
struct LinearBaselineTests {
    private func parts(_ set: ExampleSet) -> (train: WeightedRows, stop: WeightedRows) {
        let part = { (rows: [Int]) in
            WeightedRows(rows: rows, weights: rows.map { _ in 1 }, outcomes: rows.map { set.logitMoves[$0] })
        }
        let half = set.rowCount / 2
        return (part(Array(0..<half)), part(Array(half..<set.rowCount)))
    }

    private func set(
        seed: UInt64, rows: Int = 4_000, noise: Double = 0.1, values: (inout SeededRandom) -> [Float],
        outcome: ([Float]) -> Double
    ) -> ExampleSet {
        var random = SeededRandom(seed: seed)
        var set = ExampleSet.empty(columns: ["x0", "x1", "x2"])
        for row in 0..<rows {
            let x = values(&random)
            set.add(minutes: row, logitMove: outcome(x) + noise * random.normal(), values: x)
        }
        return set
    }

    @Test func coefficientsAreFound() throws {
        let set = set(seed: 1) {
            [Float(3 + 2 * $0.normal()), Float($0.normal()), 7]
        } outcome: {
            0.1 * (Double($0[0]) - 3) / 2 - 0.05 * Double($0[1])
        }
        let (train, stop) = parts(set)
        let ridge = try #require(
            LinearBaseline(
                set, columns: [0, 1, 2], transforms: [.identity, .identity, .identity], train: train, stop: stop))
        #expect(abs(ridge.model.coefficients[0] - 0.1) < 0.01)
        #expect(abs(ridge.model.coefficients[1] + 0.05) < 0.01)
        // A constant column says nothing.
        #expect(ridge.model.scales[2] == 0)
        #expect(ridge.model.coefficients[2] == 0)
    }

    @Test func withoutSignalThePenaltyIsHeavy() throws {
        let set = set(seed: 2, rows: 400) {
            [Float($0.normal()), Float($0.normal()), Float($0.normal())]
        } outcome: {
            _ in
            0
        }
        let (train, stop) = parts(set)
        let ridge = try #require(
            LinearBaseline(
                set, columns: [0, 1, 2], transforms: [.identity, .identity, .identity], train: train, stop: stop))
        #expect(ridge.model.coefficients.allSatisfy { abs($0) < 0.01 })
    }

    @Test func missingIsTheMeanAndLevelsAreLogged() throws {
        let set = set(seed: 3) { random in
            let size = Float(random.unit() * 1e5)
            return [random.unit() < 0.3 ? .nan : size, random.unit() < 0.5 ? -size : size, 0]
        } outcome: {
            $0[1] > 0 ? 0.1 : -0.1
        }
        let (train, stop) = parts(set)
        let ridge = try #require(
            LinearBaseline(
                set, columns: [0, 1, 2], transforms: [.signedLog, .signedLog, .identity], train: train, stop: stop))
        // sign(x) ln(1 + |x|) makes a near step of an amount: most of the sign is explained.
        #expect(ridge.model.coefficients[1] > 0.09)
        let blank = ridge.model.predict([Float.nan, .nan, .nan].span)
        #expect(blank == 0)
    }

    @Test func rowOrderAndBlocksDoNotMatter() throws {
        let set = set(seed: 4, rows: 6_000) {
            [Float($0.normal()), Float($0.normal()), Float($0.normal())]
        } outcome: {
            0.1 * Double($0[0])
        }
        let (train, stop) = parts(set)
        var turned = train
        turned.rows.reverse()
        turned.outcomes.reverse()
        let fit = { (part: WeightedRows) in
            LinearBaseline(
                set, columns: [0, 1, 2], transforms: [.identity, .identity, .identity], train: part, stop: stop)
        }
        let a = try #require(fit(train)).model.coefficients
        let b = try #require(fit(turned)).model.coefficients
        #expect(zip(a, b).allSatisfy { abs($0 - $1) < 1e-12 })
    }

    @Test func emptyPartsGiveNoModel() {
        let set = set(seed: 5, rows: 10) { _ in
            [0, 0, 0]
        } outcome: { _ in
            0
        }
        let none = WeightedRows(rows: [], weights: [], outcomes: [])
        #expect(LinearBaseline(set, columns: [0], transforms: [.identity], train: none, stop: none) == nil)
    }
}
