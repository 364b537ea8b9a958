/// Categories by number, for splits on sets of them. The list is part of the schema: names are only ever added at its
/// end.
enum MarketCategory {
    private static let names = [
        "politics", "sports", "crypto", "economics", "culture", "weather", "tech", "world", "finance", "science",
        "elections", "geopolitics", "mentions", "esports", "business",
    ]
    private static let codes = Dictionary(uniqueKeysWithValues: names.enumerated().map { ($1, Double($0)) })

    /// NaN for a category that is not listed.
    static func code(of name: String) -> Double { codes[name] ?? .nan }
}
