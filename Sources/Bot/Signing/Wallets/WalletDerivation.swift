/// The addresses of the wallets that the venue makes for an account, known before they exist (EIP-1014, CREATE2), on
/// Polygon.
///
/// Each is keccak256(0xff ‖ factory ‖ salt ‖ keccak256(code)) of its factory. The codes are those of OpenGSN's clone
/// factory for the proxy and of Solady's `LibClone` for the deposit wallets (`initCodeERC1967`,
/// `initCodeERC1967BeaconProxy`).
public struct WalletDerivation: Hashable, Sendable {
    /// The account that owns the wallets.
    public let owner: EthereumAddress

    public init(owner: EthereumAddress) { self.owner = owner }

    /// Signature type 1.
    public var proxy: EthereumAddress {
        var code = Keccak256()
        code.absorb(Self.bytes("3d3d606380380380913d393d73"))
        code.absorb(Factory.proxy.bytes)
        code.absorb(Self.bytes("5af4602a57600080fd5b602d8060366000396000f3363d3d373d3d3d363d73"))
        code.absorb(Factory.proxyImplementation.bytes)
        code.absorb(Self.bytes("5af43d82803e903d91602b57fd5bf352e831dd"))
        // The call's argument: empty bytes, as the ABI encodes them.
        code.absorb(Bytes32(32))
        code.absorb(Bytes32.zero)
        return Self.create2(Factory.proxy, salt: Keccak256.hash(owner.bytes), code: code.digest())
    }

    /// Signature type 2.
    public var safe: EthereumAddress {
        Self.create2(Factory.safe, salt: Keccak256.hash(owner.word), code: Factory.safeCodeHash)
    }

    /// Signature type 3.
    public var depositWallet: EthereumAddress {
        deposit(
            prefix: "6100923d8160233d3973", target: Factory.depositBeacon,
            suffix: "60195155f3363d3d373d3d363d602036600436635c60da"
                + "1b60e01b36527fa3f0ad74e5423aebfd80d3ef4346578335a9a72aeaee59ff6c"
                + "b3582b35133d50545afa5036515af43d6000803e604d573d6000fd5b3d6000f3")
    }

    /// Signature type 3, of the wallets made before the beacon.
    public var olderDepositWallet: EthereumAddress {
        deposit(
            prefix: "61007d3d8160233d3973", target: Factory.depositImplementation,
            suffix: "60095155f3363d3d373d3d363d7f360894a13ba1a3210667c828492db98dca3e2076"
                + "cc3735a920a3ca505d382bbc545af43d6000803e6038573d6000fd5b3d6000f3")
    }

    /// - Parameter prefix: holds the length of what is stored, with the 64 bytes of arguments.
    private func deposit(prefix: String, target: EthereumAddress, suffix: String) -> EthereumAddress {
        var code = Keccak256()
        code.absorb(Self.bytes(prefix))
        code.absorb(target.bytes)
        code.absorb(Self.bytes(suffix))
        code.absorb(Factory.deposit.word)
        code.absorb(owner.word)
        let salt = Keccak256.hash(Factory.deposit.word, owner.word)
        return Self.create2(Factory.deposit, salt: salt, code: code.digest())
    }

    private static func create2(_ factory: EthereumAddress, salt: Bytes32, code: Bytes32) -> EthereumAddress {
        var keccak = Keccak256()
        keccak.absorb(0xff)
        keccak.absorb(factory.bytes)
        keccak.absorb(salt)
        keccak.absorb(code)
        return EthereumAddress(lastBytesOf: keccak.digest())
    }

    private static func bytes(_ code: String) -> [UInt8] { HexText.bytes(code) ?? [] }

    /// The venue's factories on Polygon and what they clone.
    private enum Factory {
        static let proxy = EthereumAddress(0xab45_c5a4, 0xb0c9_41a2_f231_c04c, 0x3f49_182e_1a25_4052)
        static let proxyImplementation = EthereumAddress(0x44e9_99d5, 0xc2f6_6ef0_8613_17f9, 0xa480_5ac2_e90a_eb4f)
        static let safe = EthereumAddress(0xaacf_eea0, 0x3eb1_561c_4e67_d661, 0xe406_82bd_20e3_541b)
        static let safeCodeHash = Bytes32(
            0x2bce_2127_ff07_fb63, 0x2d16_c834_7c4e_bf50, 0x1f48_4116_8bed_00d9, 0xe6ef_715d_db6f_cecf)
        static let deposit = EthereumAddress(0x0000_0000, 0x000f_b5c9_adea_0298, 0xd729_a0cb_3823_cc07)
        static let depositImplementation = EthereumAddress(0x58ca_52eb, 0xe0da_dfdf_531c_de70, 0x62e7_6746_de4d_b1eb)
        static let depositBeacon = EthereumAddress(0x7a18_edfe, 0x0554_88a3_128f_01f5, 0x63e5_b479_d92f_fc3a)
    }
}
