internal import Market

/// What follows from restored state, and whether its parts fit each other.
extension FeaturePipeline {
    /// The order of live markets is that of the sums over them.
    mutating func group(_ live: [Int], _ coder: StateCoder) throws(SnapshotError) {
        var isGrouped = Array(repeating: false, count: markets.count)
        for index in live {
            guard markets.indices.contains(index), markets[index].isLive, !isGrouped[index] else {
                throw coder.failure("position \(index) among the live markets is not that of one")
            }
            isGrouped[index] = true
            let instrument = markets[index].instrument
            groups.insert(index, event: instrument.event, category: instrument.category)
        }
        guard live.count == markets.count(where: \.isLive) else { throw coder.failure("a live market is left out") }
    }

    /// A live market has one row that is due next, and none is overdue.
    func checkSchedule(_ coder: StateCoder) throws(SnapshotError) {
        var isDue = Array(repeating: false, count: markets.count)
        for entry in schedule.entries {
            guard markets.indices.contains(entry.index), entry.market == markets[entry.index].id, entry.time >= clock
            else { throw coder.failure("a row is due that no market has") }
            guard markets[entry.index].isLive, entry.generation == markets[entry.index].generation else { continue }
            guard !isDue[entry.index] else { throw coder.failure("a market has two rows that are due next") }
            isDue[entry.index] = true
        }
        guard zip(isDue, markets).allSatisfy({ $0 == $1.isLive }) else {
            throw coder.failure("a live market has no row that is due")
        }
    }
}
