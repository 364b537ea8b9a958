import Crypto

/// The venue's hash of an order book: SHA-1 of the book as `GET /book` writes it, with an empty hash.
///
/// All numbers are the texts that the venue serves: the hash covers them byte by byte.
public struct BookHash: Hashable, Sendable {
    public struct Level: Hashable, Sendable {
        public var price, size: String

        public init(price: String, size: String) { (self.price, self.size) = (price, size) }
    }

    /// The condition id.
    public var market: String
    /// The token's id.
    public var asset: String
    /// Milliseconds since 1970.
    public var timestamp: String
    /// The best level last.
    public var bids, asks: [Level]
    public var minimumOrderSize: String
    public var tickSize: String
    public var isNegativeRisk: Bool
    /// Empty before the first trade.
    public var lastTradePrice: String
    /// `v2` for a market of that version; nil for others, whose books do not have the field.
    public var version: String?

    public init(
        market: String, asset: String, timestamp: String, bids: [Level], asks: [Level], minimumOrderSize: String,
        tickSize: String, isNegativeRisk: Bool, lastTradePrice: String, version: String? = nil
    ) {
        self.market = market
        self.asset = asset
        self.timestamp = timestamp
        self.bids = bids
        self.asks = asks
        self.minimumOrderSize = minimumOrderSize
        self.tickSize = tickSize
        self.isNegativeRisk = isNegativeRisk
        self.lastTradePrice = lastTradePrice
        self.version = version
    }

    /// What is hashed: compact JSON with the keys in this order.
    public var payload: [UInt8] { payload(hash: "") }

    /// The book as `GET /book` serves it, with its hash in place.
    public var served: [UInt8] { payload(hash: text) }

    /// Forty lower-case digits.
    public var text: String {
        var hash = Insecure.SHA1()
        hash.update(payload)
        return String(HexText.text(Array(hash.finalize())).dropFirst(2))
    }

    private func payload(hash: String) -> [UInt8] {
        var bytes: [UInt8] = []
        bytes.reserveCapacity(400 + 40 * (bids.count + asks.count))
        func append(_ pieces: String...) {
            for piece in pieces { bytes.append(contentsOf: piece.utf8) }
        }
        func append(_ levels: [Level]) {
            for (index, level) in levels.enumerated() {
                if index > 0 { bytes.append(0x2c) }
                append(#"{"price":""#, level.price, #"","size":""#, level.size, #""}"#)
            }
        }
        append(#"{"market":""#, market, #"","asset_id":""#, asset, #"","timestamp":""#, timestamp)
        append(#"","hash":""#, hash, #"","bids":["#)
        append(bids)
        append(#"],"asks":["#)
        append(asks)
        append(#"],"min_order_size":""#, minimumOrderSize, #"","tick_size":""#, tickSize)
        append(#"","neg_risk":"#, isNegativeRisk ? "true" : "false", #","last_trade_price":""#, lastTradePrice, #"""#)
        if let version { append(#","version":""#, version, #"""#) }
        append("}")
        return bytes
    }
}
