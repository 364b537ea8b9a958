extension MarketEvent.Kind {
    /// The number that stands for the kind in the journal. Never reused.
    public var code: UInt8 {
        switch self {
        case .listed: Self.listingCode
        case .snapshot: 2
        case .delta: 3
        case .quote: 4
        case .trade: 5
        case .tickChanged: 6
        case .feeChanged: 7
        case .gap: 8
        case .resynced: 9
        case .closed: 10
        case .resolved: 11
        case .recordingEnded: 12
        }
    }

    /// The code of `listed`: what markets a journal knows is found by it.
    public static let listingCode: UInt8 = 1

    /// The payload in the journal; with `code` it gives the kind back exactly.
    public func encoded() -> [UInt8] {
        var out = ByteWriter()
        switch self {
        case .listed(let instrument): instrument.encode(into: &out)
        case .snapshot(let bids, let asks):
            out.levels(bids)
            out.levels(asks)
        case .delta(let changes):
            out.unsigned(UInt64(changes.count))
            for change in changes {
                out.byte(change.side.rawValue)
                out.level(change.level)
            }
        case .quote(let bid, let ask):
            out.signed(Int64(bid?.units ?? 0))
            out.signed(Int64(ask?.units ?? 0))
        case .trade(let price, let size, let taker, let trader):
            out.signed(Int64(price.units))
            out.signed(size.microshares)
            out.byte(taker.rawValue)
            if let trader { out.fixed(trader.rawValue) }
        case .tickChanged(let tick): out.signed(Int64(tick))
        case .feeChanged(let fee): out.signed(Int64(fee.millionths))
        case .resolved(let payout, let knownAt):
            out.signed(Int64(payout.units))
            out.signed(knownAt.nanoseconds)
        case .gap, .resynced, .closed, .recordingEnded: break
        }
        return out.bytes
    }

    /// The kind that `code` and `encoded()` came from.
    public init(code: UInt8, payload: [UInt8]) throws(DecodingFailure) {
        var reader = ByteReader(payload)
        switch code {
        case 1: self = .listed(try Instrument(from: &reader))
        case 2: self = .snapshot(bids: try reader.levels(), asks: try reader.levels())
        case 3:
            var changes: [LevelChange] = []
            for _ in 0..<(try reader.count()) {
                guard let side = BookSide(rawValue: try reader.byte()) else { throw reader.failure("no such side") }
                changes.append(LevelChange(side, try reader.level()))
            }
            self = .delta(changes)
        case 4: self = .quote(bid: try reader.optionalPrice(), ask: try reader.optionalPrice())
        case 5:
            let price = try reader.price()
            let size = try reader.size()
            guard let taker = TakerSide(rawValue: try reader.byte()) else { throw reader.failure("no such taker") }
            let trader = reader.isAtEnd ? nil : TraderID(try reader.fixed())
            self = .trade(price: price, size: size, taker: taker, by: trader)
        case 6: self = .tickChanged(try reader.int32())
        case 7: self = .feeChanged(try reader.fee())
        case 8: self = .gap
        case 9: self = .resynced
        case 10: self = .closed
        case 11:
            guard let payout = Payout(units: try reader.int32()) else { throw reader.failure("payout out of range") }
            self = .resolved(payout, knownAt: Timestamp(nanoseconds: try reader.signed()))
        case 12: self = .recordingEnded
        default: throw reader.failure("no event has the code \(code)")
        }
        guard reader.isAtEnd else { throw reader.failure("bytes left over") }
    }
}

extension Instrument {
    fileprivate func encode(into out: inout ByteWriter) {
        out.string(name)
        out.string(eventName)
        out.unsigned(UInt64(event.rawValue))
        out.string(category)
        out.signed(Int64(tick))
        out.signed(sizeMin.microshares)
        out.signed(Int64(fee.millionths))
        out.byte((isNegativeRisk ? 1 : 0) | (quotesBothTokens ? 2 : 0))
        out.optional(created) { $0.signed($1.nanoseconds) }
        out.optional(scheduledEnd) { $0.signed($1.nanoseconds) }
        out.optional(volume) { $0.double($1) }
        out.optional(liquidity) { $0.double($1) }
        out.signed(stalenessLimit.nanoseconds)
        encodeTail(into: &out)
    }

