import BotSimulation
import Crypto
import Glibc
import Market
import TestSupport

@testable import BotSimulationServer

/// Signatures that say who signed what, so that tests need no curve: `signed:ADDRESS:WHAT`.
struct PlainSignatures: SignatureCheck {
    static func signature(_ address: String, _ what: String) -> String { "signed:\(address.lowercased()):\(what)" }

    private func signer(_ signature: String, _ what: String) -> String? {
        let parts = signature.split(separator: ":", maxSplits: 2).map(String.init)
        return parts.count == 3 && parts[0] == "signed" && parts[2] == what ? parts[1] : nil
    }

    func authenticationSigner(
        address: String, timestamp: String, nonce: UInt64, chain: UInt64, signature: String
    ) -> String? {
        signer(signature, "\(timestamp)/\(nonce)/\(chain)")
    }

    func orderID(_ order: SignedOrder, domain: OrderDomain, chain: UInt64) -> String? {
        var unsigned = order
        unsigned.signature = ""
        return "0x" + Digest.hex(Digest.sha256("\(unsigned)/\(domain.rawValue)/\(chain)"))
    }

    func orderSigner(_ order: SignedOrder, domain: OrderDomain, chain: UInt64) -> String? {
        orderID(order, domain: domain, chain: chain).flatMap { signer(order.signature, $0) }
    }

    func wallet(of owner: String, signatureType: Int) -> String? { nil }
}

/// A client of a venue in the process: it signs, asks and keeps the time.
final class VenueClient {
    let venue: Venue
    let address: String
    var key: APIKey
    private var salt: UInt64 = 0

    static let start = Timestamp(seconds: 1_795_348_800)

    static func venue(
        _ scenario: Scenario = .default, seed: UInt64 = 7, settings: VenueSettings = VenueSettings(),
        faults: VenueFaults = VenueFaults()
    ) -> Venue {
        Venue(
            scenario: scenario, seed: seed, start: start, check: PlainSignatures(), settings: settings, faults: faults)
    }

    /// A client with money. Number and address go together.
    init(_ venue: Venue, number: Int = 1, dollars: Double = 1_000) throws {
        self.venue = venue
        let digits = String(number)
        address = "0x" + String(repeating: "0", count: 40 - digits.count) + digits
        key = APIKey(id: "", secret: "", passphrase: "", address: address, nonce: 0)
        let answer = send(request("POST", "/auth/api-key", headers: walletHeaders()))
        let json = try JSON(parsing: answer.body)
        key.id = json["apiKey"]?.string ?? ""
        key.secret = json["secret"]?.string ?? ""
        key.passphrase = json["passphrase"]?.string ?? ""
        venue.deposit(Money(dollars: dollars), to: address)
    }

    func walletHeaders(nonce: UInt64 = 0) -> [String: String] {
        let timestamp = String(venue.serverTime.seconds)
        let what = "\(timestamp)/\(nonce)/\(venue.settings.chain)"
        return [
            "poly_address": address, "poly_timestamp": timestamp, "poly_nonce": String(nonce),
            "poly_signature": PlainSignatures.signature(address, what),
        ]
    }

    private func request(
        _ method: String, _ target: String, headers: [String: String] = [:], body: String = ""
    ) -> VenueRequest {
        let (path, query) = VenueRequest.split(target)
        return VenueRequest(method, path, query: query, headers: headers, body: Array(body.utf8))
    }

    func send(_ request: VenueRequest) -> VenueResponse { venue.respond(to: request, at: venue.now) }

    /// A public request.
    func get(_ target: String) -> VenueResponse { send(request("GET", target)) }
    func post(_ target: String, _ body: String) -> VenueResponse { send(request("POST", target, body: body)) }

    /// The JSON of an answer.
    func json(_ target: String) throws -> JSON { try JSON(parsing: get(target).body) }

    /// A request with the headers of L2.
    func privateRequest(_ method: String, _ target: String, _ body: String = "") -> VenueRequest {
        var result = request(method, target, body: body)
        let timestamp = String(venue.serverTime.seconds)
        let message = Array((timestamp + method + result.path + body).utf8)
        let secret = SymmetricKey(data: Base64.bytes(key.secret) ?? [])
        let code = HMAC<SHA256>.authenticationCode(for: message, using: secret)
        result.headers = [
            "poly_address": address, "poly_api_key": key.id, "poly_passphrase": key.passphrase,
            "poly_timestamp": timestamp, "poly_signature": Base64.text(Array(code), isURLSafe: true),
        ]
        return result
    }

    func call(_ method: String, _ target: String, _ body: String = "") throws -> JSON {
        try JSON(parsing: send(privateRequest(method, target, body)).body)
    }

    /// The text with which a request is refused; empty when it is not.
    func refusal(_ method: String, _ target: String, _ body: String = "") throws -> String {
        try call(method, target, body)["error"]?.string ?? ""
    }

    /// Seconds pass.
    func wait(_ seconds: Double) { venue.advance(to: venue.now + .nanoseconds(Int64(seconds * 1e9))) }

