import Market

/// What the venue says in the headers of a reply about the signer's limits. Absent or odd headers are nil.
struct RateLimitHeaders: Hashable, Sendable {
    var remaining: Int?
    /// When the bucket is full again.
    var reset: Timestamp?
    var tier: String?
    /// The venue would have refused, and does not yet.
    var isWarning = false

    /// - Parameter value: the value of a header by its name in lower case.
    init(_ value: (String) -> String?) {
        remaining = value("poly-ratelimit-remaining").flatMap { Int($0) }
        let seconds = value("poly-ratelimit-reset").flatMap { Int64($0) }
        reset = seconds.flatMap { (0..<9_000_000_000).contains($0) ? Timestamp(seconds: $0) : nil }
        tier = value("poly-ratelimit-tier")
        isWarning = value("poly-ratelimit-warning") != nil
    }
}
