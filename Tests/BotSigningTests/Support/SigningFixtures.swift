@testable import BotSigning

/// What tests sign with: one curve for all of them, and keys that everybody knows.
enum Known {
    static let curve = Secp256k1()
    /// The number one.
    static let one = "0x" + String(repeating: "0", count: 63) + "1"
    /// The first account of the development chains Hardhat and Anvil.
    static let hardhat = "0xac0974bec39a17e36ba4a6b4d238ff944bacb478cbed5efcae784d7bf4f2ff80"
    static let token = "71321045679252212594626385532706912750332728571942532289631379312455583992563"

    static func key(_ text: String = hardhat) throws -> SigningKey { try SigningKey(text, curve: curve) }

    static func price(_ text: String, tick: TickSize) throws -> OrderPrice {
        try OrderPrice(units: try DecimalText.exact(text, places: 4), tick: tick)
    }
}
