import Market
import TestSupport
import Testing

@testable import BotSimulationServer

/// Goal: the venue misbehaves exactly as it is told to (specification, 10.5), and guards its limits.
struct FaultsTests {
    private func client(_ faults: (inout VenueFaults) -> Void) throws -> VenueClient {
        let client = try VenueClient(VenueClient.venue())
        var value = VenueFaults()
        faults(&value)
        client.venue.setFaults(value)
        return client
    }

    @Test func faultsAreReadStrictly() throws {
        let faults = try VenueFaults(json: Array(#"{"frozen":["user"],"slow_milliseconds":7,"failed_share":0.5}"#.utf8))
        #expect(faults.frozen == [.user] && faults.slowness == .milliseconds(7) && faults.failedShare == 0.5)
        let wrong = [
            #"{"failed_shares":0.5}"#: "unknown fault 'failed_shares'",
            #"{"failed_share":2}"#: "failed_share takes a number from 0 to 1",
            #"{"frozen":["all"]}"#: "frozen takes a list of \"market\" and \"user\"", "[]": "an object is due",
            #"{"slow_milliseconds":0.5}"#: "slow_milliseconds takes a whole number from 0 to 600000",
            "{": "no JSON at byte 1: a name is due",
        ]
        for text in wrong.keys.sorted() {
            let error = #expect(throws: VenueFaultsError.self) { try VenueFaults(json: Array(text.utf8)) }
            #expect(error?.description == wrong[text])
        }
        let client = try client { _ in }
        #expect(client.control("faults", #"{"stale_balances":true}"#).status == 200)
        #expect(client.venue.faults.hasStaleBalances)
        #expect(client.control("faults", #"{"stale":true}"#).text == #"{"error":"unknown fault 'stale'"}"#)
    }

    @Test func refusalsOnDemand() throws {
        let limited = try client { $0.rateLimitedShare = 1 }.get("/time")
        #expect(limited.status == 429 && limited.headers["Retry-After"] == "2")
        #expect(try client { $0.serverErrorShare = 1 }.get("/time").text == #"{"error":"Internal server error"}"#)
        let forbidden = try client { $0.forbiddenShare = 1 }.get("/time")
        #expect(forbidden.status == 403 && forbidden.headers["Content-Type"] == "text/html")
        #expect(forbidden.text.contains("error code: 1010"))
        #expect(try client { $0.slowShare = 1 }.get("/time").delay == .seconds(2))
    }

    @Test func aLostAnswerIsOfAnOrderThatStands() throws {
        let client = try client { $0.lostAnswerShare = 1 }
        let market = client.market()
        let body = client.orderBody(.buy, market.id.yes, price: 0.02, size: 10)
        let answer = client.send(client.privateRequest("POST", "/order", body))
        #expect(answer.isLost)
        #expect(try client.call("GET", "/data/orders")["count"]?.integer == 1)
    }

    @Test func aRestartIsTooEarlyThenPostOnly() throws {
        let client = try client { _ in }
        let market = client.market()
        _ = client.control("restart", #"{"seconds":90}"#)
        #expect(client.send(client.privateRequest("DELETE", "/cancel-all")).status == 425)
        client.wait(91)
        let body = client.orderBody(.buy, market.id.yes, price: 0.02, size: 10)
        let refused = client.send(client.privateRequest("POST", "/order", body))
        #expect(refused.status == 503 && refused.headers["Retry-After"] == "119")
        #expect(
            refused.text
                == #"{"error":"post-only mode: only post-only orders and cancels are allowed","code":"post_only_mode","retry_after_seconds":119}"#
        )
        let batch = try client.call("POST", "/orders", "[\(body)]")
        #expect(batch[0]?["success"]?.bool == true && batch[0]?["orderID"]?.string == "")
        #expect(try client.place(.buy, market.id.yes, 0.02, 10, postOnly: true)["status"]?.string == "live")
        client.wait(120)
        #expect(try client.place(.buy, market.id.yes, 0.02, 10)["status"]?.string == "live")
    }

    @Test func modesHaveTheirWords() throws {
        let client = try client { _ in }
        let body = client.orderBody(.buy, client.market().id.yes, price: 0.02, size: 10)
        _ = client.control("mode", #"{"mode":"cancel-only"}"#)
        #expect(
            try client.refusal("POST", "/order", body)
                == "Trading is currently cancel-only. New orders are not accepted, but cancels are allowed.")
        #expect(try client.refusal("DELETE", "/cancel-all") == "")
        _ = client.control("mode", #"{"mode":"disabled"}"#)
        #expect(
            try client.refusal("DELETE", "/cancel-all")
                == "Trading is currently disabled. Check polymarket.com for updates")
    }

    @Test func aFrozenChannelStillAnswersPing() throws {
        let client = try client { $0.frozen = [.market] }
        let venue = client.venue
        let id = venue.connect(.market)
        venue.receive(
            #"{"assets_ids":["\#(client.market().names.tokens[0])"],"type":"market"}"#, from: id, at: venue.now)
        venue.receive("PING", from: id, at: venue.now)
        client.wait(300)
        #expect(venue.takeFrames().map(\.frame) == [.text("PONG")])
    }

    @Test func userEventsComeTwiceAndInAnyOrder() throws {
        let client = try client { faults in
            faults.duplicateShare = 1
            faults.shuffle = .seconds(1)
        }
        let venue = client.venue
        let id = venue.connect(.user)
        let key = client.key
        venue.receive(
            #"{"auth":{"apiKey":"\#(key.id)","secret":"\#(key.secret)","passphrase":"\#(key.passphrase)"}}"#, from: id,
            at: venue.now)
        let market = client.market()
        for _ in 0..<5 { _ = try client.place(.buy, market.id.yes, 0.02, 10) }
        #expect(venue.takeFrames().isEmpty)
        client.wait(1)
        let ids = venue.takeFrames().map { "\($0.frame)" }
        #expect(ids.count == 10 && Set(ids).count == 5)
        let inOrder = ids.indices.filter { $0 > 0 && ids[$0] == ids[$0 - 1] }.count
        #expect(inOrder < 5)
    }

    @Test func aSkewedClockIsTheOneThatCounts() throws {
        let client = try client { $0.clockSkew = .seconds(3_600) }
        #expect(client.get("/time").text == String(client.venue.now.seconds + 3_600))
        #expect(client.send(client.privateRequest("GET", "/data/orders")).status == 200)
    }

    @Test func aStaleBalanceIsRefreshedOnRequest() throws {
        let client = try client { $0.hasStaleBalances = true }
        func balance() throws -> String? {
            try client.call("GET", "/balance-allowance?asset_type=COLLATERAL&signature_type=0")["balance"]?.string
        }
        client.venue.deposit(Money(dollars: 5), to: client.address)
        #expect(try balance() == "1000000000")
        let update = client.privateRequest("GET", "/balance-allowance/update?asset_type=COLLATERAL&signature_type=0")
        let answer = client.send(update)
        #expect(answer.status == 200 && answer.body.isEmpty)
        #expect(try balance() == "1005000000")
    }

    @Test func missedHeartbeatsCancelEverything() throws {
        let client = try client { _ in }
        let market = client.market()
        _ = try client.place(.buy, market.id.yes, 0.02, 10)
        let first = try client.call("POST", "/v1/heartbeats", #"{"heartbeat_id":""}"#)["heartbeat_id"]?.string ?? ""
        client.wait(5)
        let wrong = client.send(client.privateRequest("POST", "/v1/heartbeats", #"{"heartbeat_id":"x"}"#))
        #expect(wrong.status == 400)
        #expect(wrong.text == #"{"error_msg":"Invalid Heartbeat ID","heartbeat_id":"\#(first)"}"#)
        let next = try client.call("POST", "/v1/heartbeats", #"{"heartbeat_id":"\#(first)"}"#)["heartbeat_id"]?.string
        #expect(next != nil && next != first)
        client.wait(9)
        #expect(try client.call("GET", "/data/orders")["count"]?.integer == 1)
        client.wait(7)
        #expect(try client.call("GET", "/data/orders")["count"]?.integer == 0)
        #expect(try client.call("POST", "/v1/heartbeats", #"{"heartbeat_id":""}"#)["heartbeat_id"] != nil)
    }

    @Test func whoNeverBeatsIsLeftAlone() throws {
        let client = try client { _ in }
        _ = try client.place(.buy, client.market().id.yes, 0.02, 10)
        client.wait(60)
        #expect(try client.call("GET", "/data/orders")["count"]?.integer == 1)
    }

    @Test func requestsAreCountedByTheTenSeconds() throws {
        let client = try client { _ in }
        client.wait(10)
        let statuses = (0..<101).map { _ in client.get("/ok").status }
        #expect(statuses.prefix(100).allSatisfy { $0 == 200 } && statuses[100] == 429)
        #expect(client.get("/time").status == 200)
        client.wait(20)
        #expect(client.get("/ok").status == 200)
    }

    @Test func aSignersBucketOfOrdersRunsDry() throws {
        let client = try client { _ in }
        let market = client.market()
        var answers: [VenueResponse] = []
        for _ in 0..<61 {
            let body = client.orderBody(.buy, market.id.yes, price: 0.02, size: 5)
            answers.append(client.send(client.privateRequest("POST", "/order", body)))
        }
        #expect(answers.prefix(60).allSatisfy { $0.status == 200 } && answers[60].status == 429)
        #expect(answers[0].headers["Poly-RateLimit-Remaining"] == "59")
        #expect(answers[60].headers["Retry-After"] == "1")
        #expect(client.send(client.privateRequest("DELETE", "/cancel-all")).status == 200)
    }

    /// The same seed and the same calls give the same bytes.
    @Test func nothingIsLeftToChance() throws {
        func story() throws -> [String] {
            let client = try client { $0.duplicateShare = 0.3 }
            let venue = client.venue
            let id = venue.connect(.market)
            let tokens = venue.catalog.markets.prefix(20).map { "\"\($0.names.tokens[0])\"" }.joined(separator: ",")
            venue.receive(#"{"assets_ids":[\#(tokens)],"type":"market"}"#, from: id, at: venue.now)
            _ = try client.place(.buy, client.market().id.yes, 0.97, 10)
            client.wait(300)
            return venue.takeFrames().map { "\($0)" } + [client.get("/control/state").text]
        }
        #expect(try story() == story())
    }
}
