import Testing

@testable import BotSigning

/// Goal: the wallets of an account and the markets of a token are known offline. Method: vectors, one of each by hand.
struct WalletTests {
    @Test func theWalletsOfOneAccount() throws {
        let wallets = WalletDerivation(owner: try Known.key().address)
        #expect(wallets.proxy.checksummed == "0x365f0CA36Ae1f641E02fE3B7743673da42A13A70")
        #expect(wallets.safe.checksummed == "0xd93B25cb943D14d0d34FBaF01Fc93a0f8b5F6E47")
        #expect(wallets.depositWallet.checksummed == "0xBc0fF067b7740Eff76C1ca93c875Ba6B890d6B50")
        #expect(wallets.olderDepositWallet.checksummed == "0xdf8b9E8f9AB23f261F6e1B171B7454ae6E46Ba76")
    }

    @Test func zerosTellATokenOfVersionTwo() throws {
        let token = try #require(
            UInt256(decimal: "663574927012476832975694178961957910328055987427402067619466963999000625153"))
        let position = try #require(PositionID(token))
        #expect(position.module == 1 && position.outcomeIndex == 1)
        #expect(position.paddedCondition == "0x017791f201d5a788e0039e511fc1900e5f000000000000000000000000000000")
        let word = token.word
        // Bits 40 and 103 are inside, 39 and 104 outside.
        #expect(PositionID(UInt256(Bytes32(word.first, word.second, word.third, word.fourth | 1 << 40))) == nil)
        #expect(PositionID(UInt256(Bytes32(word.first, word.second, word.third | 1 << 39, word.fourth))) == nil)
        #expect(PositionID(UInt256(Bytes32(word.first, word.second, word.third, word.fourth | 1 << 39))) != nil)
        #expect(PositionID(UInt256(Bytes32(word.first, word.second, word.third | 1 << 40, word.fourth))) != nil)
    }

    @Test(.enabled(if: Vectors.folder != nil, "skipped: no ../shared"))
    func walletVectors() throws {
        for vector in try Vectors.list("wallet-derivation", count: 10) {
            let wallets = WalletDerivation(owner: try vector.address("signer"))
            #expect(wallets.proxy.checksummed == (try vector.text("proxy_wallet_type1")))
            #expect(wallets.safe.checksummed == (try vector.text("safe_type2")))
            #expect(wallets.depositWallet.checksummed == (try vector.text("deposit_wallet_beacon_type3")))
            #expect(wallets.olderDepositWallet.checksummed == (try vector.text("deposit_wallet_uups_type3_older")))
        }
    }

    @Test(.enabled(if: Vectors.folder != nil, "skipped: no ../shared"))
    func positionVectors() throws {
        for vector in try Vectors.list("position-ids", count: 8) {
            let token = try #require(UInt256(decimal: try vector.text("asset_id")))
            #expect(token.word == (try vector.word("hex32")))
            let position = PositionID(token)
            #expect((position != nil) == (try vector.flag("is_protocol_v2")))
            guard let position else { continue }
            #expect(UInt64(position.module) == (try vector.number("module_id")))
            #expect(position.condition == (try vector.text("condition_id_31")))
            #expect(position.paddedCondition == (try vector.text("condition_id_32_padded")))
            #expect(UInt64(position.outcomeIndex) == (try vector.number("outcome_index")))
        }
    }
}
