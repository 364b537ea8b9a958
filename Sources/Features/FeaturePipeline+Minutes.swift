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
        minuteRoom.start(eventCount: groups.eventCount, categoryCount: groups.categoryCount)
        for index in groups.live {
            let moves = markets[index].moves(at: time)
            minuteRoom.moves.append(moves)
            minuteRoom.events[groups.event(of: index)].add(moves)
            if let category = groups.category(of: index), !moves.canonicalHour.isNaN {
                minuteRoom.categories[category].sum += moves.canonicalHour
                minuteRoom.categories[category].count += 1
            }
        }
        for (place, index) in groups.live.enumerated() {
            let own = minuteRoom.moves[place]
            let event = minuteRoom.events[groups.event(of: index)]
            let category = groups.category(of: index).map { minuteRoom.categories[$0] } ?? (sum: 0, count: 0)
            let others = category.count - event.count
            markets[index].cross.minute(
                ownQuarter: own.yesQuarter, siblingMove: event.siblingMove(of: own),
                ownHour: own.yesHour,
                categoryMove: others > 0 ? (category.sum - event.canonicalSum) / others : .nan, at: time)
        }
    }

    /// Room for a minute's sums over events and categories, by their numbers; kept, so that a minute allocates nothing.
    struct MinuteRoom: Sendable {
        /// In the order of live markets.
        fileprivate var moves: [MarketMoves] = []
        fileprivate var events: [EventMoves] = []
        fileprivate var categories: [(sum: Double, count: Double)] = []

        fileprivate mutating func start(eventCount: Int, categoryCount: Int) {
            moves.removeAll(keepingCapacity: true)
            events.removeAll(keepingCapacity: true)
            categories.removeAll(keepingCapacity: true)
            for _ in 0..<eventCount { events.append(EventMoves()) }
            for _ in 0..<categoryCount { categories.append((0, 0)) }
        }
    }

    /// Sums over the markets of an event.
    fileprivate struct EventMoves {
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
        let members = groups.markets(of: index)
        var observation = CrossObservation(
            count: members.count, own: members.firstIndex(of: index) ?? 0,
            quote: { markets[members[$0]].yesQuote }, isExclusive: markets[index].instrument.isNegativeRisk,
            moves: markets[index].cross, outcome: outcome, at: time)
        observation.platformActivity = platform.zscore
        return observation
    }
}
