public import Market

/// The one owner of a venue that many connections talk to: it gives each call the time, and each frame its way.
public actor VenueHost {
    private let venue: Venue
    private let clock: @Sendable () -> Timestamp
    private var waiting: [ReplyID: CheckedContinuation<VenueResponse, Never>] = [:]
    private var outlets: [ConnectionID: AsyncStream<OutgoingFrame>.Continuation] = [:]

    /// Frames that may wait for a client; one that reads no faster is hung up on.
    private static let waitingFramesMax = 50_000

    /// - Parameter clock: the venue's time, which may run faster than the wall's.
    public init(venue: sending Venue, clock: @escaping @Sendable () -> Timestamp) {
        self.venue = venue
        self.clock = clock
    }

    func respond(to request: VenueRequest) async -> VenueResponse {
        let reply = venue.receive(request, at: clock())
        flush()
        switch reply {
        case .ready(let response): return response
        case .pending(let id): return await withCheckedContinuation { waiting[id] = $0 }
        }
    }

    /// A new client of a channel, and what it is sent.
    func connect(_ channel: Channel) -> (id: ConnectionID, frames: AsyncStream<OutgoingFrame>) {
        let id = venue.connect(channel)
        let (stream, continuation) = AsyncStream.makeStream(
            of: OutgoingFrame.self, bufferingPolicy: .bufferingOldest(Self.waitingFramesMax))
        outlets[id] = continuation
        return (id, stream)
    }

    func disconnect(_ id: ConnectionID) {
        venue.disconnect(id)
        outlets.removeValue(forKey: id)?.finish()
    }

    func receive(_ text: String, from id: ConnectionID) {
        venue.receive(text, from: id, at: clock())
        flush()
    }

    /// Lets the venue do what its time has come for.
    func tick() {
        venue.advance(to: clock())
        flush()
    }

    private func flush() {
        for (id, response) in venue.takeFinished() { waiting.removeValue(forKey: id)?.resume(returning: response) }
        for (id, frame) in venue.takeFrames() {
            guard let outlet = outlets[id] else { continue }
            if case .dropped = outlet.yield(frame) { disconnect(id) }
            if frame == .close { outlets.removeValue(forKey: id)?.finish() }
        }
    }
}
