import BotEngine
import Glibc
import Market
import Testing

@testable import BotSimulation

/// Goal: what each scenario promises about what can be known holds for the prices that an observer sees.
///
/// Four days of three seeds; three weeks of ten are in the comment of `Scenario.default`.
struct ScenarioTests {
    static let start = Timestamp(seconds: 1_767_571_200)

    /// One market at one quarter of an hour: the oracle, the depth's imbalance, the signed share of the last hour's
    /// trades, and the change of L(mid) over the next hour.
    struct Row {
        var oracle: Double
        var imbalance: Double
        var flow: Double
        var move: Double
    }

    struct MarketNote {
        var trades: [(time: Timestamp, sign: Double)] = []
        /// L(mid) by quarter, nil where a side was missing.
        var logits: [Int: Double] = [:]
    }

    static func rows(_ scenario: Scenario, seed: UInt64, days: Int) throws -> [Row] {
        let exchange = SimulatedExchange(scenario: scenario, seed: seed, clock: VirtualClock())
        var observer = Observer()
        var notes: [MarketNote] = []
        var rows: [(row: Row, market: Int, quarter: Int)] = []
        for quarter in 1...days * 96 {
            let now = start + .minutes(15 * quarter)
            while true {
                let event = try exchange.next(before: now)
                if case .timer = event { break }
                guard let market = event.market else { continue }
                try observer.note(market)
                while notes.count < observer.books.count { notes.append(MarketNote()) }
                if case .trade(_, _, let taker, _) = market.kind {
                    notes[Int(market.market.rawValue)].trades.append((market.receiveTime, taker == .buy ? 1 : -1))
                }
            }
            for index in observer.books.indices {
                guard let logit = logit(observer.books[index], tick: observer.instruments[index].tick) else { continue }
                notes[index].logits[quarter] = logit
                notes[index].trades.removeAll { $0.time <= now - .hours(1) }
                let signed = notes[index].trades.reduce(0) { $0 + $1.sign }
                let row = Row(
                    oracle: exchange.oracleLogitMove(of: MarketID(UInt32(index))),
                    imbalance: imbalance(observer.books[index]),
                    flow: signed / Double(notes[index].trades.count + 5), move: logit)
                rows.append((row, index, quarter))
            }
        }
        return rows.compactMap { row, market, quarter in
            guard let later = notes[market].logits[quarter + 4] else { return nil }
            var row = row
            row.move = later - row.move
            return row
        }
    }

    static func logit(_ book: OrderBook, tick: Int32) -> Double? {
        guard let doubleMid = book.doubleMid else { return nil }
        let edge = Double(tick) / 20_000
        let mid = min(1 - edge, max(edge, Double(doubleMid) / 20_000))
        return log(mid / (1 - mid))
    }

    static func imbalance(_ book: OrderBook) -> Double {
        let bids = book.bids.prefix(5).reduce(0) { $0 + $1.size.shares }
        let asks = book.asks.prefix(5).reduce(0) { $0 + $1.size.shares }
        return (bids - asks) / (bids + asks)
    }

    /// 1 - sum (y - f)^2 / sum y^2.
    static func skill(_ rows: [Row], _ forecast: (Row) -> Double) -> Double {
        let squares = rows.reduce(0) { $0 + $1.move * $1.move }
        let errors = rows.reduce(0) { $0 + ($1.move - forecast($1)) * ($1.move - forecast($1)) }
        return 1 - errors / squares
    }

    /// The skill of the best linear combination of imbalance and flow, by the normal equations of two unknowns.
    static func regressionSkill(_ rows: [Row]) -> Double {
        func sum(_ term: (Row) -> Double) -> Double { rows.reduce(0) { $0 + term($1) } }
        let (aa, bb) = (sum { $0.imbalance * $0.imbalance }, sum { $0.flow * $0.flow })
        let (ab, ay, by) = (
            sum { $0.imbalance * $0.flow }, sum { $0.imbalance * $0.move }, sum { $0.flow * $0.move }
        )
        let determinant = aa * bb - ab * ab
        let (a, b) = ((ay * bb - by * ab) / determinant, (by * aa - ay * ab) / determinant)
        return skill(rows) { a * $0.imbalance + b * $0.flow }
    }

