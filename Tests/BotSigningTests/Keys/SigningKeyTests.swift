import Testing
import TestSupport

@testable import BotSigning

/// Goal: keys sign as RFC 6979 says, are refused where they are none, and never show. Method: known keys, vectors.
struct SigningKeyTests {
    /// The order of the curve (SEC 2, section 2.4.1).
    static let order = "fffffffffffffffffffffffffffffffebaaedce6af48a03bbfd25e8cd0364141"

    @Test func theAccountOfKeyOne() throws {
        let key = try Known.key(Known.one)
        #expect(key.address.checksummed == "0x7E5F4552091A69125d5DfCb7b8C2659029395Bdf")
        #expect(key.publicKey.x.hex == "0x79be667ef9dcbbac55a06295ce870b07029bfcdb2dce28d959f2815b16f81798")
    }

    @Test func prefixAndCaseDoNotMatter() throws {
        let address = try Known.key().address
        #expect(try Known.key(String(Known.hardhat.dropFirst(2))).address == address)
        #expect(try Known.key("0x" + Known.hardhat.dropFirst(2).uppercased()).address == address)
    }

    @Test(arguments: [
        ("", KeyError.wrongLength), ("0x", .wrongLength), (String(Known.hardhat.dropLast()), .wrongLength),
        (Known.hardhat + "0", .wrongLength), (String(Known.hardhat.dropLast()) + "g", .notHexadecimal),
        (String(repeating: " ", count: 64), .notHexadecimal), (String(repeating: "0", count: 64), .outOfRange),
        (order, .outOfRange), (String(repeating: "f", count: 64), .outOfRange),
    ])
    func whatIsNoKeyIsRefusedWithoutRepeatingIt(_ text: String, _ error: KeyError) {
        #expect(throws: error) { try Known.key(text) }
        #expect(text.isEmpty || text == "0x" || !error.description.contains(text))
    }

    @Test func theLargestKeySigns() throws {
        let key = try Known.key(String(Self.order.dropLast()) + "0")
        let digest = Keccak256.hash("x".utf8)
        #expect(key.sign(digest).signer(of: digest, curve: Known.curve) == key.address)
    }

    @Test func aKeyNeverShows() throws {
        let key = try Known.key()
        var dumped = ""
        dump([key], to: &dumped)
        let digits = Known.hardhat.dropFirst(2)
        for text in ["\(key)", String(reflecting: key), String(describing: [key]), dumped, "\(Optional(key) as Any)"] {
            #expect(text.contains(key.address.checksummed))
            #expect(!text.lowercased().contains(digits.prefix(8)))
            #expect(!text.contains("\(UInt64(digits.prefix(16), radix: 16)!)"))
        }
    }

    @Test func theSignerIsRecoveredFromAnySignatureAndFromNoOther() throws {
        let key = try Known.key()
        var random = SeededGenerator(seed: 6)
        for _ in 0..<50 {
            let digest = Bytes32(random.next(), random.next(), random.next(), random.next())
            let signature = key.sign(digest)
            #expect(RecoverableSignature(bytes: signature.bytes) == signature)
            #expect(signature.signer(of: digest, curve: Known.curve) == key.address)
            let other = RecoverableSignature(r: signature.r, s: signature.s, v: 55 - signature.v)
            #expect(other.signer(of: digest, curve: Known.curve) != key.address)
        }
    }

    /// n - s with the other v is a valid signature too for most libraries, and would give an order a second signature.
    @Test func theHighTwinOfASignatureIsRefused() throws {
        let digest = Bytes32(hex: "0x914c8cbd940f4853b6c127dfb6b0ba8cd3fabfef027e31e2fda99210318a5f2f")!
        let signature = try Known.key().sign(digest)
        #expect(signature.s.hex == "0x4cafa0251096a8dc1a40c1b7a2111534d606d8c6fb4e2197bc73d4e652a129e3")
        let twin = Bytes32(hex: "0xb3505fdaef695723e5bf3e485deeeac9e4a8041fb3fa7ea4035e89a67d95175e")!
        let high = RecoverableSignature(r: signature.r, s: twin, v: 55 - signature.v)
        #expect(high.signer(of: digest, curve: Known.curve) == nil)
    }

    @Test func whatIsNoSignatureHasNoSigner() {
        let digest = Keccak256.hash("x".utf8)
        for signature in [
            RecoverableSignature(r: .zero, s: .zero, v: 27), .init(r: .zero, s: Bytes32(1), v: 27),
            .init(r: Bytes32(1), s: .zero, v: 28), .init(r: Bytes32(.max, .max, .max, .max), s: Bytes32(1), v: 27),
            .init(r: Bytes32(1), s: Bytes32(1), v: 29), .init(r: Bytes32(1), s: Bytes32(1), v: 0),
        ] {
            #expect(signature.signer(of: digest, curve: Known.curve) == nil)
        }
        for count in [0, 64, 66] { #expect(RecoverableSignature(bytes: [UInt8](repeating: 27, count: count)) == nil) }
        #expect(RecoverableSignature(bytes: [UInt8](repeating: 1, count: 65)) == nil)
    }

    @Test(.enabled(if: Vectors.folder != nil, "skipped: no ../shared"))
    func addressVectors() throws {
        for vector in try Vectors.list("addresses", count: 10) {
            let key = try Known.key(try vector.text("private_key"))
            #expect(key.publicKey.x.bytes + key.publicKey.y.bytes == (try vector.bytes("public_key_uncompressed")))
            #expect(key.address.checksummed == (try vector.text("address_checksummed")))
            #expect(HexText.text(key.address.bytes) == (try vector.text("address_lower")))
            let compressed = try vector.bytes("public_key_compressed")
            #expect(compressed == [2 + UInt8(key.publicKey.y.fourth & 1)] + key.publicKey.x.bytes)
        }
    }

    @Test(.enabled(if: Vectors.folder != nil, "skipped: no ../shared"))
    func signatureVectors() throws {
        for vector in try Vectors.list("ecdsa", count: 30) {
            let (key, digest) = (try Known.key(try vector.text("private_key")), try vector.word("digest"))
            let signature = key.sign(digest)
            #expect(signature.r == (try vector.word("r")))
            #expect(signature.s == (try vector.word("s")))
            #expect(UInt64(signature.v) == (try vector.number("v")))
            #expect(signature.hex == (try vector.text("signature")))
            #expect(signature.signer(of: digest, curve: Known.curve) == key.address)
        }
    }
}
