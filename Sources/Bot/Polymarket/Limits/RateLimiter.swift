import Market

/// When a request may be made, by all that the venue counts it against. One for the process, since limits are per
/// address; a signer's buckets are part of it.
struct RateLimiter: Hashable, Sendable {
    /// What of the venue's limits is used: the rest is for what it counts and we do not.
    static let share = (numerator: 4, denominator: 5)

    private var buckets: [[TokenBucket]]
    private var orders: TokenBucket
    private var cancels: TokenBucket
    /// By endpoint: the venue said to wait.
    private var blocked: [Endpoint: Timestamp] = [:]

    /// - Parameters:
    ///   - orderRate: orders a second and at once that the signer's tier allows; Standard if not told.
    ///   - cancelRate: the same for cancels.
    init(
        orderRate: (perSecond: Int, burst: Int) = (40, 60), cancelRate: (perSecond: Int, burst: Int) = (80, 120)
    ) {
        buckets = LimitScope.allCases.map { scope in
            scope.limits.map { TokenBucket(count: Self.part($0.count), window: $0.window) }
        }
        orders = TokenBucket(perSecond: Self.part(orderRate.perSecond), burst: Self.part(orderRate.burst))
        cancels = TokenBucket(perSecond: Self.part(cancelRate.perSecond), burst: Self.part(cancelRate.burst))
    }

    private static func part(_ count: Int) -> Int { max(1, count * share.numerator / share.denominator) }

    /// The earliest instant at which the request may be made, not before `now`.
    /// - Parameter cost: orders placed or cancelled by it. A cancel of more than the bucket holds waits for a full one.
    func ready(_ endpoint: Endpoint, cost: Int = 1, at now: Timestamp) -> Timestamp {
        var time = max(now, blocked[endpoint] ?? now)
        for scope in endpoint.scopes {
            for bucket in buckets[scope.rawValue] { time = max(time, bucket.ready(for: 1, at: now)) }
        }
        switch endpoint.signerLane {
        case .orders: time = max(time, orders.ready(for: cost, at: now))
        case .cancels: time = max(time, cancels.ready(for: cost, at: now))
        case nil: break
        }
        return time
    }

    /// Counts a request that is made now.
    mutating func take(_ endpoint: Endpoint, cost: Int = 1, at now: Timestamp) {
        for scope in endpoint.scopes {
            for index in buckets[scope.rawValue].indices { buckets[scope.rawValue][index].take(1, at: now) }
        }
        switch endpoint.signerLane {
        case .orders: orders.take(cost, at: now)
        case .cancels: cancels.take(cost, at: now)
        case nil: break
        }
    }

    /// A reply asked to wait.
    mutating func block(_ endpoint: Endpoint, until time: Timestamp) {
        blocked[endpoint] = max(time, blocked[endpoint] ?? time)
    }

    /// What a reply's header says the signer has left.
    mutating func note(remaining: Int, of lane: SignerLane, at now: Timestamp) {
        let part = max(0, min(remaining, 1_000_000)) * Self.share.numerator / Self.share.denominator
        switch lane {
        case .orders: orders.lower(to: part, at: now)
        case .cancels: cancels.lower(to: part, at: now)
        }
    }
}

/// Requests that wait for their turn: cancels before orders, orders before reads, each in the order it came.
///
/// The number that waits is limited: what does not fit is refused at once, not late.
struct RequestQueue<Request: Sendable>: Sendable {
    enum Turn: Sendable {
        case send(Request)
        case wait(until: Timestamp)
        case empty
    }

    private struct Waiting {
        var request: Request
        var endpoint: Endpoint
        var cost: Int
    }

    let countMax: Int
    /// Cancels, orders, reads.
    private var lanes: [[Waiting]] = [[], [], []]

    init(countMax: Int = 1_000) { self.countMax = countMax }

    var count: Int { lanes.reduce(0) { $0 + $1.count } }

    /// Whether there was room. Cancels always have it.
    mutating func append(_ request: Request, to endpoint: Endpoint, cost: Int = 1) -> Bool {
        let lane = Self.lane(endpoint)
        guard lane == 0 || count < countMax else { return false }
        lanes[lane].append(Waiting(request: request, endpoint: endpoint, cost: cost))
        return true
    }

    /// The next request that may be made, counted against the limits.
    ///
    /// While a cancel waits no order goes: it would lengthen the wait. Reads go past both, but not past each other.
    mutating func next(at now: Timestamp, limiter: inout RateLimiter) -> Turn {
        var wake = Timestamp.distantFuture
        for lane in lanes.indices {
            if lane == 1, !lanes[0].isEmpty { continue }
            guard let first = lanes[lane].first else { continue }
            let ready = limiter.ready(first.endpoint, cost: first.cost, at: now)
            if ready <= now {
                limiter.take(first.endpoint, cost: first.cost, at: now)
                lanes[lane].removeFirst()
                return .send(first.request)
            }
            wake = min(wake, ready)
        }
        return count == 0 ? .empty : .wait(until: wake)
    }

    private static func lane(_ endpoint: Endpoint) -> Int {
        switch endpoint.signerLane {
        case .cancels: 0
        case .orders: 1
        case nil: 2
        }
    }
}
