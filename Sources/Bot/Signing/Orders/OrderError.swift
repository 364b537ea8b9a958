/// Why an order cannot be signed as it was asked for.
public enum OrderError: Error, Hashable, Sendable {
    /// Not one of the venue's six tick sizes.
    case unknownTickSize
    /// A price in units of 0.0001 that is no multiple of the tick.
    case priceOffTick(price: Int64, tick: TickSize)
    /// A price in units of 0.0001 below the tick or above one less the tick.
    case priceOutOfRange(price: Int64, tick: TickSize)
    /// The size, or what would be paid or got for it, rounds to nothing.
    case zeroAmount
    case negativeAmount
    /// An amount would not fit into 64 bits of millionths.
    case amountTooLarge
    case saltTooLarge
    /// A type-0 order is paid from the account of the key itself.
    case funderIsNotTheAccount
    /// GTD needs a time, the others have none.
    case expirationContradictsType(OrderType)
    /// What never rests cannot be post-only.
    case postOnlyContradictsType(OrderType)
    /// Market orders are FOK or FAK.
    case marketOrderRests(OrderType)
    case malformedOwner
}

extension OrderError: CustomStringConvertible {
    public var description: String {
        switch self {
        case .unknownTickSize: "the tick size is one of 0.1, 0.01, 0.005, 0.0025, 0.001 and 0.0001"
        case .priceOffTick(let price, let tick):
            "the price \(DecimalText.text(price, places: 4)) is no multiple of the tick size \(tick.text)"
        case .priceOutOfRange(let price, let tick):
            "the price \(DecimalText.text(price, places: 4)) is not between \(tick.text) and "
                + DecimalText.text(10_000 - tick.rawValue, places: 4)
        case .zeroAmount: "so small an order rounds to an amount of zero"
        case .negativeAmount: "an amount is not negative"
        case .amountTooLarge: "the amounts do not fit into 64 bits of millionths"
        case .saltTooLarge: "the salt is at most 2^53 - 1, what a JSON number keeps"
        case .funderIsNotTheAccount: "the funder of a type-0 order is the account of the key"
        case .expirationContradictsType(let type):
            type == .goodTillDate ? "a GTD order needs an expiration" : "only GTD orders have an expiration: give 0"
        case .postOnlyContradictsType(let type): "\(type.rawValue) orders never rest, so they cannot be post-only"
        case .marketOrderRests(let type): "a market order is FOK or FAK, not \(type.rawValue)"
        case .malformedOwner: "the owner is an API key: visible ASCII without quotes, at most 128 characters"
        }
    }
}
