public import Market

/// What must be known beside the features to label a row and to trade on it: the state of the row's token at its time.
public struct RowContext: Hashable, Sendable {
    public var event: EventID
    /// Best prices of the row's token.
    public var bid: Price
    public var ask: Price
    /// Tick size in price units.
    public var tick: Int32
    public var fee: FeeRate
    /// A label price older than this is no price.
    public var stalenessLimit: Duration
    /// Sizes at the best prices; nil when the feed carries none.
    public var bidSize: Size?
    public var askSize: Size?

    public init(
        event: EventID, bid: Price, ask: Price, tick: Int32, fee: FeeRate, stalenessLimit: Duration,
        bidSize: Size? = nil, askSize: Size? = nil
    ) {
        self.event = event
        self.bid = bid
        self.ask = ask
        self.tick = tick
        self.fee = fee
        self.stalenessLimit = stalenessLimit
        self.bidSize = bidSize
        self.askSize = askSize
    }
}

/// The features of one market at one grid time, seen from its canonical token.
///
/// The values are rounded to Float once, here: what the model scores is what is stored and trained on. Missing is NaN,
/// always of the same bit pattern, and there is no negative zero; rows compare by bits, so that NaN equals NaN.
public struct FeatureRow: Hashable, Sendable {
    /// The canonical token.
    public var asset: AssetID
    public var time: Timestamp
    public var context: RowContext
    /// In the order of the schema's columns.
    public var values: [Float]

    public init(asset: AssetID, time: Timestamp, context: RowContext, values: [Float]) {
        self.asset = asset
        self.time = time
        self.context = context
        self.values = values
    }

    public static func == (a: FeatureRow, b: FeatureRow) -> Bool {
        a.asset == b.asset && a.time == b.time && a.context == b.context
            && a.values.elementsEqual(b.values) { $0.bitPattern == $1.bitPattern }
    }

    public func hash(into hasher: inout Hasher) {
        hasher.combine(asset)
        hasher.combine(time)
        hasher.combine(context)
        for value in values { hasher.combine(value.bitPattern) }
    }
}
