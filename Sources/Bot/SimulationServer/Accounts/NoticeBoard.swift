import Market

/// What `/notifications` tells each key (specification, 4.9).
struct NoticeBoard: Sendable {
    enum Kind: Int, Sendable {
        case cancellation = 1
        case fill = 2
        case resolution = 4
        case failed = 8
    }

    private struct Notice: Sendable {
        var id: Int
        var owner: String
        var json: JSON
    }

    private var notices: [Notice] = []
    private var nextID = 1
    /// Older ones are forgotten.
    private static let countMax = 10_000

    mutating func add(_ kind: Kind, order: VenueOrder, owner: String, market: VenueMarket, at time: Timestamp) {
        add(
            kind,
            payload: [
                "order_id": JSON(order.id), "market": JSON(market.names.condition),
                "asset_id": JSON(market.names.token(order.terms.asset.outcome)), "side": JSON(order.sideText),
                "price": JSON(order.terms.price.text), "original_size": JSON(order.terms.size.text),
                "matched_size": JSON(order.matched.text), "remaining_size": JSON(order.left.text),
                "outcome": JSON(market.names.name(order.terms.asset.outcome)),
                "outcome_index": JSON(Int(order.terms.asset.outcome.rawValue)),
            ], owner: owner, at: time)
    }

    mutating func addResolution(owner: String, market: VenueMarket, at time: Timestamp) {
        add(.resolution, payload: ["market": JSON(market.names.condition)], owner: owner, at: time)
    }

    private mutating func add(_ kind: Kind, payload: JSON, owner: String, at time: Timestamp) {
        let json: JSON = [
            "id": JSON(nextID), "owner": JSON(owner), "type": JSON(kind.rawValue), "payload": payload,
            "timestamp": JSON(time.seconds),
        ]
        notices.append(Notice(id: nextID, owner: owner, json: json))
        nextID += 1
        if notices.count > Self.countMax { notices.removeFirst(Self.countMax / 10) }
    }

    func list(of owner: String) -> JSON { .array(notices.filter { $0.owner == owner }.map(\.json)) }

    mutating func remove(_ ids: Set<Int>, of owner: String) {
        notices.removeAll { $0.owner == owner && ids.contains($0.id) }
    }
}
