/// What is sent beside the signed order and not signed: how it is to be matched, how long, for whom.
public struct OrderTerms: Hashable, Sendable {
    public let type: OrderType
    /// Seconds since 1970 of a GTD order, otherwise 0.
    public let expiration: UInt64
    /// The API key that posts the order.
    public let owner: String
    public let isPostOnly: Bool
    public let defersExecution: Bool

    /// - Throws: ``OrderError`` when the terms contradict each other or `owner` is none.
    public init(
        type: OrderType, expiration: UInt64 = 0, owner: String, isPostOnly: Bool = false, defersExecution: Bool = false
    ) throws(OrderError) {
        guard (type == .goodTillDate) == (expiration != 0) else { throw .expirationContradictsType(type) }
        guard !isPostOnly || !type.isImmediate else { throw .postOnlyContradictsType(type) }
        guard Self.isPlain(owner) else { throw .malformedOwner }
        self.type = type
        self.expiration = expiration
        self.owner = owner
        self.isPostOnly = isPostOnly
        self.defersExecution = defersExecution
    }

    /// Whether the text can stand in JSON as it is: visible ASCII without quote and backslash.
    private static func isPlain(_ text: String) -> Bool {
        !text.isEmpty && text.utf8.count <= 128
            && text.utf8.allSatisfy { $0 > 0x20 && $0 < 0x7f && $0 != 0x22 && $0 != 0x5c }
    }
}

/// How long an order lives, in the venue's words.
public enum OrderType: String, CaseIterable, Hashable, Sendable {
    case goodTillCancelled = "GTC"
    case goodTillDate = "GTD"
    case fillOrKill = "FOK"
    case fillAndKill = "FAK"

    /// Whether it never rests.
    public var isImmediate: Bool { self == .fillOrKill || self == .fillAndKill }
}
