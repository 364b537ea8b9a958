/// What a token id says where the market is of version v2. From its highest bits down: module (8), base of the
/// condition (128), arity (16), zeros (64), chain of resolution (16), condition's index (16), outcome (8).
public struct PositionID: Hashable, Sendable {
    public let tokenID: UInt256

    /// Nil unless the token is of a v2 market: its bits 40 to 103 are zero.
    public init?(_ tokenID: UInt256) {
        let word = tokenID.word
        guard word.third & 0xff_ffff_ffff == 0, word.fourth >> 40 == 0 else { return nil }
        self.tokenID = tokenID
    }

    public var module: UInt8 { UInt8(truncatingIfNeeded: tokenID.word.first >> 56) }
    public var outcomeIndex: UInt8 { UInt8(truncatingIfNeeded: tokenID.word.fourth) }

    /// The condition: all but the last byte, 0x and 62 digits, as the market directory writes it.
    public var condition: String { HexText.text(tokenID.word.bytes.dropLast()) }

    /// The condition with a zero byte after it, 0x and 64 digits, as the order book and the archive write it.
    public var paddedCondition: String { condition + "00" }
}
