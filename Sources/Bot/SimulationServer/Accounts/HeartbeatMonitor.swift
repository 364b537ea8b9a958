import Market

/// Which keys have armed the dead man's switch, and when they last beat (specification, 4.8).
struct HeartbeatMonitor: Sendable {
    private struct Beat: Sendable {
        var id: String
        var time: Timestamp
    }

    private var beats: [String: Beat] = [:]
    /// Keys in the order in which they were armed.
    private var owners: [String] = []
    private var count = 0

    var isArmed: Bool { !owners.isEmpty }

    /// The id that the next beat of a key has to name: empty before the first.
    func expected(of owner: String) -> String { beats[owner]?.id ?? "" }

    /// The id for the beat after this one.
    mutating func beat(_ owner: String, at time: Timestamp) -> String {
        count += 1
        let id = Digest.uuid("beat/\(owner)/\(count)")
        if beats[owner] == nil { owners.append(owner) }
        beats[owner] = Beat(id: id, time: time)
        return id
    }

    /// The keys that have not beaten since `time`; they are no longer armed.
    mutating func removeSilent(since time: Timestamp) -> [String] {
        let silent = owners.filter { beats[$0].map { $0.time < time } ?? true }
        for owner in silent { beats[owner] = nil }
        owners.removeAll { silent.contains($0) }
        return silent
    }
}

extension Venue {
    /// `POST /v1/heartbeats`.
    func beat(_ body: JSON, by key: APIKey) throws(Refusal) -> JSON {
        guard let id = body["heartbeat_id"]?.string else { throw Refusal(400, "Invalid payload") }
        let expected = beats.expected(of: key.id)
        guard id == expected else {
            throw Refusal(400, body: ["error_msg": "Invalid Heartbeat ID", "heartbeat_id": JSON(expected)])
        }
        if !beats.isArmed { schedule.add(.checkBeats, at: now + settings.beatCheck) }
        return ["heartbeat_id": JSON(beats.beat(key.id, at: now))]
    }

    /// The orders of keys that fell silent are cancelled.
    func checkBeats() {
        loseBeats(since: now - settings.beatTimeout)
        if beats.isArmed { schedule.add(.checkBeats, at: now + settings.beatCheck) }
    }

    func loseBeats(since time: Timestamp) {
        for owner in beats.removeSilent(since: time) {
            for order in orders.open where order.owner == owner { cancel(order.id, status: "CANCELED") }
        }
    }
}
