/// What is known of a market, as it was announced at a time. A later announcement replaces it as an event.
public struct Instrument: Hashable, Sendable {
    /// Name at the venue: slug or condition id. Unique.
    public var name: String
    /// Name of the event (game, election) the market belongs to.
    public var eventName: String
    public var event: EventID
    /// The venue's category in lower case, empty when unknown.
    public var category: String
    /// Tick size in price units: 1000, 100, 10 or 1 at the offshore venue, 50 too at the US one.
    public var tick: Int32
    /// Smallest order.
    public var sizeMin: Size
    public var fee: FeeRate
    /// Whether at most one market of the event can resolve to YES.
    public var isNegativeRisk: Bool
    /// Whether the feed carries the NO token too, or only the YES token (then NO is its mirror image).
    public var quotesBothTokens: Bool
    public var created: Timestamp?
    /// Scheduled end, never the actual resolution.
    public var scheduledEnd: Timestamp?
    /// Traded volume in USDC so far, as announced.
    public var volume: Double?
    /// Liquidity in USDC, as announced.
    public var liquidity: Double?
    /// A label price older than this is no price.
    public var stalenessLimit: Duration
    /// Scheduled start of the game the market is about.
    public var gameStart: Timestamp?
    /// Nil when the venue says nothing of rewards.
    public var reward: MakerReward?
    /// Nil when the venue says nothing of it.
    public var resolution: ResolutionState?
    /// Name of the outside price the market is about; nil for most.
    public var reference: String?

    public init(
        name: String, eventName: String, event: EventID, category: String = "", tick: Int32 = 100,
        sizeMin: Size = Size(microshares: 5_000_000), fee: FeeRate = .free, isNegativeRisk: Bool = false,
        quotesBothTokens: Bool = false, created: Timestamp? = nil, scheduledEnd: Timestamp? = nil,
        volume: Double? = nil, liquidity: Double? = nil, stalenessLimit: Duration = .seconds(30),
        gameStart: Timestamp? = nil, reward: MakerReward? = nil, resolution: ResolutionState? = nil,
        reference: String? = nil
    ) {
        self.name = name
        self.eventName = eventName
        self.event = event
        self.category = category
        self.tick = tick
        self.sizeMin = sizeMin
        self.fee = fee
        self.isNegativeRisk = isNegativeRisk
        self.quotesBothTokens = quotesBothTokens
        self.created = created
        self.scheduledEnd = scheduledEnd
        self.volume = volume
        self.liquidity = liquidity
        self.stalenessLimit = stalenessLimit
        self.gameStart = gameStart
        self.reward = reward
        self.resolution = resolution
        self.reference = reference
    }
}
