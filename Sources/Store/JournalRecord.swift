public import Market

/// One entry of the journal, in the order in which the engine handled it.
///
/// `code` and `payload` of market events are those of `MarketEvent.Kind`; other codes belong to whoever writes them.
public struct JournalRecord: Hashable, Sendable {
    /// Position in the journal; unique, rising, not necessarily dense.
    public var sequence: Int64
    public var receiveTime: Timestamp
    public var exchangeTime: Timestamp
    /// Raw value of the `AssetID` concerned; 0 where there is none.
    public var asset: UInt64
    public var code: UInt8
    public var payload: [UInt8]

    public init(
        sequence: Int64, receiveTime: Timestamp, exchangeTime: Timestamp, asset: UInt64, code: UInt8, payload: [UInt8]
    ) {
        self.sequence = sequence
        self.receiveTime = receiveTime
        self.exchangeTime = exchangeTime
        self.asset = asset
        self.code = code
        self.payload = payload
    }

    public init(sequence: Int64, _ event: MarketEvent) {
        self.init(
            sequence: sequence, receiveTime: event.receiveTime, exchangeTime: event.exchangeTime,
            asset: event.asset.rawValue, code: event.kind.code, payload: event.kind.encoded())
    }

    /// The market event; throws when `code` belongs to something else or the payload does not decode.
    public func marketEvent() throws(DecodingFailure) -> MarketEvent {
        MarketEvent(
            asset: AssetID(rawValue: asset), exchangeTime: exchangeTime, receiveTime: receiveTime,
            kind: try MarketEvent.Kind(code: code, payload: payload))
    }
}
