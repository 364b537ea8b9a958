internal import Market

/// What markets are to each other, minute by minute.
extension FeaturePipeline {
    /// Closes the whole minutes before `time`, all events up to each of which have been applied.
    mutating func closeMinutes(before time: Timestamp) {
        // What markets are to each other is given to a shard.
        guard time > nextMinute, shard == nil else { return }
        platform.advance(to: time)
        // Of a long silence the last day says it all: slopes have a half-life of one.
        nextMinute = max(nextMinute, (time - .days(1)).floored(to: .minutes(1)))
        while nextMinute < time {
            closeMinute(nextMinute)
            nextMinute = nextMinute + .minutes(1)
        }
    }

    private mutating func closeMinute(_ time: Timestamp) {
        guard groups.live.count > 1 else { return }
        let moves = groups.live.map { (index: $0, moves: markets[$0].moves(at: time)) }
        var events: [EventID: EventMoves] = [:]
        var categories: [String: (sum: Double, count: Double)] = [:]
        for (index, moves) in moves {
            let instrument = markets[index].instrument
            events[instrument.event, default: EventMoves()].add(moves)
            guard !moves.canonicalHour.isNaN, !instrument.category.isEmpty else { continue }
            let before = categories[instrument.category] ?? (0, 0)
            categories[instrument.category] = (before.sum + moves.canonicalHour, before.count + 1)
        }
        for (index, own) in moves {
            let instrument = markets[index].instrument
            let event = events[instrument.event] ?? EventMoves()
            let category = categories[instrument.category] ?? (0, 0)
            let others = category.count - event.count
            markets[index].cross.minute(
                ownQuarter: own.yesQuarter, siblingMove: event.siblingMove(of: own),
                ownHour: own.yesHour,
                categoryMove: others > 0 ? (category.sum - event.canonicalSum) / others : .nan, at: time)
        }
    }

    /// Sums over the markets of an event.
    private struct EventMoves {
        private var weighted = 0.0
        private var weight = 0.0
        private(set) var canonicalSum = 0.0
        private(set) var count = 0.0

        mutating func add(_ moves: MarketMoves) {
            if !moves.yesQuarter.isNaN {
                weighted += moves.yesMid * moves.yesQuarter
                weight += moves.yesMid
            }
            if !moves.canonicalHour.isNaN {
                canonicalSum += moves.canonicalHour
                count += 1
            }
        }

        /// - sum q D / sum q over the others; NaN when there is none.
        func siblingMove(of own: MarketMoves) -> Double {
            let isKnown = !own.yesQuarter.isNaN
            let rest = weight - (isKnown ? own.yesMid : 0)
            return rest > 1e-9 ? -(weighted - (isKnown ? own.yesMid * own.yesQuarter : 0)) / rest : .nan
        }
    }

    /// The other markets as a row of one sees them.
    func crossObservation(of index: Int, outcome: Outcome, at time: Timestamp) -> CrossObservation {
        let market = markets[index]
        let members = groups.markets(of: market.instrument.event)
        var observation = CrossObservation(
            quotes: members.map { markets[$0].yesQuote }, own: members.firstIndex(of: index) ?? 0,
            isExclusive: market.instrument.isNegativeRisk, moves: market.cross, outcome: outcome, at: time)
        observation.platformActivity = platform.zscore
        return observation
    }
}
