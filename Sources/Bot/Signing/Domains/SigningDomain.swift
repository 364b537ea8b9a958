/// What a signature is good for: one application, one version, one chain, one contract (EIP-712, "domainSeparator").
public struct SigningDomain: Hashable, Sendable {
    public let name: String
    public let version: String
    public let chain: Chain
    /// Nil where the domain has none, as for the login.
    public let contract: EthereumAddress?
    /// The digest of all these, computed once.
    public let separator: Bytes32

    public init(name: String, version: String, chain: Chain, contract: EthereumAddress?) {
        self.name = name
        self.version = version
        self.chain = chain
        self.contract = contract
        let (name, version) = (Keccak256.hash(name.utf8), Keccak256.hash(version.utf8))
        let chainWord = Bytes32(chain.rawValue)
        separator =
            if let contract {
                Keccak256.hash(TypeHash.domain, name, version, chainWord, contract.word)
            } else {
                Keccak256.hash(TypeHash.domainWithoutContract, name, version, chainWord)
            }
    }

    /// What is signed for a structure in this domain: keccak256(0x19 0x01 ‖ separator ‖ structure's hash).
    public func digest(_ structHash: Bytes32) -> Bytes32 { Self.digest(separator: separator, structHash) }

    static func digest(separator: Bytes32, _ structHash: Bytes32) -> Bytes32 {
        var keccak = Keccak256()
        keccak.absorb(0x19)
        keccak.absorb(0x01)
        keccak.absorb(separator)
        keccak.absorb(structHash)
        return keccak.digest()
    }
}

/// The chains that the venue's contracts are on.
public enum Chain: UInt64, CaseIterable, Hashable, Sendable {
    /// Polygon's main network.
    case polygon = 137
    /// Polygon's test network.
    case amoy = 80002
}
