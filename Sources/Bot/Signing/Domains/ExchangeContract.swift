/// The contracts that settle orders, and with them the format of the order (the venue's documentation, "Contracts").
///
/// Which one a market has follows from its `version` and, for v1 markets, from whether it is of a negative-risk group;
/// a signature for the wrong one is refused by the venue.
public enum ExchangeContract: Hashable, Sendable, CaseIterable {
    /// Markets of version v1.
    case binary
    /// Markets of version v1 in a negative-risk group.
    case negativeRisk
    /// Markets of version v2, negative-risk or not.
    case protocolV2
    /// The order format before April 2026, which the venue refuses.
    case legacyBinary
    case legacyNegativeRisk

    /// The live contract for orders of domain version 2 or 3; nil for any other version.
    public init?(version: Int, isNegativeRisk: Bool) {
        switch version {
        case 2: self = isNegativeRisk ? .negativeRisk : .binary
        case 3: self = .protocolV2
        default: return nil
        }
    }

    /// The version in the domain that is signed.
    public var domainVersion: String {
        switch self {
        case .legacyBinary, .legacyNegativeRisk: "1"
        case .binary, .negativeRisk: "2"
        case .protocolV2: "3"
        }
    }

    public func address(on chain: Chain) -> EthereumAddress {
        switch (self, chain) {
        case (.binary, _): EthereumAddress(0xe111_1800, 0x00d2_663c_0091_e4f4, 0x0023_7545_b87b_996b)
        case (.negativeRisk, _): EthereumAddress(0xe222_2d27, 0x9d74_4050_d28e_0052, 0x0010_5200_0031_0f59)
        case (.protocolV2, .polygon): EthereumAddress(0xe333_3700, 0xca9d_9300_3f00_f0f7, 0x1f85_1500_5f6c_00aa)
        case (.protocolV2, .amoy): EthereumAddress(0x9fe6_e614, 0x22ad_b6f6_10d8_597f, 0x9684_b169_12d5_0c3d)
        case (.legacyBinary, .polygon): EthereumAddress(0x4bfb_41d5, 0xb357_0def_d03c_39a9, 0xa4d8_de6b_d8b8_982e)
        case (.legacyBinary, .amoy): EthereumAddress(0xdfe0_2eb6, 0x7335_38f8_ea35_d585, 0xaf8d_e595_8ad9_9e40)
        case (.legacyNegativeRisk, _): EthereumAddress(0xc5d5_63a3, 0x6ae7_8145_c45a_5013, 0x4d48_a121_5220_f80a)
        }
    }

    public func domain(on chain: Chain) -> SigningDomain {
        SigningDomain(
            name: "Polymarket CTF Exchange", version: domainVersion, chain: chain, contract: address(on: chain))
    }
}

extension EthereumAddress {
    /// Four bytes, eight and eight: how addresses of contracts are written in this module.
    init(_ first: UInt32, _ second: UInt64, _ third: UInt64) {
        self.init(lastBytesOf: Bytes32(0, UInt64(first), second, third))
    }
}
