import BotSimulation
import Market
import TestSupport
import Testing

@testable import BotSimulationServer

/// Goal: trades settle, are retried or fail, and whatever happens no money is made or lost.
struct SettlementTests {
    let venue: Venue
    let client: VenueClient
    let market: VenueMarket

    init() throws {
        venue = VenueClient.venue()
        client = try VenueClient(venue)
        market = client.market()
    }

    private func states(_ fate: String, seconds: [Double]) throws -> [String] {
        _ = client.control("settlement", #"{"next":["\#(fate)"]}"#)
        let trade = try client.place(.buy, market.id.yes, client.best(.ask, market.id.yes), 10)["tradeIDs"]?[0]?.string
        return try seconds.map { seconds in
            client.wait(seconds)
            return try client.call("GET", "/data/trades?id=\(trade ?? "")")["data"]?[0]?["status"]?.string ?? ""
        }
    }

    @Test func aTradeIsMinedThenConfirmed() throws {
        #expect(try states("CONFIRMED", seconds: [0, 2.5, 4]) == ["MATCHED", "MINED", "CONFIRMED"])
    }

    @Test func aTradeMayBeRetried() throws {
        #expect(try states("RETRYING", seconds: [0, 2.5, 10, 4]) == ["MATCHED", "RETRYING", "MINED", "CONFIRMED"])
        #expect(client.shares(market.id.yes) == .shares(10))
    }

    @Test func aTradeThatFailsNeverHappened() throws {
        let before = client.cash
        #expect(try states("FAILED", seconds: [0, 2.5, 10]) == ["MATCHED", "RETRYING", "FAILED"])
        #expect(client.cash == before && client.shares(market.id.yes) == .zero)
        #expect(venue.accounts.all[0].cashInFlight == .zero)
        let kinds = try client.call("GET", "/notifications").elements?.compactMap { $0["type"]?.integer }
        #expect(kinds?.first == 2 && kinds?.last == 8)
    }

    @Test func moneyOnItsWayCannotBeSpentAgain() throws {
        let poor = try VenueClient(venue, number: 2, dollars: 10)
        let ask = poor.best(.ask, market.id.yes)
        #expect(try poor.place(.buy, market.id.yes, ask, 10)["status"]?.string == "matched")
        #expect(poor.cash == Money(dollars: 10))
        #expect(
            try poor.refusal("POST", "/order", poor.orderBody(.buy, market.id.yes, price: 0.02, size: 450))
                == "not enough balance / allowance: the balance is not enough -> balance: 10000000, "
                + "order amount: 9000000")
        #expect(try poor.refusal("POST", "/order", poor.orderBody(.sell, market.id.yes, price: 0.9, size: 10)) != "")
        poor.wait(3)
        #expect(try poor.place(.sell, market.id.yes, 0.97, 10)["status"]?.string == "live")
    }

    @Test func aMarketPaysWhatItPays() throws {
        _ = try client.place(.buy, market.id.yes, client.best(.ask, market.id.yes), 10)
        let resting = try client.place(.buy, market.id.yes, 0.02, 10)["orderID"]?.string ?? ""
        let total = venue.total
        _ = client.control("resolve", #"{"market":"\#(market.names.condition)","outcome":"Yes"}"#)
        #expect(client.shares(market.id.yes) == .zero && venue.total == total)
        #expect(client.cash > Money(dollars: 1_000))
        #expect(venue.orders[resting]?.status == "CANCELED_MARKET_RESOLVED")
        #expect(
            try client.refusal("POST", "/order", client.orderBody(.buy, market.id.yes, price: 0.02, size: 10))
                == "the market is not yet ready to process new orders")
    }

    @Test func balancesAreInBaseUnits() throws {
        let collateral = try client.call("GET", "/balance-allowance?asset_type=COLLATERAL&signature_type=0")
        #expect(collateral["balance"]?.string == "1000000000" && collateral["allowances"]?.members?.count == 3)
        let token = market.names.tokens[0]
        #expect(
            try client.call("GET", "/balance-allowance?asset_type=CONDITIONAL&token_id=\(token)")["balance"]?.string
                == "0")
        #expect(try client.refusal("GET", "/balance-allowance?asset_type=GOLD") == "Invalid asset type")
        let newer = client.market(version: .v2).names.tokens[0]
        let answer = try client.call("GET", "/balance-allowance?asset_type=CONDITIONAL-V2&token_id=\(newer)")
        #expect(answer["allowances"]?.members?.map(\.name) == [Venue.protocolV2Contract])
    }

    /// Four members trade at random, with every fault of settlement: cash, collateral and what the venue earned are what
    /// was paid in, after every step; nothing promised is left when all is settled.
    @Test(arguments: [1, 2, 3]) func moneyIsConserved(_ seed: UInt64) throws {
        var generator = TestSupport.SeededGenerator(seed: seed)
        var faults = VenueFaults()
        (faults.failedShare, faults.retryingShare) = (0.1, 0.2)
        var settings = VenueSettings()
        settings.limitsRates = false
        let venue = VenueClient.venue(seed: seed, settings: settings, faults: faults)
        let clients = try (1...4).map { try VenueClient(venue, number: $0, dollars: 500) }
        let markets = venue.catalog.markets.filter { $0.tick == 100 }.prefix(4)
        for _ in 0..<400 {
            let client = clients[generator.int(in: 0...3)]
            let market = Array(markets)[generator.int(in: 0...3)]
            let asset = generator.chance(0.5) ? market.id.yes : market.id.no
            let near = venue.catalog[asset.market].doubleMid(asset.outcome) / 2 / 100 + Int32(generator.int(in: -2...2))
            let price = Double(max(2, min(97, near))) / 100
            let size = Double(generator.int(in: 5...40))
            let kinds: [OrderKind] = [.goodTillCancelled, .goodTillCancelled, .fillAndKill, .fillOrKill]
            let side: OrderSide = generator.chance(0.6) ? .buy : .sell
            switch generator.int(in: 0...9) {
            case 0: _ = try client.call("DELETE", "/cancel-all")
            case 1: client.wait(Double(generator.int(in: 1...40)))
            default: _ = try client.place(side, asset, price, size, kinds[generator.int(in: 0...3)])
            }
            #expect(venue.total == Money(dollars: 2_000))
        }
        for client in clients { _ = try client.call("DELETE", "/cancel-all") }
        clients[0].wait(60)
        #expect(venue.trades.all.count > 20)
        for account in venue.accounts.all {
            #expect(account.cashInFlight == .zero && account.sharesInFlight.values.allSatisfy(\.isZero))
            #expect(venue.world.clearing.cash(of: account.participant) >= .zero)
        }
        #expect(venue.total == Money(dollars: 2_000))
    }
}
