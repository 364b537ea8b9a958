import BotLabeling
import Features
import FoundationEssentials
import Glibc
import Market
import Store

/// A store in a folder of its own, below one of the process that goes when the process ends.
struct TemporaryStore {
    let database: StoreDatabase
    var reader: StoreReader { database.reader }
    var writer: StoreWriter { database.makeWriter() }

    init() throws { database = try StoreDatabase.open(path: try Self.make(in: Self.root.get()) + "/bot.sqlite") }

    private static let root: Result<String, any Error> = Result {
        let root = try make(in: FileManager.default.temporaryDirectory.path)
        atexit {
            if case .success(let root) = TemporaryStore.root { try? FileManager.default.removeItem(atPath: root) }
        }
        return root
    }

    private static func make(in parent: String) throws -> String {
        var template = Array((parent + "/polybot-label-XXXXXX").utf8CString)
        guard let made = mkdtemp(&template) else { throw StoreError.cannotOpen(file: parent, detail: "mkdtemp") }
        return String(cString: made)
    }
}

/// One market's day in minutes from the row at t = 0, in terms of the YES token.
struct Tape {
    static let t = Timestamp(seconds: 1_750_000_000)
    static let market = MarketID(4)
    var points: [PricePoint] = []

    static func time(_ minutes: Double) -> Timestamp { t + .nanoseconds(Int64(minutes * 60e9)) }

    init() {}

    func at(_ minutes: Double, _ kind: PricePoint.Kind) -> Tape {
        var tape = self
        tape.points.append(PricePoint(market: Self.market, time: Self.time(minutes), kind: kind))
        return tape
    }

    func quote(_ minutes: Double, _ bid: Int32, _ ask: Int32) -> Tape {
        at(minutes, .quote(bid: Price(checked: bid), ask: Price(checked: ask)))
    }

    func resolved(_ minutes: Double, _ payout: Payout, knownAt: Double? = nil) -> Tape {
        at(minutes, .resolved(payout, knownAt: Self.time(knownAt ?? minutes)))
    }

    static func context(
        bid: Int32 = 4_000, ask: Int32 = 4_200, tick: Int32 = 100, fee: Int32 = 0, staleness: Duration = .minutes(5)
    ) -> RowContext {
        RowContext(
            event: EventID(1), bid: Price(checked: bid), ask: Price(checked: ask), tick: tick,
            fee: FeeRate(millionths: fee), stalenessLimit: staleness, bidSize: nil, askSize: nil)
    }

    /// The decision for a row at t = 0, quoted 0.40 / 0.42 unless `context` says otherwise, at `now` minutes.
    func decide(
        now: Double = 60 * 48, rule: LabelRule = LabelRule(), outcome: Outcome = .yes,
        context: RowContext = Tape.context()
    ) -> LabelDecision {
        decide(at: Self.time(now), rule: rule, outcome: outcome, context: context)
    }

    func decide(
        at now: Timestamp, rule: LabelRule = LabelRule(), outcome: Outcome = .yes,
        context: RowContext = Tape.context()
    ) -> LabelDecision {
        rule.label(
            asset: AssetID(market: Self.market, outcome: outcome), time: Self.t, context: context,
            history: PriceHistory(points), now: now)
    }

    /// The label, which is expected to exist.
    func label(
        now: Double = 60 * 48, rule: LabelRule = LabelRule(), outcome: Outcome = .yes,
        context: RowContext = Tape.context()
    ) -> Label? {
        guard case .label(let label) = decide(now: now, rule: rule, outcome: outcome, context: context) else {
            return nil
        }
        return label
    }
}

/// Steele et al., "Fast splittable pseudorandom number generators" (2014).
struct SplitMix: RandomNumberGenerator {
    var state: UInt64

    mutating func next() -> UInt64 {
        state &+= 0x9e37_79b9_7f4a_7c15
        var z = state
        z = (z ^ (z >> 30)) &* 0xbf58_476d_1ce4_e5b9
        z = (z ^ (z >> 27)) &* 0x94d0_49bb_1331_11eb
        return z ^ (z >> 31)
    }
}

extension SplitMix {
    /// A tape with every kind of point between -30 minutes and 30 hours, dense in the first two hours.
    mutating func tape() -> Tape {
        var tape = Tape().quote(0, 4_000, 4_200)
        var minute = 0.0
        let dense = Int.random(in: 0...12, using: &self)
        for _ in 0..<dense + 4 {
            minute +=
                minute < 100 ? Double.random(in: 0.5...25, using: &self) : Double.random(in: 30...700, using: &self)
            let bid = Int32.random(in: 1...9_800, using: &self)
            switch Int.random(in: 0..<20, using: &self) {
            case 0..<10: tape = tape.quote(minute, bid, bid + Int32.random(in: 1...150, using: &self))
            case 10..<12: tape = tape.at(minute, .noQuote)
            case 12..<14: tape = tape.at(minute, .gap)
            case 14: tape = tape.at(minute, .resynced)
            case 15..<17: tape = tape.at(minute, .closed)
            case 17..<19:
                let payout: Payout = Bool.random(using: &self) ? .yes : .no
                tape = tape.resolved(minute, payout, knownAt: minute + Double.random(in: 0...900, using: &self))
            default: tape = tape.at(minute, .recordingEnded)
            }
        }
        return tape
    }
}
