import Market
import Testing

@testable import BotSimulationServer

/// Goal: only the holder of a wallet gets a key, and only the holder of a key is heard (specification, 4.1 and 4.2).
struct AuthenticationTests {
    let client: VenueClient

    init() throws { client = try VenueClient(VenueClient.venue()) }

    private func wallet(_ method: String, _ path: String, _ headers: [String: String]) -> VenueResponse {
        client.send(VenueRequest(method, path, headers: headers))
    }

    @Test func aKeyIsMadeOnceAndDerivedAlways() {
        let made = wallet("POST", "/auth/api-key", client.walletHeaders(nonce: 1))
        #expect(made.status == 200)
        #expect(wallet("GET", "/auth/derive-api-key", client.walletHeaders(nonce: 1)).body == made.body)
        let again = wallet("POST", "/auth/api-key", client.walletHeaders(nonce: 1))
        #expect(again.status == 400 && again.text == #"{"error":"Could not create api key"}"#)
        let missing = wallet("GET", "/auth/derive-api-key", client.walletHeaders(nonce: 2))
        #expect(missing.status == 400 && missing.text == #"{"error":"Could not derive api key!"}"#)
    }

    @Test func keysHaveTheirForm() throws {
        let keys = try client.call("GET", "/auth/api-keys")["apiKeys"]?.elements?.compactMap(\.string)
        #expect(keys == [client.key.id] && client.key.id.count == 36)
        #expect(Base64.bytes(client.key.secret)?.count == 32 && client.key.passphrase.count == 64)
    }

    @Test(arguments: ["poly_address", "poly_timestamp", "poly_nonce", "poly_signature"])
    func aForgedWalletIsRefused(_ header: String) {
        var headers = client.walletHeaders(nonce: 3)
        headers[header] = header == "poly_nonce" ? "4" : headers[header].map { $0 + "0" }
        let answer = wallet("POST", "/auth/api-key", headers)
        #expect(answer.status == 401 && answer.text == #"{"error":"Invalid L1 Request headers"}"#)
    }

    @Test(arguments: ["poly_address", "poly_timestamp", "poly_api_key", "poly_passphrase", "poly_signature"])
    func aForgedRequestIsRefused(_ header: String) {
        #expect(client.send(client.privateRequest("GET", "/data/orders")).status == 200)
        var request = client.privateRequest("GET", "/data/orders")
        request.headers[header] = request.headers[header].map { $0 + "0" }
        let answer = client.send(request)
        #expect(answer.status == 401 && answer.text == #"{"error":"Unauthorized/Invalid api key"}"#)
    }

    @Test func bodyMethodAndPathAreSigned() {
        let request = client.privateRequest("DELETE", "/order", #"{"orderID":"0x"}"#)
        for change in 0..<3 {
            var forged = request
            if change == 0 { forged.body.append(0x20) }
            if change == 1 { forged.path = "/orders" }
            if change == 2 { forged.method = "POST" }
            #expect(client.send(forged).status == 401)
        }
    }

    @Test func theQueryIsNotSignedAndPaddingIsDue() {
        let request = client.privateRequest("GET", "/data/trades?market=0x12")
        #expect(client.send(request).status == 200)
        var bare = request
        bare.headers["poly_signature"]?.removeLast()
        #expect(client.send(bare).status == 401)
    }

    @Test func aClockThatIsFarOffIsRefused() {
        let request = client.privateRequest("GET", "/data/orders")
        client.wait(29)
        #expect(client.send(request).status == 200)
        client.wait(2)
        #expect(client.send(request).status == 401)
    }
}
