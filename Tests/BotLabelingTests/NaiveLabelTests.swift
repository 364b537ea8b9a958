import Features
import Glibc
import Market
import Store
import Testing

@testable import BotLabeling

/// The rule written down again by plain scans, without indices and integers, and compared with the fast one.
@Suite struct NaiveLabelTests {
    private struct Naive {
        var kind = LabelKind.censored
        var reason: CensorReason?
        var ready: Timestamp
        var mid: Double?
        var bid: Double?
        var ask: Double?
    }

    private static func naive(_ points: [PricePoint], _ rule: LabelRule, _ context: RowContext) -> Naive {
        let end = Tape.t + rule.horizon
        let (earliest, deadline) = (end + rule.delay, end + rule.payoutWait)
        let inside = points.filter { $0.time > Tape.t && $0.time <= end }
        func isClosing(_ point: PricePoint) -> Bool {
            if case .resolved = point.kind { return true }
            return point.kind == .closed
        }
        func settled(_ later: ArraySlice<PricePoint>) -> Naive? {
            for point in later where point.time <= deadline {
                if point.kind == .recordingEnded { return nil }
                guard case .resolved(let payout, let knownAt) = point.kind, knownAt <= deadline else { continue }
                let ready = max(earliest, knownAt, point.time)
                return Naive(kind: .payout, ready: ready, mid: payout.dollars, bid: payout.dollars, ask: payout.dollars)
            }
            return nil
        }
        func gaveUp(_ later: ArraySlice<PricePoint>) -> Timestamp {
            let ended = later.first { $0.kind == .recordingEnded && $0.time <= deadline }
            return ended.map { max(earliest, $0.time) } ?? deadline
        }
        func price(_ kind: LabelKind, _ bid: Price, _ ask: Price, _ ready: Timestamp) -> Naive {
            Naive(kind: kind, ready: ready, mid: (bid.dollars + ask.dollars) / 2, bid: bid.dollars, ask: ask.dollars)
        }
        /// The last word on the book among points, and the last quote.
        func state(_ points: ArraySlice<PricePoint>) -> PricePoint.Kind? {
            points.last { $0.kind != .resynced && !isClosing($0) }?.kind
        }
        if let closing = points.firstIndex(where: { isClosing($0) && $0.time > Tape.t && $0.time <= end }) {
            let later = points[closing...]
            if let paid = settled(later) { return paid }
            let before = points[..<closing].filter { $0.time > Tape.t }[...]
            let ready = gaveUp(later)
            switch state(before) {
            case .gap: return Naive(reason: .gap, ready: ready)
            case .recordingEnded: return Naive(reason: .recordingEnded, ready: ready)
            default:
                for point in before.reversed() {
                    if case .quote(let bid, let ask) = point.kind { return price(.marked, bid, ask, ready) }
                }
                return price(.marked, context.bid, context.ask, ready)
            }
        }
        let later = points.drop { $0.time <= end }
        switch state(inside[...]) {
        case .gap: return Naive(reason: .gap, ready: earliest)
        case .recordingEnded: return Naive(reason: .recordingEnded, ready: earliest)
        case .noQuote: return settled(later) ?? Naive(reason: .noQuote, ready: gaveUp(later))
        default:
            for point in points.reversed() where point.time <= end {
                guard case .quote(let bid, let ask) = point.kind else { continue }
                if end - point.time > context.stalenessLimit { break }
                return price(.quote, bid, ask, earliest)
            }
            return Naive(reason: .stale, ready: earliest)
        }
    }

    @Test(arguments: [LabelRule(), LabelRule(horizon: .minutes(20), payoutWait: .hours(2), version: 2)])
    func theFastRuleEqualsTheNaiveOne(rule: LabelRule) throws {
        var generator = SplitMix(state: 99)
        for _ in 0..<3_000 {
            let tape = generator.tape()
            let fee = Int32.random(in: 0...72_000, using: &generator)
            let context = Tape.context(fee: fee, staleness: .minutes(Int.random(in: 1...30, using: &generator)))
            let expected = Self.naive(tape.points, rule, context)
            let label = try #require(tape.label(rule: rule, context: context))
            #expect(label.kind == expected.kind && label.reason == expected.reason && label.ready == expected.ready)
            guard let mid = expected.mid, let bid = expected.bid, let ask = expected.ask else { continue }
            let clipped = min(max(mid, 0.005), 0.995)
            #expect(abs(label.yLogit - (log(clipped / (1 - clipped)) - log(0.41 / 0.59))) < 1e-12)
            #expect(abs(label.yPrice - (mid - 0.41)) < 1e-12 && abs(label.yReturn - (mid - 0.41) / 0.41) < 1e-12)
            let rate = Double(fee) * 1e-6
            let exitFee = { (price: Double) in expected.kind == .payout ? 0 : rate * price * (1 - price) }
            #expect(abs(label.yBuy - (bid - 0.42 - rate * 0.42 * 0.58 - exitFee(bid))) < 1e-12)
            #expect(abs(label.ySell - (0.40 - ask - rate * 0.40 * 0.60 - exitFee(ask))) < 1e-12)
        }
    }
}
