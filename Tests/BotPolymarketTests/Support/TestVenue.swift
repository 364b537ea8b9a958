import Crypto
import Market
import TestSupport

@testable import BotPolymarket

/// One market of a venue in as few lines as possible: a table of sizes by price for the first token, the second its
/// mirror, and messages written as text. It shares no code with what it tests but the decoder of REST books.
struct TestVenue {
    static let condition = "0x" + String(repeating: "ab", count: 32)
    static let yes = "71321045679252212594626385532706912750332728571942532289631379312455583992563"
    static let no = "52114319501245915516055106046884209969926127482827954674443846427813813222426"
    static let market = MarketID(7)
    static let tokens = [
        ChannelToken(name: yes, asset: market.yes, conditionID: condition, sizeMin: "5", isNegativeRisk: false),
        ChannelToken(name: no, asset: market.no, conditionID: condition, sizeMin: "5", isNegativeRisk: false),
    ]

    /// Size in millionths by price in units of 0.0001.
    var bids: [Int: Int] = [4_800: 30_000_000, 4_900: 20_500_000]
    var asks: [Int: Int] = [5_200: 25_000_000, 5_300: 60_000_000]
    var milliseconds = 1_795_348_800_000
    var tick = 100
    var lastTrade = ["", ""]

    func table(_ isNo: Bool) -> (bids: [Int: Int], asks: [Int: Int]) {
        guard isNo else { return (bids, asks) }
        func mirrored(_ side: [Int: Int]) -> [Int: Int] {
            Dictionary(uniqueKeysWithValues: side.map { (10_000 - $0.key, $0.value) })
        }
        return (mirrored(asks), mirrored(bids))
    }

    static func decimal(_ units: Int, places: Int) -> String {
        var scale = 1
        for _ in 0..<places { scale *= 10 }
        let fraction = String(units % scale)
        var text = "\(units / scale)." + String(repeating: "0", count: places - fraction.count) + fraction
        while text.hasSuffix("0") { text.removeLast() }
        if text.hasSuffix(".") { text.removeLast() }
        return text
    }

    private static func side(_ side: [Int: Int], rising: Bool) -> String {
        let prices = side.keys.sorted(by: rising ? { $0 < $1 } : { $0 > $1 })
        let levels = prices.map {
            "{\"price\":\"\(decimal($0, places: 4))\",\"size\":\"\(decimal(side[$0] ?? 0, places: 6))\"}"
        }
        return "[" + levels.joined(separator: ",") + "]"
    }

    /// Compact JSON of the book as REST serves it, with `hash` as given.
    private func rest(_ isNo: Bool, hash: String) -> String {
        let (bids, asks) = table(isNo)
        return "{\"market\":\"\(Self.condition)\",\"asset_id\":\"\(isNo ? Self.no : Self.yes)\","
            + "\"timestamp\":\"\(milliseconds)\",\"hash\":\"\(hash)\",\"bids\":\(Self.side(bids, rising: true)),"
            + "\"asks\":\(Self.side(asks, rising: false)),\"min_order_size\":\"5\","
            + "\"tick_size\":\"\(Self.decimal(tick, places: 4))\",\"neg_risk\":false,"
            + "\"last_trade_price\":\"\(lastTrade[isNo ? 1 : 0])\"}"
    }

    func hash(_ isNo: Bool) -> String {
        Insecure.SHA1.hash(data: Array(rest(isNo, hash: "").utf8)).map { byte in
            let digits = String(byte, radix: 16)
            return digits.count == 1 ? "0" + digits : digits
        }.joined()
    }

    func restText(_ isNo: Bool) -> String { rest(isNo, hash: hash(isNo)) }

    func restBook(_ isNo: Bool) throws -> BookMessage {
        try BookMessage.decode(Array(restText(isNo).utf8))
    }

    func book(_ isNo: Bool) -> String {
        let (bids, asks) = table(isNo)
        return "{\"market\":\"\(Self.condition)\",\"asset_id\":\"\(isNo ? Self.no : Self.yes)\","
            + "\"timestamp\":\"\(milliseconds)\",\"hash\":\"\(hash(isNo))\","
            + "\"bids\":\(Self.side(bids, rising: true)),\"asks\":\(Self.side(asks, rising: false)),"
            + "\"tick_size\":\"\(Self.decimal(tick, places: 4))\",\"event_type\":\"book\","
            + "\"last_trade_price\":\"\(lastTrade[isNo ? 1 : 0])\"}"
    }

    var firstFrame: String { "[\(book(false)),\(book(true))]\n" }

