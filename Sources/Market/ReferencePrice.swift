/// A price from outside the venue that markets are about, such as that of a currency.
public struct ReferencePrice: Hashable, Sendable {
    /// What is priced: the name that `Instrument.reference` gives.
    public var name: String
    /// In any unit, above 0.
    public var value: Double
    /// The source's time of the price.
    public var exchangeTime: Timestamp
    /// When we received it.
    public var receiveTime: Timestamp

    public init(name: String, value: Double, exchangeTime: Timestamp, receiveTime: Timestamp) {
        self.name = name
        self.value = value
        self.exchangeTime = exchangeTime
        self.receiveTime = receiveTime
    }
}
