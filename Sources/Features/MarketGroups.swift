internal import Market

/// Which live markets belong to one event, and which to one category. Positions are those of the pipeline's markets;
/// events and categories are numbered as they come, so that nothing is looked up by name once a market is listed.
struct MarketGroups: Sendable {
    private var events: [EventID: Int] = [:]
    private var categories: [String: Int] = [:]
    /// Live markets, by the number of their event.
    private var members: [[Int]] = []
    /// By market; the category is nil when it is unknown.
    private var numbers: [(event: Int, category: Int?)] = []
    private(set) var live: [Int] = []

    var eventCount: Int { members.count }
    var categoryCount: Int { categories.count }

    /// Live markets of the event of a market that was inserted.
    func markets(of index: Int) -> [Int] { members[numbers[index].event] }

    func event(of index: Int) -> Int { numbers[index].event }
    func category(of index: Int) -> Int? { numbers[index].category }

    mutating func insert(_ index: Int, event: EventID, category: String) {
        let number = events[event] ?? members.count
        if number == members.count {
            events[event] = number
            members.append([])
        }
        let categoryNumber = category.isEmpty ? nil : categories[category] ?? categories.count
        if let categoryNumber { categories[category] = categoryNumber }
        while numbers.count <= index { numbers.append((0, nil)) }
        numbers[index] = (number, categoryNumber)
        members[number].append(index)
        live.append(index)
    }

    mutating func remove(_ index: Int) {
        members[numbers[index].event].removeAll { $0 == index }
        live.removeAll { $0 == index }
    }
}
