import Market

/// What became of our orders, from any mixture of stream events, replies and look-ups, in any order and any number of
/// times.
///
/// A fill is counted once, by trade and order. Its settlement ends once: confirmed or failed, whichever came first.
/// An order's end is told after all of its fills, whichever came first.
struct OrderTracker: Sendable {
    private struct Entry {
        let order: LimitOrder
        let fee: FeeRate
        var isAccepted = false
        /// Sum of the fills that were told.
        var filled = Size.zero
        /// Fills whose settlement is not final.
        var openFills = 0
        /// Shares that the venue says were matched when the order ended, and when we heard; nil while it lives.
        var ending: (matched: Size, since: Timestamp)?
        var isEnded = false
        var isRejected = false
        /// Whether it was done once, and so is among those to be forgotten.
        var isListed = false

        var isDone: Bool { (isEnded || isRejected || filled >= order.size) && openFills == 0 }
    }

    private struct FillKey: Hashable {
        var trade: String
        var order: String
    }

    private enum Settlement { case provisional, confirmed, failed }

    struct Counters: Hashable, Sendable {
        var fills = 0
        /// A fill or a final state that was told before.
        var repeats = 0
        var failures = 0
        /// A trade that was confirmed after it had failed, or the reverse.
        var contradictions = 0
        /// Orders and fills of ours that we do not know.
        var strangers = 0
        /// Records that lack what is needed to book them.
        var incomplete = 0
    }

    /// Orders that are done and kept, so that what comes late is known.
    static let doneMax = 10_000

    private(set) var counters = Counters()
    private var entries: [String: Entry] = [:]
    private var settlements: [FillKey: Settlement] = [:]
    /// Ids of fills by order, to forget them with it.
    private var trades: [String: [String]] = [:]
    private var done: [String] = []

    /// Orders of which something can still become. O(orders).
    var liveCount: Int { entries.values.count { !$0.isDone } }

    /// An order that is about to be sent. Its digest is known before.
    mutating func track(_ order: LimitOrder, digest: String, fee: FeeRate) {
        entries[digest.lowercased()] = Entry(order: order, fee: fee)
    }

    /// The order that has this digest.
    func order(_ digest: String) -> LimitOrder? { entries[digest.lowercased()]?.order }

    /// Orders that ended with fills we were not told of, for longer than `limit`: their trades must be looked up.
    /// Ascending, so that the answer is the same in every process.
    func overdue(at now: Timestamp, limit: Duration = .seconds(5)) -> [String] {
        entries.filter { !$0.value.isEnded && $0.value.ending.map { $0.since + limit <= now } ?? false }.keys.sorted()
    }

    /// The reply to a posted order.
    mutating func apply(
        _ reply: OrderReply, to digest: String, at now: Timestamp, _ events: inout [OrderEvent]
    ) {
        let id = digest.lowercased()
        guard var entry = entries[id] else {
            counters.strangers += 1
            return
        }
        switch reply.verdict {
        case .accepted(let status):
            accept(&entry, at: now, &events)
            if entry.order.timeInForce != .goodTillCancelled, status == .matched, entry.ending == nil {
                // The rest of such an order is killed at once.
                let shares = entry.order.side == .buy ? reply.takingAmount : reply.makingAmount
                if let matched = shares?.size { entry.ending = (matched, now) }
            }
        case .refused(let text): reject(&entry, Refusal.reason(text, side: entry.order.side), at: now, &events)
        }
        finish(&entry, id, at: now, &events)
    }

    /// The venue refused the order before it had an id there.
    mutating func reject(
        _ digest: String, _ reason: RejectReason, at now: Timestamp, _ events: inout [OrderEvent]
    ) {
        let id = digest.lowercased()
        guard var entry = entries[id] else { return }
        reject(&entry, reason, at: now, &events)
        finish(&entry, id, at: now, &events)
    }

    /// Nobody knows whether the order arrived: it must be looked up by its digest before anything is sent again.
    mutating func lose(_ digest: String, at now: Timestamp, _ events: inout [OrderEvent]) {
        guard let entry = entries[digest.lowercased()], !entry.isDone else { return }
        events.append(OrderEvent(order: entry.order.id, time: now, kind: .unknown))
    }

    /// A look-up found that the venue does not have the order, and no trade of it either.
    mutating func absent(_ digest: String, at now: Timestamp, _ events: inout [OrderEvent]) {
        let id = digest.lowercased()
        guard var entry = entries[id], entry.ending == nil else { return }
        entry.ending = (entry.filled, now)
        finish(&entry, id, at: now, &events)
    }

