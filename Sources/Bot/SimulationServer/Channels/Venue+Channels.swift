import BotSimulation
public import Market

extension Venue {
    /// A client has opened a channel.
    public func connect(_ channel: Channel) -> ConnectionID { hub.open(channel) }

    /// A client has gone.
    public func disconnect(_ id: ConnectionID) { hub.drop(id) }

    /// The frames that are to go out, in their order; each goes to one connection.
    public func takeFrames() -> [(id: ConnectionID, frame: OutgoingFrame)] { hub.take() }

    /// A text frame of a client at `time`.
    public func receive(_ text: String, from id: ConnectionID, at time: Timestamp) {
        advance(to: time)
        guard let connection = hub[id] else { return }
        // A link that is frozen still answers this.
        if text == "PING" { return hub.send("PONG", to: id) }
        let json: JSON
        do {
            json = try JSON(parsing: text)
        } catch {
            return hub.send("INVALID MESSAGE", to: id)
        }
        switch connection.channel {
        case .market: receiveMarket(json, from: id, connection)
        case .user: receiveUser(json, from: id, connection)
        }
    }

    private func receiveMarket(_ json: JSON, from id: ConnectionID, _ connection: Connection) {
        var connection = connection
        let tokens = json["assets_ids"]?.elements?.compactMap(\.string) ?? []
        if let wants = json["custom_feature_enabled"]?.bool { connection.wantsMore = wants }
        switch json["operation"]?.string {
        case "unsubscribe":
            connection.tokens.subtract(tokens)
            hub.update(id, connection)
        case "subscribe":
            let new = tokens.filter { connection.tokens.insert($0).inserted }
            connection.isSubscribed = true
            hub.update(id, connection)
            for token in new { sendSnapshots([token], to: id) }
        default:
            guard !connection.isSubscribed else { return }
            connection.isSubscribed = true
            connection.tokens = Set(tokens)
            hub.update(id, connection)
            if json["initial_dump"]?.bool ?? true { sendSnapshots(tokens, to: id) }
        }
    }

    /// Books of the tokens that exist, as one array. A client that asks for too many gets none.
    private func sendSnapshots(_ tokens: [String], to id: ConnectionID) {
        guard let count = hub[id]?.tokens.count, count <= settings.snapshotTokensMax else { return }
        var sent: Set<String> = []
        let books = tokens.compactMap { token -> JSON? in
            guard let asset = catalog.asset(token: token), sent.insert(token).inserted else { return nil }
            let market = catalog[asset.market]
            return market.isClosed ? nil : market.bookEvent(asset.outcome)
        }
        deliver(JSON.array(books).text, to: id)
    }

    private func receiveUser(_ json: JSON, from id: ConnectionID, _ connection: Connection) {
        var connection = connection
        let conditions = json["markets"]?.elements?.compactMap { $0.string?.lowercased() } ?? []
        switch json["operation"]?.string {
        case "subscribe": connection.conditions.formUnion(conditions)
        case "unsubscribe": connection.conditions.subtract(conditions)
        default:
            let auth = json["auth"]
            guard let key = keys[auth?["apiKey"]?.string ?? ""], auth?["secret"]?.string == key.secret,
                auth?["passphrase"]?.string == key.passphrase
            else { return hub.close(id) }
            connection.owner = key.id
            connection.conditions = Set(conditions)
            connection.isSubscribed = true
        }
        hub.update(id, connection)
    }

    /// Sends data, unless a fault swallows it.
    func deliver(_ text: String, to id: ConnectionID) {
        guard let channel = hub[id]?.channel, !faults.frozen.contains(channel) else { return }
        if faults.droppedFrameShare > 0, chance.chance(faults.droppedFrameShare) { return }
        hub.send(text, to: id)
    }

    /// Those who see a market; of nobody nothing need be computed.
    func watchers(of id: MarketID) -> [ConnectionID] {
        let tokens = catalog[id].names.tokens
        return hub.ids(of: .market).filter { connection in
            hub[connection].map { $0.tokens.contains(tokens[0]) || $0.tokens.contains(tokens[1]) } ?? false
        }
    }
}
