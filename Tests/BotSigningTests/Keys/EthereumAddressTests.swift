import Testing

@testable import BotSigning

/// Goal: a mistyped address is noticed. Method: the cases of EIP-55.
struct EthereumAddressTests {
    static let mixed = [
        "0x5aAeb6053F3E94C9b9A09f33669435E7Ef1BeAed", "0xfB6916095ca1df60bB79Ce92cE3Ea74c37c5d359",
        "0xdbF03B407c01E7cD3CBea99509d93f8DDDC8C6FB", "0xD1220A0cf47c7B9Be7A2E6BA89F429762e7b9aDb",
    ]

    @Test(arguments: mixed) func caseFollowsTheDigest(_ text: String) throws {
        #expect(try EthereumAddress(text.lowercased()).checksummed == text)
        #expect(try EthereumAddress("0x" + text.dropFirst(2).uppercased()).checksummed == text)
        #expect(try EthereumAddress(text).checksummed == text)
    }

    @Test func aWrongDigitInMixedCaseIsNoticed() {
        #expect(throws: AddressError.wrongChecksum) {
            try EthereumAddress("0x5aAeb6053F3E94C9b9A09f33669435E7Ef1BeAee")
        }
    }

    @Test(arguments: [
        "", "0x", "5aaeb6053f3e94c9b9a09f33669435e7ef1beaed", "0x5aaeb6053f3e94c9b9a09f33669435e7ef1beae",
        "0x5aaeb6053f3e94c9b9a09f33669435e7ef1beaedd", "0x5aaeb6053f3e94c9b9a09f33669435e7ef1beaeg",
    ])
    func otherTextIsRefused(_ text: String) {
        #expect(throws: AddressError.malformed) { try EthereumAddress(text) }
    }
}