    fileprivate init(from reader: inout ByteReader) throws(DecodingFailure) {
        let name = try reader.string()
        let eventName = try reader.string()
        guard let event = UInt32(exactly: try reader.unsigned()) else { throw reader.failure("no such event") }
        let category = try reader.string()
        let tick = try reader.int32()
        let sizeMin = try reader.size()
        let fee = try reader.fee()
        let flags = try reader.byte()
        let created = try reader.optionalTimestamp()
        let scheduledEnd = try reader.optionalTimestamp()
        let volume = try reader.optionalDouble()
        let liquidity = try reader.optionalDouble()
        self.init(
            name: name, eventName: eventName, event: EventID(event), category: category, tick: tick,
            sizeMin: sizeMin, fee: fee, isNegativeRisk: flags & 1 != 0, quotesBothTokens: flags & 2 != 0,
            created: created, scheduledEnd: scheduledEnd, volume: volume, liquidity: liquidity,
            stalenessLimit: .nanoseconds(try reader.signed()))
        if !reader.isAtEnd { try decodeTail(from: &reader) }
    }

    private enum Tail {
        static let gameStart: UInt8 = 1
        static let reward: UInt8 = 2
        static let resolution: UInt8 = 4
        static let reference: UInt8 = 8
    }

    /// What older journals do not have: nothing where nothing of it is known, else which of it follows, and that.
    private func encodeTail(into out: inout ByteWriter) {
        let present =
            (gameStart == nil ? 0 : Tail.gameStart) | (reward == nil ? 0 : Tail.reward)
            | (resolution == nil ? 0 : Tail.resolution) | (reference == nil ? 0 : Tail.reference)
        guard present != 0 else { return }
        out.byte(present)
        if let gameStart { out.signed(gameStart.nanoseconds) }
        if let reward {
            out.signed(Int64(reward.band))
            out.signed(reward.sizeMin.microshares)
        }
        if let resolution { out.byte(resolution.rawValue) }
        if let reference { out.string(reference) }
    }

    private mutating func decodeTail(from reader: inout ByteReader) throws(DecodingFailure) {
        let present = try reader.byte()
        guard (1..<16).contains(present) else { throw reader.failure("no such fields of a market") }
        if present & Tail.gameStart != 0 { gameStart = Timestamp(nanoseconds: try reader.signed()) }
        if present & Tail.reward != 0 {
            let band = try reader.int32()
            guard band >= 0 else { throw reader.failure("negative band of rewards") }
            reward = MakerReward(band: band, sizeMin: try reader.size())
        }
        if present & Tail.resolution != 0 {
            guard let state = ResolutionState(rawValue: try reader.byte()) else {
                throw reader.failure("no such state of resolution")
            }
            resolution = state
        }
        if present & Tail.reference != 0 { reference = try reader.string() }
    }
}

extension ByteWriter {
    fileprivate mutating func level(_ level: Level) {
        signed(Int64(level.price.units))
        signed(level.size.microshares)
    }

    fileprivate mutating func levels(_ levels: [Level]) {
        unsigned(UInt64(levels.count))
        for item in levels { level(item) }
    }
}

extension ByteReader {
    fileprivate mutating func price() throws(DecodingFailure) -> Price {
        guard let price = Price(units: try int32()) else { throw failure("price out of range") }
        return price
    }

    /// Zero stands for none.
    fileprivate mutating func optionalPrice() throws(DecodingFailure) -> Price? {
        let units = try int32()
        if units == 0 { return nil }
        guard let price = Price(units: units) else { throw failure("price out of range") }
        return price
    }

    fileprivate mutating func size() throws(DecodingFailure) -> Size {
        let microshares = try signed()
        guard microshares >= 0 else { throw failure("negative size") }
        return Size(microshares: microshares)
    }

    fileprivate mutating func fee() throws(DecodingFailure) -> FeeRate {
        let millionths = try int32()
        guard millionths >= 0 else { throw failure("negative fee rate") }
        return FeeRate(millionths: millionths)
    }

    fileprivate mutating func level() throws(DecodingFailure) -> Level { Level(price: try price(), size: try size()) }

    fileprivate mutating func levels() throws(DecodingFailure) -> [Level] {
        let total = try count()
        var levels: [Level] = []
        levels.reserveCapacity(total)
        for _ in 0..<total { levels.append(try level()) }
        return levels
    }

    fileprivate mutating func optionalTimestamp() throws(DecodingFailure) -> Timestamp? {
        try optional { (reader: inout ByteReader) throws(DecodingFailure) -> Timestamp in
            Timestamp(nanoseconds: try reader.signed())
        }
    }

    fileprivate mutating func optionalDouble() throws(DecodingFailure) -> Double? {
        try optional { (reader: inout ByteReader) throws(DecodingFailure) -> Double in try reader.double() }
    }
}
