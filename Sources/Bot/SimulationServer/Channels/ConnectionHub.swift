/// A WebSocket connection, numbered in the order of their coming.
public struct ConnectionID: Hashable, Comparable, Sendable {
    public let rawValue: UInt64

    public static func < (a: ConnectionID, b: ConnectionID) -> Bool { a.rawValue < b.rawValue }
}

/// The feeds there are.
public enum Channel: String, Hashable, Sendable, CaseIterable {
    case market, user
}

/// What goes out on a connection.
public enum OutgoingFrame: Hashable, Sendable {
    case text(String)
    /// The server hangs up, without a word.
    case close
}

/// One client of a channel: what it has asked for.
struct Connection: Sendable {
    let channel: Channel
    /// Market channel: token ids.
    var tokens: Set<String> = []
    /// Whether it wants `best_bid_ask`, `new_market` and `market_resolved`.
    var wantsMore = false
    var isSubscribed = false
    /// User channel: the key that it has proved.
    var owner: String?
    /// User channel: condition ids; empty for all.
    var conditions: Set<String> = []
}

/// The connections, and the frames that wait for them.
struct ConnectionHub: Sendable {
    private var connections: [ConnectionID: Connection] = [:]
    /// In the order of their coming, so that frames go out in one order in every process.
    private(set) var ids: [ConnectionID] = []
    private var outgoing: [(id: ConnectionID, frame: OutgoingFrame)] = []
    private var nextID: UInt64 = 1

    subscript(id: ConnectionID) -> Connection? { connections[id] }

    mutating func open(_ channel: Channel) -> ConnectionID {
        let id = ConnectionID(rawValue: nextID)
        nextID += 1
        connections[id] = Connection(channel: channel)
        ids.append(id)
        return id
    }

    mutating func update(_ id: ConnectionID, _ connection: Connection) {
        if connections[id] != nil { connections[id] = connection }
    }

    /// The client has gone.
    mutating func drop(_ id: ConnectionID) {
        connections[id] = nil
        ids.removeAll { $0 == id }
        outgoing.removeAll { $0.id == id }
    }

    /// The server hangs up.
    mutating func close(_ id: ConnectionID) {
        guard connections[id] != nil else { return }
        drop(id)
        outgoing.append((id, .close))
    }

    mutating func send(_ text: String, to id: ConnectionID) {
        if connections[id] != nil { outgoing.append((id, .text(text))) }
    }

    mutating func take() -> [(id: ConnectionID, frame: OutgoingFrame)] {
        defer { outgoing.removeAll() }
        return outgoing
    }

    func ids(of channel: Channel) -> [ConnectionID] { ids.filter { connections[$0]?.channel == channel } }
}