    /// An order as the stream or a look-up tells it.
    mutating func apply(_ record: OrderRecord, at now: Timestamp, _ events: inout [OrderEvent]) {
        let id = record.id.lowercased()
        guard var entry = entries[id] else {
            counters.strangers += 1
            return
        }
        let isOver =
            switch record.status {
            case .canceled, .invalid: true
            case .live, .matched, .delayed, .unmatched, .other: record.change == .cancellation
            }
        if isOver {
            // A killed order says "" for nothing matched.
            let matched = record.sizeMatched?.size ?? .zero
            entry.ending = (max(matched, entry.ending?.matched ?? .zero), entry.ending?.since ?? now)
        } else if record.status != .delayed {
            accept(&entry, at: now, &events)
        }
        finish(&entry, id, at: now, &events)
    }

    /// A trade as the stream or a look-up tells it, in any of its states.
    mutating func apply(_ trade: TradeRecord, at now: Timestamp, _ events: inout [OrderEvent]) {
        var isOurs = false
        let taker = trade.takerOrder.lowercased()
        if entries[taker] != nil {
            isOurs = true
            book(trade, order: taker, legs: trade.takerLegs(), isTaker: true, at: now, &events)
        }
        for fill in trade.makers {
            let id = fill.order.lowercased()
            guard entries[id] != nil, id != taker else { continue }
            isOurs = true
            book(trade, order: id, legs: fill.leg().map { [$0] }, isTaker: false, at: now, &events)
        }
        if !isOurs { counters.strangers += 1 }
    }

    private mutating func book(
        _ trade: TradeRecord, order id: String, legs: [FillLeg]?, isTaker: Bool, at now: Timestamp,
        _ events: inout [OrderEvent]
    ) {
        guard var entry = entries[id] else { return }
        let key = FillKey(trade: trade.id, order: id)
        let known = settlements[key]
        if known == nil {
            guard let legs else {
                counters.incomplete += 1
                return
            }
            trades[id, default: []].append(trade.id)
            if trade.status == .failed {
                // It failed before it was told: there is nothing to undo.
                settlements[key] = .failed
                counters.failures += 1
                return
            }
            settlements[key] = .provisional
            counters.fills += 1
            accept(&entry, at: now, &events)
            for leg in legs {
                entry.filled += leg.size
                let fee = isTaker ? entry.fee.charged(leg.price, leg.size) : .zero
                events.append(
                    OrderEvent(
                        order: entry.order.id, time: now,
                        kind: .matched(price: leg.price, size: leg.size, fee: fee, isTaker: isTaker)))
            }
            entry.openFills += 1
        }
        settle(key, &entry, trade.status, wasKnown: known != nil, at: now, &events)
        finish(&entry, id, at: now, &events)
    }

    /// States only move forward: a final one stays.
    private mutating func settle(
        _ key: FillKey, _ entry: inout Entry, _ status: TradeStatus, wasKnown: Bool, at now: Timestamp,
        _ events: inout [OrderEvent]
    ) {
        switch (settlements[key], status) {
        case (.provisional, .confirmed):
            settlements[key] = .confirmed
            entry.openFills -= 1
            if entry.openFills == 0 {
                events.append(OrderEvent(order: entry.order.id, time: now, kind: .settled))
            }
        case (.provisional, .failed):
            settlements[key] = .failed
            counters.failures += 1
            entry.openFills -= 1
            events.append(OrderEvent(order: entry.order.id, time: now, kind: .settlementFailed))
        case (.confirmed, .failed), (.failed, .confirmed): counters.contradictions += 1
        default: if wasKnown { counters.repeats += 1 }
        }
    }

    private func accept(_ entry: inout Entry, at now: Timestamp, _ events: inout [OrderEvent]) {
        guard !entry.isAccepted, !entry.isRejected else { return }
        entry.isAccepted = true
        events.append(OrderEvent(order: entry.order.id, time: now, kind: .accepted))
    }

    /// An order that is known to have been accepted is not rejected any more.
    private func reject(
        _ entry: inout Entry, _ reason: RejectReason, at now: Timestamp, _ events: inout [OrderEvent]
    ) {
        guard !entry.isAccepted, !entry.isRejected, !entry.isEnded else { return }
        entry.isRejected = true
        events.append(OrderEvent(order: entry.order.id, time: now, kind: .rejected(reason)))
    }

    private mutating func finish(
        _ entry: inout Entry, _ id: String, at now: Timestamp, _ events: inout [OrderEvent]
    ) {
        if let ending = entry.ending, !entry.isEnded, !entry.isRejected, entry.filled >= ending.matched {
            entry.isEnded = true
            // All of it filled is no cancel.
            if entry.filled < entry.order.size {
                events.append(OrderEvent(order: entry.order.id, time: now, kind: .cancelled))
            }
        }
        if entry.isDone, !entry.isListed {
            entry.isListed = true
            done.append(id)
            if done.count > Self.doneMax { forget(done.removeFirst()) }
        }
        entries[id] = entry
    }

    private mutating func forget(_ id: String) {
        entries[id] = nil
        for trade in trades.removeValue(forKey: id) ?? [] { settlements[FillKey(trade: trade, order: id)] = nil }
    }
}
