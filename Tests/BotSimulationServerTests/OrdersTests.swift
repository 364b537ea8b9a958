import Market
import TestSupport
import Testing

@testable import BotSimulationServer

/// Goal: orders are placed, matched, cancelled and refused as section 4 says, with its words.
struct OrdersTests {
    let venue: Venue
    let client: VenueClient
    let market: VenueMarket
    var yes: AssetID { market.id.yes }
    var no: AssetID { market.id.no }

    init() throws {
        venue = VenueClient.venue()
        client = try VenueClient(venue)
        market = client.market()
    }

    private func error(_ body: String) throws -> String { try client.refusal("POST", "/order", body) }

    @Test func anOrderThatDoesNotCrossRestsUnderItsDigest() throws {
        let body = client.orderBody(.buy, yes, price: 0.02, size: 10)
        let order = try OrderRequest(try JSON(parsing: body)).order
        let answer = try client.call("POST", "/order", body)
        let id = try #require(answer["orderID"]?.string)
        #expect(id == PlainSignatures().orderID(order, domain: .binary, chain: 137))
        #expect(
            answer.text
                == #"{"errorMsg":"","orderID":"\#(id)","takingAmount":"","makingAmount":"","status":"live","success":true}"#
        )
        let open = try client.call("GET", "/data/orders")
        #expect(open["count"]?.integer == 1 && open["next_cursor"]?.string == "LTE=")
        let row = try #require(open["data"]?[0])
        #expect(row["id"]?.string == id && row["original_size"]?.string == "10" && row["price"]?.string == "0.02")
        #expect(try client.call("GET", "/data/order/" + id) == row)
        let levels = client.current(market).book(.yes).bids
        #expect(levels.contains(Level(price: .usdc(0.02), size: .shares(10))))
    }

    @Test func aTakerPaysTheMakersPricesAndTheFee() throws {
        let ask = client.best(.ask, yes)
        let answer = try client.place(.buy, yes, ask + 0.01, 10)
        #expect(answer["status"]?.string == "matched" && answer["takingAmount"]?.string == "10")
        #expect(answer["makingAmount"]?.string == Money(dollars: ask * 10).text)
        #expect(answer["tradeIDs"]?.elements?.count == 1)
        #expect(client.shares(yes) == .zero, "nothing has moved before the trade is mined")
        client.wait(3)
        #expect(client.shares(yes) == .shares(10))
        let fee = market.instrument.fee.venueFee(.usdc(ask), .shares(10))
        #expect(client.cash == Money(dollars: 1_000 - ask * 10) - fee)
    }

    @Test func twoMembersMeetAtTheMakersPrice() throws {
        let other = try VenueClient(venue, number: 2)
        let wide = venue.catalog.markets.first { market in
            let spread = (market.book.bestAsk?.price.units ?? 0) - (market.book.bestBid?.price.units ?? 0)
            return market.names.version == .v1 && market.tick == 100 && market.isTrading && spread >= 200
                && !["crypto", "sports"].contains(market.instrument.category)
        }
        let (yes, no) = (try #require(wide).id.yes, try #require(wide).id.no)
        let price = client.best(.bid, yes) + 0.01
        _ = try client.place(.buy, yes, price, 20)
        let answer = try other.place(.buy, no, 1 - price, 8)
        #expect(
            answer["status"]?.string == "matched"
                && answer["makingAmount"]?.string == Money(dollars: (1 - price) * 8).text)
        client.wait(3)
        #expect(client.shares(yes) == .shares(8) && other.shares(no) == .shares(8))
        #expect(try client.call("GET", "/data/orders")["data"]?[0]?["size_matched"]?.string == "8")
    }

    @Test func aSellerNeedsShares() throws {
        let bid = client.best(.bid, yes)
        #expect(
            try error(client.orderBody(.sell, yes, price: bid, size: 5))
                == "not enough balance / allowance: the balance is not enough -> balance: 0, order amount: 5000000")
        _ = client.control(
            "split", #"{"address":"\#(client.address)","market":"\#(market.names.condition)","amount":"5000000"}"#)
        #expect(client.shares(yes) == .shares(5) && client.cash == Money(dollars: 995))
        #expect(try client.place(.sell, yes, bid, 5)["status"]?.string == "matched")
        #expect(try error(client.orderBody(.sell, yes, price: bid, size: 5)).hasPrefix("not enough balance"))
    }

    @Test func reservedMoneyCannotBeSpentTwice() throws {
        _ = try client.place(.buy, yes, 0.02, 40_000)
        let text = try error(client.orderBody(.buy, yes, price: 0.02, size: 15_000))
        #expect(
            text
                == "not enough balance / allowance: the balance is not enough -> balance: 1000000000, "
                + "order amount: 300000000")
        _ = client.control("account", #"{"address":"\#(client.address)","allowance":"1000000"}"#)
        #expect(try error(client.orderBody(.buy, yes, price: 0.02, size: 1_000)) == "not enough balance / allowance")
    }

    @Test func formIsCheckedInTheVenuesWords() throws {
        let far = 0.02
        #expect(try client.refusal("POST", "/order", "{}") == "Invalid order payload")
        #expect(try client.refusal("POST", "/order", "<html>") == "Invalid order payload")
        let other = try VenueClient(venue, number: 2)
        let stranger = other.orderBody(.buy, yes, price: far, size: 10)
        #expect(try error(stranger) == "the order owner has to be the owner of the API KEY")
        let signer = client.orderBody(.buy, yes, price: far, size: 10) { $0.signer = other.address }
        #expect(try error(signer) == "the order signer address has to be the address of the API KEY")
        let forged = client.orderBody(.buy, yes, price: far, size: 10) { $0.signature = "0x00" }
        #expect(try error(forged) == "invalid signature")
        let legacy = client.orderBody(.buy, yes, price: far, size: 10).replacing(
            "\"salt\"", with: "\"nonce\":\"0\",\"salt\"")
        #expect(try error(legacy) == "order_version_mismatch")
    }

    @Test func priceAndSizeAreChecked() throws {
        func refused(_ price: Double, _ size: Double) throws -> (text: String, id: String) {
            let body = client.orderBody(.buy, yes, price: price, size: size)
            let order = try OrderRequest(try JSON(parsing: body)).order
            return (try error(body), PlainSignatures().orderID(order, domain: .binary, chain: 137) ?? "")
        }
        var (text, id) = try refused(0.025, 10)
        #expect(text == "order \(id) is invalid. Price (0.025) breaks minimum tick size rule: 0.01")
        (text, id) = try refused(1, 10)
        #expect(text == "order \(id) is invalid. Price (1) breaks minimum tick size rule: 0.01")
        (text, id) = try refused(0.02, 4.5)
        #expect(text == "order \(id) is invalid. Size (4.5) lower than the minimum: 5")
        let small = client.body(.buy, yes, maker: 900_000, taker: 900_000, .fillAndKill) { $0.takerAmount = 1_000_000 }
        #expect(try error(small) == "invalid amount for a marketable BUY order ($0.9), min size: $1")
        let fine = client.body(.buy, yes, maker: 1_234_000, taker: 2_468_000, .fillAndKill)
        #expect(
            try error(fine)
                == "invalid amounts, the market buy orders maker amount supports a max accuracy of 2 decimals, "
                + "taker amount a max of 4 decimals")
    }

    @Test func theSameOrderIsTakenOnce() throws {
        let body = client.orderBody(.buy, yes, price: 0.02, size: 10)
        let id = try client.call("POST", "/order", body)["orderID"]?.string ?? ""
        #expect(try error(body) == "order \(id) is invalid. Duplicated.")
        #expect(try client.call("GET", "/data/orders")["count"]?.integer == 1)
    }

    @Test func anOrderMayEndByItself() throws {
        let now = venue.now.seconds
        #expect(
            try error(client.orderBody(.buy, yes, price: 0.02, size: 10, .goodTillDate, expiration: now + 170))
                == "invalid expiration")
        #expect(
            try error(client.orderBody(.buy, yes, price: 0.02, size: 10, expiration: now + 500)) == "invalid expiration"
        )
        let placed = try client.place(.buy, yes, 0.02, 10, .goodTillDate, expiration: now + 200)
        let id = try #require(placed["orderID"]?.string)
        client.wait(138)
        #expect(venue.orders[id]?.status == "LIVE")
        client.wait(3)
        #expect(venue.orders[id]?.status == "CANCELED_EXPIRED_ORDER")
        #expect(try client.call("GET", "/data/orders")["count"]?.integer == 0)
    }

    @Test func postOnlyNeverTakes() throws {
        let body = client.orderBody(.buy, yes, price: client.best(.ask, yes), size: 10, postOnly: true)
        #expect(try error(body) == "invalid post-only order: order crosses book")
        #expect(try client.place(.buy, yes, 0.02, 10, postOnly: true)["status"]?.string == "live")
        let market = client.orderBody(.buy, yes, price: 0.5, size: 10, .fillOrKill, postOnly: true)
        #expect(try error(market) == "Invalid order payload")
    }

    @Test func allOrNothingAndWhatThereIs() throws {
        let far = client.body(.buy, yes, maker: 1_000_000, taker: 50_000_000, .fillOrKill)
        #expect(try error(far) == "order couldn't be fully filled. FOK orders are fully filled or killed.")
        let none = client.body(.buy, yes, maker: 1_000_000, taker: 50_000_000, .fillAndKill)
        #expect(
            try error(none)
                == "no orders found to match with FAK order. FAK orders are partially filled or killed if no match is found."
        )
        let ask = client.best(.ask, yes)
        let taker = Int64((10 / ask * 1e4).rounded(.down)) * 100
        let body = client.body(.buy, yes, maker: 10_000_000, taker: taker, .fillOrKill)
        let answer = try client.call("POST", "/order", body)
        #expect(answer["status"]?.string == "matched")
        let paid = try #require(DecimalText.units(answer["makingAmount"]?.string ?? "", digits: 6))
        #expect(paid <= 10_000_000 && paid > 9_999_990, "the sum is spent, to the last millionth that buys anything")
        #expect(try client.call("GET", "/data/orders")["count"]?.integer == 0)
    }

    @Test func cancelsOfEveryForm() throws {
        let ids = try (0..<6).map { _ in try client.place(.buy, yes, 0.02, 10)["orderID"]?.string ?? "" }
        let unknown = "0x" + String(repeating: "9", count: 64)
        #expect(
            try client.call("DELETE", "/order", #"{"orderID":"\#(ids[0])"}"#).text
                == #"{"canceled":["\#(ids[0])"],"not_canceled":{}}"#)
        let mixed = try client.call("DELETE", "/orders", #"["\#(ids[0])","\#(ids[1])","\#(unknown)"]"#)
        #expect(mixed["canceled"]?.elements == [JSON(ids[1])])
        #expect(mixed["not_canceled"]?[ids[0]]?.string == "already canceled or matched")
        #expect(mixed["not_canceled"]?[unknown]?.string == "order not found")
        let elsewhere = try client.call(
            "DELETE", "/cancel-market-orders", #"{"asset_id":"\#(market.names.tokens[1])"}"#)
        #expect(elsewhere["canceled"]?.elements == [])
        let other = try VenueClient(venue, number: 2)
        #expect(try other.call("DELETE", "/order", #"{"orderID":"\#(ids[2])"}"#)["canceled"]?.elements == [])
        #expect(try client.call("DELETE", "/cancel-all")["canceled"]?.elements?.count == 4)
        #expect(client.current(market).book(.yes).bids.allSatisfy { $0.price != .usdc(0.02) })
        #expect(try client.refusal("DELETE", "/order", #"{"orderID":"0x12"}"#) == "Invalid orderID")
        #expect(try client.refusal("DELETE", "/orders", "{}") == "Invalid payload")
        #expect(try client.refusal("DELETE", "/cancel-market-orders", "{}") == "Invalid payload")
    }

    @Test func aBatchAnswersInItsOrder() throws {
        let bodies = [
            client.orderBody(.buy, yes, price: 0.02, size: 10), client.orderBody(.buy, yes, price: 0.025, size: 10),
            client.orderBody(.buy, no, price: 0.02, size: 10),
        ]
        let answers = try client.call("POST", "/orders", "[" + bodies.joined(separator: ",") + "]")
        #expect(answers.elements?.map { $0["status"]?.string } == ["live", "", "live"])
        #expect(answers[1]?["success"]?.bool == false && answers[1]?["orderID"]?.string == "")
        #expect(answers[1]?["errorMsg"]?.string?.hasSuffix("breaks minimum tick size rule: 0.01") ?? false)
        let many = (0..<16).map { _ in client.orderBody(.buy, yes, price: 0.02, size: 10) }.joined(separator: ",")
        #expect(try client.refusal("POST", "/orders", "[\(many)]") == "Too many orders in payload: 16, max allowed: 15")
    }

    @Test func takersOfSomeMarketsWait() throws {
        let (crypto, sports) = (client.market(category: "crypto"), client.market(category: "sports"))
        let before = venue.now
        let held = try client.place(.buy, crypto.id.yes, client.best(.ask, crypto.id.yes), 10)
        #expect(held["status"]?.string == "matched" && before.duration(to: venue.now) == .milliseconds(150))
        let delayed = try client.place(.buy, sports.id.yes, client.best(.ask, sports.id.yes), 10)
        let id = try #require(delayed["orderID"]?.string)
        #expect(delayed["status"]?.string == "delayed" && delayed["takingAmount"]?.string == "")
        let refused = try client.call("DELETE", "/order", #"{"orderID":"\#(id)"}"#)
        #expect(refused["canceled"]?.elements == [])
        client.wait(4)
        #expect(venue.orders[id]?.matched.isZero == false || venue.orders[id]?.status == "UNMATCHED")
    }

    @Test func anotherProtocolNeedsAnotherDomain() throws {
        for asset in [client.market(version: .v2).id.yes, client.market(isNegativeRisk: true).id.yes] {
            #expect(try client.place(.buy, asset, 0.02, 10)["status"]?.string == "live")
            let wrong = client.orderBody(.buy, asset, price: 0.02, size: 10) { order in
                let id = PlainSignatures().orderID(order, domain: .binary, chain: 137) ?? ""
                order.signature = PlainSignatures.signature(self.client.address, id)
            }
            #expect(try error(wrong) == "invalid signature")
        }
    }

    @Test func depositWalletsSignForThemselves() throws {
        let wallet = "0x" + String(repeating: "d", count: 40)
        venue.deposit(Money(dollars: 100), to: wallet)
        let body = client.orderBody(.buy, yes, price: 0.02, size: 10) { order in
            order.maker = wallet
            order.signer = wallet
            order.signatureType = 3
        }
        #expect(try client.call("POST", "/order", body)["status"]?.string == "live")
        let balance = try client.call("GET", "/balance-allowance?asset_type=COLLATERAL&signature_type=3")
        #expect(balance["balance"]?.string == "100000000")
        let other = try VenueClient(venue, number: 2)
        let theft = other.orderBody(.buy, yes, price: 0.02, size: 10) { order in
            order.maker = wallet
            order.signer = wallet
            order.signatureType = 3
        }
        #expect(
            try other.refusal("POST", "/order", theft)
                == "maker address not allowed, please use the deposit wallet flow")
    }
}
