internal import Market

/// Which live markets belong to one event, and which to one category. Positions are those of the pipeline's markets.
struct MarketGroups: Sendable {
    private var byEvent: [EventID: [Int]] = [:]
    private(set) var live: [Int] = []

    func markets(of event: EventID) -> [Int] { byEvent[event] ?? [] }

    mutating func insert(_ index: Int, event: EventID) {
        byEvent[event, default: []].append(index)
        live.append(index)
    }

    mutating func remove(_ index: Int, event: EventID) {
        byEvent[event]?.removeAll { $0 == index }
        if byEvent[event]?.isEmpty == true { byEvent[event] = nil }
        live.removeAll { $0 == index }
    }
}