    /// Sets a level of the first token's book, and tells of it in both.
    mutating func change(isBid: Bool, price: Int, size: Int, hash given: String? = nil) -> String {
        milliseconds += 3
        if isBid { bids[price] = size == 0 ? nil : size } else { asks[price] = size == 0 ? nil : size }
        func change(_ isNo: Bool) -> String {
            let (bids, asks) = table(isNo)
            let best = bids.keys.max().map { Self.decimal($0, places: 4) } ?? "0"
            let ask = asks.keys.min().map { Self.decimal($0, places: 4) } ?? "1"
            return "{\"asset_id\":\"\(isNo ? Self.no : Self.yes)\","
                + "\"price\":\"\(Self.decimal(isNo ? 10_000 - price : price, places: 4))\","
                + "\"size\":\"\(Self.decimal(size, places: 6))\",\"side\":\"\(isBid != isNo ? "BUY" : "SELL")\","
                + "\"hash\":\"\(given ?? hash(isNo))\",\"best_bid\":\"\(best)\",\"best_ask\":\"\(ask)\"}"
        }
        return "{\"market\":\"\(Self.condition)\",\"price_changes\":[\(change(false)),\(change(true))],"
            + "\"timestamp\":\"\(milliseconds)\",\"event_type\":\"price_change\"}"
    }

    /// A random change that leaves the book uncrossed.
    mutating func step(using generator: inout SeededGenerator) -> String {
        let isBid = generator.chance(0.5)
        let bound = isBid ? asks.keys.min() ?? 10_000 : bids.keys.max() ?? 0
        let distance = generator.int(in: 1...12) * tick
        let price = min(max(isBid ? bound - distance : bound + distance, tick), 10_000 - tick)
        guard isBid ? price < bound : price > bound else { return change(isBid: isBid, price: price, size: 0) }
        let size = generator.chance(0.3) ? 0 : generator.int(in: 1...50_000) * 10_000
        return change(isBid: isBid, price: price, size: size)
    }

    mutating func trade(price: Int, size: Int) -> String {
        milliseconds += 2
        lastTrade[0] = Self.decimal(price, places: 4)
        return "{\"market\":\"\(Self.condition)\",\"asset_id\":\"\(Self.yes)\",\"price\":\"\(lastTrade[0])\","
            + "\"size\":\"\(Self.decimal(size, places: 6))\",\"fee_rate_bps\":\"0\",\"side\":\"BUY\","
            + "\"timestamp\":\"\(milliseconds)\",\"event_type\":\"last_trade_price\"}"
    }

    mutating func tickChange(to tick: Int, isNo: Bool) -> String {
        milliseconds += 1
        let old = Self.decimal(self.tick, places: 4)
        self.tick = tick
        return "{\"market\":\"\(Self.condition)\",\"asset_id\":\"\(isNo ? Self.no : Self.yes)\","
            + "\"old_tick_size\":\"\(old)\",\"new_tick_size\":\"\(Self.decimal(tick, places: 4))\","
            + "\"timestamp\":\"\(milliseconds)\",\"event_type\":\"tick_size_change\"}"
    }

    /// The book as the bot should have it.
    func orderBook(_ isNo: Bool) throws -> OrderBook {
        let (bids, asks) = table(isNo)
        func levels(_ side: [Int: Int], _ order: (Int, Int) -> Bool) -> [Level] {
            side.keys.sorted(by: order).map {
                Level(price: Price(checked: Int32($0)), size: Size(microshares: Int64(side[$0] ?? 0)))
            }
        }
        return try OrderBook(bids: levels(bids, >), asks: levels(asks, <), hasSizes: true, isSynchronized: true)
    }
}

/// Whoever listens to a channel: keeps the bot's own books by its events, and notes what breaks the rules.
struct Follower {
    var books: [AssetID: OrderBook] = [TestVenue.market.yes: OrderBook(), TestVenue.market.no: OrderBook()]
    var silent: Set<AssetID> = [TestVenue.market.yes, TestVenue.market.no]
    var violations: [String] = []
    var sent: [String] = []
    var requests: [String] = []
    var closes: [CloseReason] = []
    var malformed = 0
    var kinds: [String] = []

    mutating func follow(_ outputs: [ChannelOutput]) {
        for output in outputs {
            switch output {
            case .send(let text): sent.append(text)
            case .close(let reason): closes.append(reason)
            case .requestBook(let token): requests.append(token)
            case .malformed: malformed += 1
            case .resolved, .announced: break
            case .event(let event): follow(event)
            }
        }
    }

    private mutating func follow(_ event: MarketEvent) {
        if event.exchangeTime > event.receiveTime { violations.append("an event before it happened") }
        switch event.kind {
        case .snapshot:
            silent.remove(event.asset)
            kinds.append("snapshot")
        case .delta:
            if silent.contains(event.asset) { violations.append("a delta of a silent token") }
            kinds.append("delta")
        case .trade:
            if silent.contains(event.asset) { violations.append("a trade of a silent token") }
            kinds.append("trade")
        case .gap:
            if !silent.insert(event.asset).inserted { violations.append("a gap within a gap") }
            kinds.append("gap")
        case .resynced: kinds.append("resynced")
        case .tickChanged:
            silent = [TestVenue.market.yes, TestVenue.market.no]
            for asset in books.keys { apply(event.kind, to: asset) }
            kinds.append("tickChanged")
            return
        default: violations.append("an event of an unexpected kind")
        }
        apply(event.kind, to: event.asset)
    }

    private mutating func apply(_ kind: MarketEvent.Kind, to asset: AssetID) {
        do throws(BookError) {
            try books[asset]?.apply(kind)
        } catch { violations.append("the book refused: \(error)") }
    }
}
