import Testing

@testable import BotSigning

/// Goal: both logins are the venue's, byte by byte, and a changed request is noticed. Method: vectors, one of each by
/// hand.
struct AuthenticationTests {
    static let secret = "AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA="

    private func authentication(_ secret: String = secret) throws -> RequestAuthentication {
        RequestAuthentication(
            credentials: try APICredentials(
                key: "000000000-0000-0000-0000-000000000000", secret: secret, passphrase: "pass"),
            address: try Known.key().address)
    }

    @Test func oneLoginByHand() throws {
        let headers = ClobAuth.headers(key: try Known.key(), chain: .polygon, timestamp: 10_000_000, nonce: 23)
        #expect(headers.map(\.name) == ["POLY_ADDRESS", "POLY_SIGNATURE", "POLY_TIMESTAMP", "POLY_NONCE"])
        #expect(
            headers[1].value
                == "0x1a7118db6100dfd8efd102be36f472b59475dcac56eb4c9a2a94748d3655ba7c"
                + "3c89deb8c19ee79eceb0a531122fbfbe88ed118034f9d8212e2b725e7b296b9d1c")
        var login = ClobAuth(address: try Known.key().address, timestamp: 10_000_000, nonce: 23)
        #expect(login.isSigned(by: headers[1].value, on: .polygon, curve: Known.curve))
        #expect(!login.isSigned(by: headers[1].value, on: .amoy, curve: Known.curve))
        #expect(!login.isSigned(by: "0x00", on: .polygon, curve: Known.curve))
        login.nonce = 24
        #expect(!login.isSigned(by: headers[1].value, on: .polygon, curve: Known.curve))
    }

    @Test func oneRequestByHand() throws {
        let signature = try authentication().signature(timestamp: 1_795_348_800, method: "GET", path: "/data/orders")
        #expect(signature == "hBg_WRKNcYnGJIRbGVpt6VtKyp54EOMdpDU-7gPu6oc=")
    }

    @Test func aChangedRequestIsNoticed() throws {
        let authentication = try authentication()
        let signature = authentication.signature(timestamp: 1, method: "POST", path: "/order", body: [1])
        #expect(authentication.isSigned(signature, timestamp: 1, method: "POST", path: "/order", body: [1]))
        #expect(!authentication.isSigned(signature, timestamp: 2, method: "POST", path: "/order", body: [1]))
        #expect(!authentication.isSigned(signature, timestamp: 1, method: "POST", path: "/order", body: [2]))
        #expect(!authentication.isSigned("", timestamp: 1, method: "POST", path: "/order", body: [1]))
    }

    @Test func secretsInOtherSpellingsAreTheSame() throws {
        let secrets = ["-_8", "+/8=", "-_8=", "+/8"]
        let signatures = try secrets.map { try authentication($0).signature(timestamp: 1, method: "GET", path: "/") }
        #expect(Set(signatures).count == 1)
        for secret in ["", "!", "A"] {
            #expect(throws: CredentialsError.malformedSecret) { try authentication(secret) }
        }
    }

    @Test func credentialsNeverShow() throws {
        let credentials = try APICredentials(key: "name", secret: "c2VjcmV0c2VjcmV0", passphrase: "passphrase!")
        var dumped = ""
        dump(credentials, to: &dumped)
        for text in ["\(credentials)", String(reflecting: credentials), dumped] {
            #expect(text.contains("name") && !text.contains("passphrase!") && !text.contains("c2Vj"))
        }
    }

    @Test(.enabled(if: Vectors.folder != nil, "skipped: no ../shared"))
    func loginVectors() throws {
        for vector in try Vectors.list("l1-clob-auth", count: 24) {
            let key = try Known.key(try vector.text("private_key"))
            let chain = try #require(Chain(rawValue: try vector.number("chain_id")))
            let (timestamp, nonce) = (try vector.number("timestamp"), try vector.number("nonce"))
            let login = ClobAuth(address: key.address, timestamp: timestamp, nonce: nonce)
            #expect(ClobAuth.domain(on: chain).separator == (try vector.word("domain_separator")))
            #expect(login.structHash == (try vector.word("struct_hash")))
            #expect(ClobAuth.domain(on: chain).digest(login.structHash) == (try vector.word("digest")))
            let expected = try vector.object("headers")
            let headers = ClobAuth.headers(key: key, chain: chain, timestamp: timestamp, nonce: nonce)
            #expect(headers.count == expected.fields.count)
            for header in headers { #expect(header.value == (try expected.text(header.name))) }
        }
    }

    @Test(.enabled(if: Vectors.folder != nil, "skipped: no ../shared"))
    func requestVectors() throws {
        for vector in try Vectors.list("l2-hmac", count: 51) {
            let authentication = RequestAuthentication(
                credentials: try APICredentials(
                    key: try vector.text("api_key"), secret: try vector.text("secret"),
                    passphrase: try vector.text("passphrase")), address: try vector.address("address"))
            let expected = try vector.object("headers")
            let headers = authentication.headers(
                timestamp: try vector.number("timestamp"), method: try vector.text("method"),
                path: try vector.text("path"), body: vector.has("body") ? Array(try vector.text("body").utf8) : [])
            #expect(headers.count == expected.fields.count)
            for header in headers { #expect(header.value == (try expected.text(header.name))) }
        }
    }
}
