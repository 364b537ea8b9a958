/// The eleven fields of an order that are signed, in the format of both live domains ("2" and "3").
public struct ExchangeOrder: Hashable, Sendable {
    public enum Side: UInt8, Hashable, Sendable {
        case buy = 0
        case sell = 1

        /// As the venue writes it.
        public var text: String { self == .buy ? "BUY" : "SELL" }

        public init?(text: some StringProtocol) {
            switch text {
            case "BUY": self = .buy
            case "SELL": self = .sell
            default: return nil
            }
        }
    }

    /// Tells orders of equal content apart. Travels as a JSON number, so it is at most ``saltMax``.
    public var salt: UInt64
    /// The wallet that holds the funds.
    public var maker: EthereumAddress
    /// Who signs: the owner's account, or the wallet itself where a contract checks the signature.
    public var signer: EthereumAddress
    public var tokenID: UInt256
    /// What is given and what is wanted, in millionths of pUSD or of a share.
    public var amounts: OrderAmounts
    public var side: Side
    public var signatureType: SignatureType
    /// Milliseconds since 1970.
    public var timestamp: UInt64
    public var metadata: Bytes32
    /// Whom the order is credited to; zero for nobody.
    public var builder: Bytes32

    /// The largest whole number that every JSON reader keeps: 2^53 - 1.
    public static let saltMax: UInt64 = 1 << 53 - 1

    public init(
        salt: UInt64, maker: EthereumAddress, signer: EthereumAddress, tokenID: UInt256, amounts: OrderAmounts,
        side: Side, signatureType: SignatureType, timestamp: UInt64, metadata: Bytes32 = .zero,
        builder: Bytes32 = .zero
    ) {
        self.salt = salt
        self.maker = maker
        self.signer = signer
        self.tokenID = tokenID
        self.amounts = amounts
        self.side = side
        self.signatureType = signatureType
        self.timestamp = timestamp
        self.metadata = metadata
        self.builder = builder
    }

    /// The structure's hash (EIP-712, "hashStruct"): the type and eleven words.
    public var structHash: Bytes32 {
        var keccak = Keccak256()
        keccak.absorb(TypeHash.order)
        keccak.absorb(Bytes32(salt))
        keccak.absorb(maker.word)
        keccak.absorb(signer.word)
        keccak.absorb(tokenID.word)
        keccak.absorb(Bytes32(UInt64(amounts.maker)))
        keccak.absorb(Bytes32(UInt64(amounts.taker)))
        keccak.absorb(Bytes32(UInt64(side.rawValue)))
        keccak.absorb(Bytes32(UInt64(signatureType.rawValue)))
        keccak.absorb(Bytes32(timestamp))
        keccak.absorb(metadata)
        keccak.absorb(builder)
        return keccak.digest()
    }
}

/// How a wallet signs (the venue's documentation, "Signature types").
public enum SignatureType: UInt8, CaseIterable, Hashable, Sendable {
    /// An account for itself: maker and signer are the same.
    case account = 0
    /// The owner of a proxy wallet.
    case proxy = 1
    /// The owner of a Safe.
    case safe = 2
    /// A deposit wallet, a contract that checks its owner's signature (ERC-1271): maker and signer are the wallet.
    case depositWallet = 3
}
