/// The structures that are signed, as EIP-712 writes their types, with the digests of these texts.
///
/// The digests are written out, so that none is computed for an order; a test computes them.
enum TypeHash {
    static let domainType = "EIP712Domain(string name,string version,uint256 chainId,address verifyingContract)"
    static let domain = Bytes32(
        0x8b73_c3c6_9bb8_fe3d, 0x512e_cc4c_f759_cc79, 0x239f_7b17_9b0f_faca, 0xa9a7_5d52_2b39_400f)

    static let domainWithoutContractType = "EIP712Domain(string name,string version,uint256 chainId)"
    static let domainWithoutContract = Bytes32(
        0xc2f8_7871_76b8_ac6b, 0xf721_5b4a_dcc1_e069, 0xbf4a_b82d_9ab1_df05, 0xa57a_91d4_2593_5b6e)

    static let orderType =
        "Order(uint256 salt,address maker,address signer,uint256 tokenId,uint256 makerAmount,uint256 takerAmount,"
        + "uint8 side,uint8 signatureType,uint256 timestamp,bytes32 metadata,bytes32 builder)"
    static let order = Bytes32(
        0xbb86_318a_2138_f5fa, 0x8ae3_2fbe_8e65_9f8f, 0xcf13_cc6a_e401_4a70, 0x7893_0554_3381_8589)

    static let typedDataSignType =
        "TypedDataSign(Order contents,string name,string version,uint256 chainId,address verifyingContract,"
        + "bytes32 salt)" + orderType
    static let typedDataSign = Bytes32(
        0x6ba0_2856_5cb3_24c2, 0xaa02_bb71_4b98_16d0, 0xbddd_557a_2f33_bb36, 0xcf13_272a_4256_bd42)

    static let clobAuthType = "ClobAuth(address address,string timestamp,uint256 nonce,string message)"
    static let clobAuth = Bytes32(
        0x5257_8c5c_725a_28a8, 0x4fed_c8c2_2aa4_7947, 0x8229_42f3_5b4d_c350, 0xdb02_8e45_320e_035c)

    static let legacyOrderType =
        "Order(uint256 salt,address maker,address signer,address taker,uint256 tokenId,uint256 makerAmount,"
        + "uint256 takerAmount,uint256 expiration,uint256 nonce,uint256 feeRateBps,uint8 side,uint8 signatureType)"
    static let legacyOrder = Bytes32(
        0xa852_566c_4e14_d008, 0x69b6_db02_2088_8a90, 0x90a1_3ecc_daea_0371, 0x3ff0_a3d2_7bf9_767c)
}
