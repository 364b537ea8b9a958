import BotLabeling
import Features
import Market
import Store
import Testing

/// What holds on any tape. Method: 2,000 seeded random tapes with quotes, blanks, gaps, closings, payouts and ends.
@Suite struct LabelRulePropertyTests {
    private static let tapes: [Tape] = {
        var generator = SplitMix(state: 7)
        return (0..<2_000).map { _ in generator.tape() }
    }()

    private func mirror(_ context: RowContext) -> RowContext {
        var mirrored = context
        (mirrored.bid, mirrored.ask) = (context.ask.complement, context.bid.complement)
        return mirrored
    }

    @Test func theTapesReachEveryKindAndReason() {
        let labels = Self.tapes.compactMap { $0.label() }
        #expect(labels.count == Self.tapes.count)
        for kind in LabelKind.allCases { #expect(labels.count { $0.kind == kind } > 20, "\(kind)") }
        for reason in CensorReason.allCases { #expect(labels.count { $0.reason == reason } > 20, "\(reason)") }
    }

    // Goal: the other token's row has the mirrored label, bit for bit: moves negated, buy and sell exchanged.
    @Test func theLabelOfTheOtherTokenIsTheMirrorImage() throws {
        for (index, tape) in Self.tapes.enumerated() {
            let context = Tape.context(tick: [1, 10, 100, 1_000][index % 4], fee: Int32(index * 31 % 72_000))
            let yes = try #require(tape.label(context: context))
            let no = try #require(tape.label(outcome: .no, context: mirror(context)))
            #expect(no.kind == yes.kind && no.reason == yes.reason && no.ready == yes.ready)
            guard yes.hasTarget else { continue }
            #expect(no.yLogit == -yes.yLogit && no.yPrice == -yes.yPrice)
            #expect(no.yBuy.bitPattern == yes.ySell.bitPattern && no.ySell.bitPattern == yes.yBuy.bitPattern)
        }
    }

    // Goal: a label is a function of what was received by `ready`. Made at once, or later, or from a journal cut there:
    // the same bytes; and never before.
    @Test func aLabelIsTheSameWheneverItIsMadeAndUsesNothingLater() throws {
        for tape in Self.tapes {
            let final = try #require(tape.label(now: 60 * 1_000))
            var cut = tape
            cut.points.removeAll { $0.time > final.ready }
            #expect(cut.decide(at: final.ready) == .label(final))
            #expect(tape.decide(at: final.ready) == .label(final))
            #expect(tape.decide(at: final.ready - .nanoseconds(1)) == .wait)
            for now in stride(from: 0.0, to: 60 * 30, by: 97) {
                var known = tape
                known.points.removeAll { $0.time > Tape.time(now) }
                #expect(known.label(now: now) == (final.ready <= Tape.time(now) ? final : nil))
            }
        }
    }

    // Goal: what the labeler read before the window of the row does not matter.
    @Test func pointsBeforeTheWindowDoNotMatter() throws {
        var generator = SplitMix(state: 9)
        for tape in Self.tapes.prefix(500) {
            var longer = generator.tape()
            longer.points = longer.points.map {
                PricePoint(market: $0.market, time: $0.time - .hours(90), kind: $0.kind)
            }
            longer.points.append(contentsOf: tape.points)
            longer.points.sort { $0.time < $1.time }
            #expect(longer.label() == tape.label())
        }
    }

    // Goal: no row is lost: every tape gives a label in the end, and every closing inside the hour that was in sight
    // has a price.
    @Test func noRowIsDropped() throws {
        for tape in Self.tapes {
            let label = try #require(tape.label())
            #expect(label.ready <= Tape.time(60 + 24 * 60))
            #expect(label.hasTarget == (label.reason == nil))
            #expect(label.yLogit.isFinite == label.hasTarget && label.yBuy.isFinite == label.hasTarget)
            let closing = tape.points.firstIndex {
                if $0.time <= Tape.t || $0.time > Tape.time(60) { return false }
                if case .resolved = $0.kind { return true }
                return $0.kind == .closed
            }
            guard let closing else { continue }
            let blind = tape.points[..<closing].contains { $0.kind == .gap || $0.kind == .recordingEnded }
            #expect(label.hasTarget || blind)
        }
    }

    // original-failures 11: naive local times moved labels with the host's time zone and its daylight saving. Method: a
    // fixed hash, the same in every process and zone, of all but `yLogit` (a logarithm may differ between machines in
    // its last bit). The tapes lie around the end of daylight saving in New York, 2026-11-01T06:00Z.
    @Test func labelsAreTheSameBytesInEveryProcessAndTimeZone() throws {
        let shift = Timestamp(seconds: 1_793_512_800) - Tape.t
        var hash = StableHash()
        for tape in Self.tapes {
            let points = tape.points.map { PricePoint(market: $0.market, time: $0.time + shift, kind: $0.kind) }
            let decision = LabelRule().label(
                asset: Tape.market.yes, time: Tape.t + shift, context: Tape.context(fee: 30_000),
                history: PriceHistory(points), now: .distantFuture)
            guard case .label(let label) = decision else {
                Issue.record("no label")
                return
            }
            #expect(label.end - label.time == .seconds(3_600))
            for byte in (label.kind.rawValue + (label.reason?.rawValue ?? "")).utf8 { hash.combine(byte) }
            for time in [label.time, label.end, label.ready] { hash.combine(UInt64(bitPattern: time.nanoseconds)) }
            for value in [label.yPrice, label.yReturn, label.yBuy, label.ySell] { hash.combine(value.bitPattern) }
        }
        #expect(hash.value == 0xc9a527e7b8c71129)
    }
}
