/// The side of a book.
public enum BookSide: UInt8, Hashable, Sendable {
    case bid = 0
    case ask = 1

    public var opposite: BookSide { self == .bid ? .ask : .bid }
}

/// Who took liquidity in a trade.
public enum TakerSide: UInt8, Hashable, Sendable {
    case buy = 0
    case sell = 1
    case unknown = 2

    /// The side as the other token of the market sees it.
    public var mirrored: TakerSide {
        switch self {
        case .buy: .sell
        case .sell: .buy
        case .unknown: .unknown
        }
    }
}

/// A price with the size that rests there.
public struct Level: Hashable, Sendable {
    public var price: Price
    public var size: Size

    @inlinable
    public init(price: Price, size: Size) {
        self.price = price
        self.size = size
    }

    /// The level as the other token of the market sees it.
    @inlinable public var mirrored: Level { Level(price: price.complement, size: size) }
}

/// The new size of one level; zero removes it.
public struct LevelChange: Hashable, Sendable {
    public var side: BookSide
    public var level: Level

    @inlinable
    public init(_ side: BookSide, _ level: Level) {
        self.side = side
        self.level = level
    }

    @inlinable public var mirrored: LevelChange { LevelChange(side.opposite, level.mirrored) }
}

/// What one YES token pays, in price units: 10,000 for YES, 0 for NO, between them for a split.
public struct Payout: Hashable, Sendable {
    public let units: Int32

    public static let yes = Payout(units: Price.one)!
    public static let no = Payout(units: 0)!

    public init?(units: Int32) {
        guard units >= 0, units <= Price.one else { return nil }
        self.units = units
    }

    public var complement: Payout { Payout(units: Price.one - units)! }
    public var dollars: Double { Double(units) * 1e-4 }

    /// What `size` shares of the YES token are paid, to the nearest microdollar, halves up.
    public func value(of size: Size) -> Money {
        let (high, low) = Int64(units).multipliedFullWidth(by: size.microshares)
        let (quotient, remainder) = Int64(Price.one).dividingFullWidth((high, low))
        return Money(microdollars: remainder * 2 >= Int64(Price.one) ? quotient + 1 : quotient)
    }
}

/// Something a venue said about one token, or about a market (then `asset` is its YES token).
///
/// Levels, quotes and trades are those of `asset`. `listed`, `tickChanged`, `feeChanged`, `closed`, `resolved` and
/// `recordingEnded` concern the market.
public struct MarketEvent: Hashable, Sendable {
    public var asset: AssetID
    /// The venue's time of the event.
    public var exchangeTime: Timestamp
    /// When we received it: the clock of every feature and label.
    public var receiveTime: Timestamp
    public var kind: Kind

    public enum Kind: Hashable, Sendable {
        /// The market's metadata as received; a later one replaces it.
        case listed(Instrument)
        /// The whole book, best level first.
        case snapshot(bids: [Level], asks: [Level])
        case delta([LevelChange])
        /// Best prices without sizes; nil means no order on that side.
        case quote(bid: Price?, ask: Price?)
        /// `by` is who took; nil where the venue does not say.
        case trade(price: Price, size: Size, taker: TakerSide, by: TraderID? = nil)
        /// A new book epoch with another tick size, in price units.
        case tickChanged(Int32)
        case feeChanged(FeeRate)
        /// The feed of this token was interrupted: its book is unknown until `resynced` or a snapshot.
        case gap
        /// The feed is whole again; the next book message is the truth.
        case resynced
        /// Trading stopped; the payout may come much later.
        case closed
        /// What the YES token pays. `knownAt` is when we could first know, never before `receiveTime` of this event.
        case resolved(Payout, knownAt: Timestamp)
        /// A recording has no more of this market, which went on living.
        case recordingEnded
    }

    @inlinable
    public init(asset: AssetID, exchangeTime: Timestamp, receiveTime: Timestamp, kind: Kind) {
        self.asset = asset
        self.exchangeTime = exchangeTime
        self.receiveTime = receiveTime
        self.kind = kind
    }

    @inlinable public var market: MarketID { asset.market }

    /// The same event as the other token of the market sees it. Events of the market as a whole stay as they are.
    public var mirrored: MarketEvent {
        var event = self
        event.asset = asset.complement
        switch kind {
        case .snapshot(let bids, let asks):
            event.kind = .snapshot(bids: asks.map(\.mirrored), asks: bids.map(\.mirrored))
        case .delta(let changes): event.kind = .delta(changes.map(\.mirrored))
        case .quote(let bid, let ask): event.kind = .quote(bid: ask?.complement, ask: bid?.complement)
        case .trade(let price, let size, let taker, let trader):
            event.kind = .trade(price: price.complement, size: size, taker: taker.mirrored, by: trader)
        case .listed, .tickChanged, .feeChanged, .gap, .resynced, .closed, .resolved, .recordingEnded: break
        }
        return event
    }
}

/// The state of the link to the venue.
public enum ConnectionState: UInt8, Hashable, Sendable {
    case connected = 0
    /// Every token of the link is silent until its next snapshot.
    case disconnected = 1
}