    func control(_ name: String, _ body: String) -> VenueResponse { post("/control/" + name, body) }

    /// The body of an order, signed. Amounts as the clients make them: price times size.
    func orderBody(
        _ side: OrderSide, _ asset: AssetID, price: Double, size: Double, _ kind: OrderKind = .goodTillCancelled,
        postOnly: Bool = false, expiration: Int64 = 0, change: (inout SignedOrder) -> Void = { _ in }
    ) -> String {
        let shares = Int64((size * 1e6).rounded())
        let money = Int64((price * size * 1e6).rounded())
        return body(
            side, asset, maker: side == .buy ? money : shares, taker: side == .buy ? shares : money, kind,
            postOnly: postOnly, expiration: expiration, change: change)
    }

    func body(
        _ side: OrderSide, _ asset: AssetID, maker: Int64, taker: Int64, _ kind: OrderKind, postOnly: Bool = false,
        expiration: Int64 = 0, change: (inout SignedOrder) -> Void = { _ in }
    ) -> String {
        salt += 1
        var order = SignedOrder(
            salt: salt, maker: address, signer: address, tokenID: venue.catalog.token(asset), makerAmount: maker,
            takerAmount: taker, isBuy: side == .buy, signatureType: 0, timestamp: UInt64(venue.now.milliseconds),
            metadata: "0x" + String(repeating: "0", count: 64), builder: "0x" + String(repeating: "0", count: 64),
            signature: "")
        change(&order)
        if order.signature.isEmpty { order.signature = signature(order, asset) }
        let json: JSON = [
            "order": [
                "salt": JSON(Int64(order.salt)), "maker": JSON(order.maker), "signer": JSON(order.signer),
                "tokenId": JSON(order.tokenID), "makerAmount": JSON(String(order.makerAmount)),
                "takerAmount": JSON(String(order.takerAmount)), "side": order.isBuy ? "BUY" : "SELL",
                "expiration": JSON(String(expiration)), "signatureType": JSON(order.signatureType),
                "timestamp": JSON(String(order.timestamp)), "metadata": JSON(order.metadata),
                "builder": JSON(order.builder), "signature": JSON(order.signature),
            ], "owner": JSON(key.id), "orderType": JSON(kind.rawValue), "deferExec": false, "postOnly": .bool(postOnly),
        ]
        return json.text
    }

    func domain(_ asset: AssetID) -> OrderDomain {
        let market = venue.catalog[asset.market]
        return market.names.version == .v2
            ? .protocolV2 : market.instrument.isNegativeRisk ? .negativeRisk : .binary
    }

    func signature(_ order: SignedOrder, _ asset: AssetID) -> String {
        let id = venue.check.orderID(order, domain: domain(asset), chain: venue.settings.chain) ?? ""
        return PlainSignatures.signature(address, id)
    }

    /// Places a limit order and gives the answer.
    func place(
        _ side: OrderSide, _ asset: AssetID, _ price: Double, _ size: Double, _ kind: OrderKind = .goodTillCancelled,
        postOnly: Bool = false, expiration: Int64 = 0
    ) throws -> JSON {
        try call(
            "POST", "/order",
            orderBody(side, asset, price: price, size: size, kind, postOnly: postOnly, expiration: expiration))
    }

    var cash: Money { venue.world.clearing.cash(of: venue.account(address)) }
    func shares(_ asset: AssetID) -> Size { venue.world.clearing.shares(of: asset, held: venue.account(address)) }

    /// An open market whose takers are neither held nor delayed.
    func market(
        version: ProtocolVersion = .v1, isNegativeRisk: Bool = false, category: String? = nil
    ) -> VenueMarket {
        let found = venue.catalog.markets.first { market in
            market.names.version == version && market.instrument.isNegativeRisk == isNegativeRisk && market.tick == 100
                && market.isTrading && (5_000...15_000).contains(market.doubleMid(.yes))
                && (category.map { $0 == market.instrument.category }
                    ?? !["crypto", "sports"].contains(market.instrument.category))
        }
        precondition(found != nil, "the world has such a market")
        return found!
    }

    /// As it stands now.
    func current(_ market: VenueMarket) -> VenueMarket { venue.catalog[market.id] }

    func best(_ side: BookSide, _ asset: AssetID) -> Double {
        let book = venue.catalog[asset.market].book(asset.outcome)
        return ((side == .bid ? book.bestBid : book.bestAsk)?.price ?? .usdc(0.5)).dollars
    }
}

/// The specification's folder beside the package; nil where there is none.
let specification: String? = {
    var parts = #filePath.split(separator: "/")
    while !parts.isEmpty {
        parts.removeLast()
        let folder = "/" + parts.joined(separator: "/")
        if access(folder + "/Package.swift", F_OK) == 0 {
            let exchange = folder + "/../shared/exchange"
            return access(exchange, F_OK) == 0 ? exchange : nil
        }
    }
    return nil
}()
