/// A price that an order may have: a multiple of the market's tick, from one tick to one less a tick.
public struct OrderPrice: Hashable, Sendable {
    /// Units of 0.0001 pUSD, which every tick is a whole number of.
    public let units: Int64
    public let tick: TickSize

    /// - Throws: ``OrderError``
    public init(units: Int64, tick: TickSize) throws(OrderError) {
        guard units.isMultiple(of: tick.rawValue) else { throw .priceOffTick(price: units, tick: tick) }
        guard units >= tick.rawValue, units <= 10_000 - tick.rawValue else {
            throw .priceOutOfRange(price: units, tick: tick)
        }
        self.units = units
        self.tick = tick
    }
}
