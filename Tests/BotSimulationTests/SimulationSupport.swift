import BotEngine
import Market
import TestSupport

@testable import BotSimulation

/// Of the two generators in scope, the one under test.
typealias Generator = BotSimulation.SeededGenerator

extension LimitOrder {
    static func sample(
        _ number: UInt64, _ side: OrderSide, _ asset: AssetID, _ price: Double, _ shares: Double,
        _ timeInForce: TimeInForce = .goodTillCancelled
    ) -> LimitOrder {
        LimitOrder(
            id: OrderID(low: number), asset: asset, side: side, price: .usdc(price), size: .shares(shares),
            timeInForce: timeInForce)
    }
}

extension EventSource {
    /// All that happens up to `end`.
    func events(until end: Timestamp) async throws -> [EngineEvent] {
        var result: [EngineEvent] = []
        while true {
            let event = try await next(before: end)
            if case .timer = event { return result }
            result.append(event)
        }
    }
}

extension EngineEvent {
    var market: MarketEvent? {
        if case .exchange(.market(let event)) = self { event } else { nil }
    }

    var order: OrderEvent? {
        if case .exchange(.order(let event)) = self { event } else { nil }
    }
}

/// What the feed tells, and nothing else: the books of all markets as an observer rebuilds them.
struct Observer {
    private(set) var books: [OrderBook] = []
    private(set) var instruments: [Instrument] = []
    private(set) var lastTime = Timestamp.distantPast

    mutating func note(_ event: MarketEvent) throws {
        if case .listed(let instrument) = event.kind {
            books.append(OrderBook())
            instruments.append(instrument)
        }
        try books[Int(event.market.rawValue)].apply(event.kind)
        lastTime = event.receiveTime
    }

    /// A token's book; NO is the mirror image.
    func book(_ asset: AssetID) -> OrderBook {
        let book = books[Int(asset.market.rawValue)]
        return asset.outcome == .yes ? book : book.mirrored
    }
}
