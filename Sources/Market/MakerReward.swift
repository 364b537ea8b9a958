/// What a venue pays for resting orders, as announced for a market.
public struct MakerReward: Hashable, Sendable {
    /// How far from the mid an order may rest and be paid, in price units; 0: nothing is paid in this market.
    public var band: Int32
    /// Smallest order that is paid.
    public var sizeMin: Size

    public static let notOffered = MakerReward(band: 0, sizeMin: .zero)

    public init(band: Int32, sizeMin: Size) {
        self.band = band
        self.sizeMin = sizeMin
    }

    public var isOffered: Bool { band > 0 }
}
