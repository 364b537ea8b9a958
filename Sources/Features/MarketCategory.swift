/// Categories by number, for splits on sets of them. The list is part of the schema: names are only ever added at its
/// end.
enum MarketCategory {
    private static let names = [
        "politics", "sports", "crypto", "economics", "culture", "weather", "tech", "world", "finance", "science",
        "elections", "geopolitics", "mentions", "esports", "business",
    ]
    private static let codes = Dictionary(uniqueKeysWithValues: names.enumerated().map { ($1, Double($0)) })

    /// Places of categories in tables: those listed, and one for all others.
    static var slotCount: Int { names.count + 1 }
    static func slot(of name: String) -> Int { codes[name].map { Int($0) } ?? names.count }

    /// NaN for a category that is not listed.
    static func code(of name: String) -> Double { codes[name] ?? .nan }
}