    static func correlation(_ rows: [Row], _ x: (Row) -> Double) -> Double {
        let xy = rows.reduce(0) { $0 + x($1) * $1.move }
        let xx = rows.reduce(0) { $0 + x($1) * x($1) }
        let yy = rows.reduce(0) { $0 + $1.move * $1.move }
        return xy / (xx * yy).squareRoot()
    }

    /// One seed of four days has a standard deviation near 0.01, the mean of three 0.005.
    @Test func theDefaultHasAnOracleOfEightHundredthsMostOfWhichCanBeSeen() throws {
        let seeds = try (1...3).map { try Self.rows(.default, seed: $0, days: 4) }
        for rows in seeds { #expect(rows.count > 22_000) }
        let oracle = seeds.map { Self.skill($0) { $0.oracle } }
        let seen = seeds.map { Self.regressionSkill($0) }
        #expect(abs(oracle.reduce(0, +) / 3 - 0.08) < 0.015)
        #expect(oracle.allSatisfy { (0.055...0.105).contains($0) })
        #expect((0.04...0.07).contains(seen.reduce(0, +) / 3))
        // The hourly move is that of the simulated learner's world: 0.12 in log-odds.
        let moves = seeds.flatMap { $0 }.map(\.move)
        let deviation = (moves.reduce(0) { $0 + $1 * $1 } / Double(moves.count)).squareRoot()
        #expect(abs(deviation - 0.12) < 0.012)
        let kurtosis = moves.reduce(0) { $0 + pow($1 / deviation, 4) } / Double(moves.count)
        #expect(kurtosis > 4.5)
    }

    /// Flow and depth look as they do in `default`, and say nothing. 28,000 rows of about 7,000 separate market-hours
    /// with heavy tails: a correlation of 0.04 would be three standard errors.
    @Test func theMartingaleTellsNothing() throws {
        let rows = try Self.rows(.martingale, seed: 1, days: 5)
        #expect(rows.count > 27_000)
        #expect(abs(Self.skill(rows) { $0.oracle }) < 0.01)
        #expect(abs(Self.correlation(rows) { $0.flow }) < 0.04)
        #expect(abs(Self.correlation(rows) { $0.imbalance }) < 0.04)
        #expect(Self.regressionSkill(rows) < 0.003)
        let real = try Self.rows(.default, seed: 1, days: 2)
        #expect(Self.correlation(real) { $0.flow } > 0.12)
        #expect(Self.correlation(real) { $0.imbalance } > 0.15)
        func size(_ rows: [Row], _ x: (Row) -> Double) -> Double {
            (rows.reduce(0) { $0 + x($1) * x($1) } / Double(rows.count)).squareRoot()
        }
        #expect(abs(size(rows) { $0.flow } / size(real) { $0.flow } - 1) < 0.1)
        #expect(abs(size(rows) { $0.imbalance } / size(real) { $0.imbalance } - 1) < 0.1)
        #expect(abs(size(rows) { $0.move } / size(real) { $0.move } - 1) < 0.15)
    }

    @Test func calmIsCalmerAndCrisisWilderThanUsual() throws {
        func deviation(_ scenario: Scenario) throws -> Double {
            let rows = try Self.rows(scenario, seed: 2, days: 1)
            return (rows.reduce(0) { $0 + $1.move * $1.move } / Double(rows.count)).squareRoot()
        }
        let (calm, usual, crisis) = (try deviation(.calm), try deviation(.default), try deviation(.crisis))
        #expect(calm < 0.7 * usual && crisis > 1.5 * usual)
    }
}
