/// How far the venue has come with saying what a market pays.
public enum ResolutionState: UInt8, Hashable, Sendable {
    /// Nobody has proposed an outcome.
    case open = 0
    case proposed = 1
    case disputed = 2
}
