internal import Market

/// Draws the events of a US quotes set in receive order. The rules are those of `USQuotesSet`.
///
/// Two sorted lists are merged: the rows by poll (an index over them, built by counting), and what the importer
/// concludes
/// (gaps, closings, payouts, ends). At one instant the rows come first.
struct USQuotesTape: IteratorProtocol {
    private let rows: [QuoteRow]
    private let order: [UInt32]
    private let conclusions: [Conclusion]
    private let schedule: PollSchedule
    private let instruments: [Instrument]
    private let ladder = TickLadder.american

    private var nextRow = 0
    private var nextConclusion = 0
    /// Tick by market; 0 before its first row.
    private var ticks: [Int32]
    private var isInterrupted: [Bool]
    /// What the current row still has to give, last first.
    private var pending: [MarketEvent] = []

    /// - Parameter rows: by market, then by poll.
    init(rows: [QuoteRow], schedule: PollSchedule, instruments: [Instrument], payouts: [Payout?]) {
        self.rows = rows
        self.schedule = schedule
        self.instruments = instruments
        order = Self.orderByPoll(rows, pollCount: schedule.times.count)
        conclusions = Self.conclude(rows, schedule: schedule, payouts: payouts)
        ticks = [Int32](repeating: 0, count: instruments.count)
        isInterrupted = [Bool](repeating: false, count: instruments.count)
    }

    mutating func next() -> MarketEvent? {
        if let event = pending.popLast() { return event }
        let conclusion = nextConclusion < conclusions.count ? conclusions[nextConclusion] : nil
        if nextRow < order.count {
            let row = rows[Int(order[nextRow])]
            let received = schedule.receiveTime(Int(row.poll))
            if received <= conclusion?.received ?? .max {
                nextRow += 1
                expand(row, received: received)
                return pending.popLast()
            }
        }
        guard let conclusion else { return nil }
        nextConclusion += 1
        if conclusion.kind == .gap { isInterrupted[Int(conclusion.market)] = true }
        return conclusion.event
    }

    /// Leaves the events of a row in `pending`, last first.
    private mutating func expand(_ row: QuoteRow, received: Int64) {
        let market = Int(row.market)
        let asset = MarketID(row.market).yes
        let receiveTime = Timestamp(milliseconds: received)
        func event(_ kind: MarketEvent.Kind) -> MarketEvent {
            let time = Timestamp(milliseconds: schedule.times[Int(row.poll)])
            return MarketEvent(asset: asset, exchangeTime: time, receiveTime: receiveTime, kind: kind)
        }
        let quote = MarketEvent.Kind.quote(bid: Price(units: Int32(row.bid)), ask: Price(units: Int32(row.ask)))
        pending.append(event(quote))
        let isNew = ticks[market] == 0
        let before = isNew ? ladder.coarsest : ticks[market]
        ticks[market] = ladder.refined(before, by: quote)
        if isNew {
            var instrument = instruments[market]
            instrument.tick = ticks[market]
            pending.append(event(.listed(instrument)))
        } else if ticks[market] != before {
            pending.append(event(.tickChanged(ticks[market])))
        }
        if isInterrupted[market] {
            isInterrupted[market] = false
            pending.append(event(.resynced))
        }
    }

    /// Counting sort, so that the rows of a poll stay in the order of the file.
    private static func orderByPoll(_ rows: [QuoteRow], pollCount: Int) -> [UInt32] {
        var starts = [Int](repeating: 0, count: pollCount + 1)
        for row in rows { starts[Int(row.poll) + 1] += 1 }
        for poll in 0..<pollCount { starts[poll + 1] += starts[poll] }
        var order = [UInt32](repeating: 0, count: rows.count)
        for (index, row) in rows.enumerated() {
            order[starts[Int(row.poll)]] = UInt32(index)
            starts[Int(row.poll)] += 1
        }
        return order
    }
}

/// Something that no row says: the importer concludes it from the polls.
private struct Conclusion {
    var received: Int64
    var happened: Int64
    var market: UInt32
    var kind: MarketEvent.Kind

    var event: MarketEvent {
        MarketEvent(
            asset: MarketID(market).yes, exchangeTime: Timestamp(milliseconds: happened),
            receiveTime: Timestamp(milliseconds: received), kind: kind)
    }
}

extension USQuotesTape {
    private static func conclude(_ rows: [QuoteRow], schedule: PollSchedule, payouts: [Payout?]) -> [Conclusion] {
        var found: [Conclusion] = []
        for (index, row) in rows.enumerated() {
            let poll = Int(row.poll)
            if index + 1 < rows.count, rows[index + 1].market == row.market {
                let next = Int(rows[index + 1].poll)
                if let gap = gap(after: poll, before: next, market: row.market, schedule) { found.append(gap) }
            } else {
                found += end(after: poll, market: row.market, payout: payouts[Int(row.market)], schedule)
            }
        }
        let order = found.indices.sorted { a, b in
            (found[a].received, found[a].market, a) < (found[b].received, found[b].market, b)
        }
        return order.map { found[$0] }
    }

    /// The gap between two rows of a market, if there is one.
    private static func gap(
        after poll: Int, before next: Int, market: UInt32, _ schedule: PollSchedule
    ) -> Conclusion? {
        let times = schedule.times
        let hole = schedule.hole(from: poll, to: next)
        let isAbsent = (hole.map { times[$0] } ?? times[next]) - times[poll] > USQuotesSet.absenceMin
        if isAbsent { return missed(poll, market: market, kind: .gap, schedule) }
        return hole.map { silence(at: $0, market: market, schedule) }
    }

    /// What follows a market's last row.
    private static func end(
        after poll: Int, market: UInt32, payout: Payout?, _ schedule: PollSchedule
    ) -> [Conclusion] {
        let isInLastPolls = schedule.isLast(poll) || schedule.isLast(poll + 1) && !schedule.isHole(after: poll)
        if isInLastPolls {
            let received = schedule.receiveTime(schedule.times.count - 1)
            return [
                Conclusion(received: received, happened: schedule.times[poll], market: market, kind: .recordingEnded)
            ]
        }
        var found: [Conclusion] = []
        let last: Conclusion
        if let hole = [poll, poll + 1].first(where: { schedule.isHole(after: $0) }) {
            found.append(silence(at: hole, market: market, schedule))
            last = Conclusion(
                received: schedule.receiveTime(hole + 1), happened: schedule.times[hole + 1], market: market,
                kind: .recordingEnded)
        } else {
            last = missed(poll, market: market, kind: .closed, schedule)
        }
        found.append(last)
        if let payout {
            let known = last.received + USQuotesSet.payoutDelay
            let kind = MarketEvent.Kind.resolved(payout, knownAt: Timestamp(milliseconds: known))
            found.append(Conclusion(received: known, happened: last.happened, market: market, kind: kind))
        }
        return found
    }

    /// The first poll without the market, received like a row of that poll.
    private static func missed(
        _ poll: Int, market: UInt32, kind: MarketEvent.Kind, _ schedule: PollSchedule
    ) -> Conclusion {
        Conclusion(
            received: schedule.receiveTime(poll + 1), happened: schedule.times[poll + 1], market: market, kind: kind)
    }

    /// The gap of a hole.
    private static func silence(at hole: Int, market: UInt32, _ schedule: PollSchedule) -> Conclusion {
        Conclusion(
            received: schedule.times[hole] + USQuotesSet.holeMin, happened: schedule.times[hole], market: market,
            kind: .gap)
    }
}
