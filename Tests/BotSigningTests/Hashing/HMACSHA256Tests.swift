import Testing

@testable import BotSigning

/// Goal: RFC 2104, for short and for long keys. Method: cases 1, 2 and 6 of RFC 4231.
struct HMACSHA256Tests {
    @Test func casesOfTheStandard() {
        let cases: [([UInt8], String, String)] = [
            (
                [UInt8](repeating: 0x0b, count: 20), "Hi There",
                "0xb0344c61d8db38535ca8afceaf0bf12b881dc200c9833da726e9376c2e32cff7"
            ),
            (
                Array("Jefe".utf8), "what do ya want for nothing?",
                "0x5bdcc146bf60754e6a042426089575c75a003f089d2739839dec58b964ec3843"
            ),
            (
                [UInt8](repeating: 0xaa, count: 131), "Test Using Larger Than Block-Size Key - Hash Key First",
                "0x60e431591ee0b67f0d8a26aacbf5b77f8e0bc6213728c5140546040f0ee37f54"
            ),
        ]
        for (key, message, code) in cases {
            #expect(HexText.text(HMACSHA256(key: key).code(Array(message.utf8))) == code)
        }
    }

    @Test func piecesAreOneMessage() {
        let hmac = HMACSHA256(key: [1, 2, 3])
        #expect(hmac.code([4], [], [5, 6]) == hmac.code([4, 5, 6]))
    }
}
