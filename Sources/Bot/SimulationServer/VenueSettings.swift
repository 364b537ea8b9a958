import Market

/// What the specification leaves open about the venue, or what tests want to have otherwise.
public struct VenueSettings: Hashable, Sendable {
    /// 137 is Polygon, 80002 its test network.
    public var chain: UInt64 = 137
    /// How far a client's clock may be away: not documented.
    public var clockTolerance = Duration.seconds(30)
    /// From a match to the transaction that holds it, and from there to its being final.
    public var mining = Duration.seconds(2)
    public var confirmation = Duration.seconds(4)
    /// How long a trade that is retried stays so.
    public var retrying = Duration.seconds(10)
    /// Hold of every marketable order in markets of the category; the request waits for its result.
    public var heldCategory = "crypto"
    public var hold = Duration.milliseconds(150)
    /// Delay of every marketable order in markets of the category; the answer is `delayed`.
    public var delayedCategory = "sports"
    public var takerDelay = Duration.seconds(3)
    public var reservation = Reservation.account
    /// Whether the limits of section 1.3 are enforced.
    public var limitsRates = true
    /// Without a beat for that long, all orders of a key that once sent one are cancelled; looked at every `beatCheck`.
    public var beatTimeout = Duration.seconds(10)
    public var beatCheck = Duration.seconds(5)
    /// Largest subscription of a connection that is sent snapshots at once.
    public var snapshotTokensMax = 500

    /// What an order must leave untouched: the documentation is unclear.
    public enum Reservation: String, Hashable, Sendable {
        /// All open orders of the account.
        case account
        /// Those of its market alone.
        case market
    }

    public init() {}
}
