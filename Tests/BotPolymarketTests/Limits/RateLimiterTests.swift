import Market
import TestSupport
import Testing

@testable import BotPolymarket

/// Goal: the venue's limits are kept with a margin whatever is asked for, and nobody waits longer than needed.
struct RateLimiterTests {
    private let start = Timestamp(seconds: 1_795_348_800)

    @Test func aBucketEmptiesAndFills() {
        var bucket = TokenBucket(perSecond: 10, burst: 3)
        #expect(bucket.level(at: start) == 3)
        for _ in 0..<3 {
            #expect(bucket.ready(for: 1, at: start) == start)
            bucket.take(1, at: start)
        }
        #expect(bucket.level(at: start) == 0)
        #expect(bucket.ready(for: 1, at: start) == start + .milliseconds(100))
        #expect(bucket.ready(for: 3, at: start) == start + .milliseconds(300))
        #expect(bucket.level(at: start + .milliseconds(250)) == 2)
        #expect(bucket.level(at: start + .seconds(9)) == 3)
    }

    @Test func aBucketCanBeOverdrawn() {
        var bucket = TokenBucket(perSecond: 10, burst: 3)
        // More than it holds: at hand when it is full.
        #expect(bucket.ready(for: 50, at: start) == start)
        bucket.take(50, at: start)
        #expect(bucket.level(at: start) == -47)
        #expect(bucket.ready(for: 1, at: start) == start + .milliseconds(4_800))
    }

    @Test func theVenueCanSayThatLessIsLeft() {
        var bucket = TokenBucket(perSecond: 10, burst: 10)
        bucket.lower(to: 4, at: start)
        #expect(bucket.level(at: start) == 4)
        bucket.lower(to: 9, at: start)
        #expect(bucket.level(at: start) == 4)
    }

    /// Greedy requests of every scope: no window ever holds more than four fifths of what is allowed.
    @Test(arguments: LimitScope.allCases) func noWindowIsEverOverfull(_ scope: LimitScope) {
        for limit in scope.limits where limit.count <= 6_000 {
            let most = limit.count * 4 / 5
            var bucket = TokenBucket(count: most, window: limit.window)
            var generator = SeededGenerator(seed: UInt64(scope.rawValue))
            var now = start
            var taken: [Timestamp] = []
            var first = 0
            var fullest = 0
            for _ in 0..<3 * most {
                if generator.chance(0.001) { now = now + .seconds(generator.int(in: 0...20)) }
                now = bucket.ready(for: 1, at: now)
                bucket.take(1, at: now)
                taken.append(now)
                while taken[first] + limit.window <= now { first += 1 }
                fullest = max(fullest, taken.count - first)
            }
            #expect(fullest <= most && fullest > most / 2)
        }
    }

    @Test func everyEndpointIsCountedAgainstEverything() {
        for endpoint in Endpoint.allCases {
            #expect(endpoint.scopes.first == .everything && Set(endpoint.scopes).count == endpoint.scopes.count)
        }
        #expect(Set(Endpoint.allCases.flatMap(\.scopes)) == Set(LimitScope.allCases))
    }

    @Test func ordersOfASignerAreFourFifthsOfTheStandardTier() {
        var limiter = RateLimiter()
        var now = start
        var count = 0
        while now < start + .seconds(100) {
            now = limiter.ready(.placeOrder, at: now)
            limiter.take(.placeOrder, at: now)
            count += 1
        }
        // 48 at once, then 32 a second.
        #expect(abs(count - (48 + 3_200)) <= 2)
    }

    @Test func aBatchCountsItsOrders() {
        var limiter = RateLimiter()
        for _ in 0..<3 { limiter.take(.placeOrders, cost: 15, at: start) }
        #expect(limiter.ready(.placeOrders, cost: 15, at: start) == start + .nanoseconds(31_250_000 * 12))
        #expect(limiter.ready(.cancelOrder, at: start) == start)
    }

    @Test func aBlockedEndpointWaits() {
        var limiter = RateLimiter()
        limiter.block(.book, until: start + .seconds(7))
        limiter.block(.book, until: start + .seconds(3))
        #expect(limiter.ready(.book, at: start) == start + .seconds(7))
        #expect(limiter.ready(.books, at: start) == start)
        limiter.note(remaining: 0, of: .cancels, at: start)
        #expect(limiter.ready(.cancelAll, at: start) > start && limiter.ready(.placeOrder, at: start) == start)
    }

    @Test func cancelsGoBeforeOrdersAndOrdersBeforeReads() {
        var limiter = RateLimiter()
        var queue = RequestQueue<String>()
        for (name, endpoint) in [("r", Endpoint.book), ("o1", .placeOrder), ("o2", .placeOrders), ("c", .cancelOrder)] {
            let isTaken = queue.append(name, to: endpoint)
            #expect(isTaken)
        }
        var sent: [String] = []
        while case .send(let name) = queue.next(at: start, limiter: &limiter) { sent.append(name) }
        #expect(sent == ["c", "o1", "o2", "r"])
    }

    @Test func whileACancelWaitsNoOrderGoes() {
        var limiter = RateLimiter()
        limiter.take(.cancelOrders, cost: 200, at: start)
        var queue = RequestQueue<String>(countMax: 3)
        let requests: [(String, Endpoint)] = [
            ("o", .placeOrder), ("r", .openOrders), ("c", .cancelOrder), ("o2", .placeOrder), ("c2", .cancelOrder),
        ]
        let isTaken = requests.map { queue.append($0.0, to: $0.1) }
        // The fourth finds the queue full; a cancel always finds room.
        #expect(isTaken == [true, true, true, false, true])
        guard case .send("r") = queue.next(at: start, limiter: &limiter),
            case .wait(let until) = queue.next(at: start, limiter: &limiter)
        else {
            Issue.record("an order went past a cancel")
            return
        }
        #expect(until > start)
        guard case .send("c") = queue.next(at: until, limiter: &limiter) else {
            Issue.record("the cancel did not go when it could")
            return
        }
    }

    @Test func oddHeadersAreNone() {
        let headers = RateLimitHeaders { ["poly-ratelimit-remaining": "7", "poly-ratelimit-reset": "soon"][$0] }
        #expect(headers.remaining == 7 && headers.reset == nil && !headers.isWarning)
    }
}
