internal import Market

/// The kind of an order event as the table keeps it: a code that is never reused, and its values.
struct StoredOrderEvent {
    var code: UInt8
    var payload: [UInt8]

    init(code: UInt8, payload: [UInt8]) {
        self.code = code
        self.payload = payload
    }

    init(_ kind: OrderEvent.Kind) {
        var out = ByteWriter()
        switch kind {
        case .accepted: code = 1
        case .rejected(let reason):
            code = 2
            out.string(reason.rawValue)
        case .matched(let price, let size, let fee, let isTaker):
            code = 3
            out.signed(Int64(price.units))
            out.signed(size.microshares)
            out.signed(fee.microdollars)
            out.byte(isTaker ? 1 : 0)
        case .settled: code = 4
        case .settlementFailed: code = 5
        case .cancelled: code = 6
        case .unknown: code = 7
        case .merged(let market, let size):
            code = 8
            out.unsigned(UInt64(market.rawValue))
            out.signed(size.microshares)
        }
        payload = out.bytes
    }

    func kind() throws(DecodingFailure) -> OrderEvent.Kind {
        var reader = ByteReader(payload)
        let kind: OrderEvent.Kind
        switch code {
        case 1: kind = .accepted
        case 2:
            guard let reason = RejectReason(rawValue: try reader.string()) else {
                throw reader.failure("no such reason")
            }
            kind = .rejected(reason)
        case 3:
            guard let price = Price(units: try reader.int32()) else { throw reader.failure("price out of range") }
            let size = try reader.microshares()
            let fee = Money(microdollars: try reader.signed())
            kind = .matched(price: price, size: size, fee: fee, isTaker: try reader.byte() == 1)
        case 4: kind = .settled
        case 5: kind = .settlementFailed
        case 6: kind = .cancelled
        case 7: kind = .unknown
        case 8:
            guard let market = UInt32(exactly: try reader.unsigned()) else { throw reader.failure("no such market") }
            kind = .merged(MarketID(market), try reader.microshares())
        default: throw reader.failure("no order event has the code \(code)")
        }
        guard reader.isAtEnd else { throw reader.failure("bytes left over") }
        return kind
    }
}

extension ByteReader {
    fileprivate mutating func microshares() throws(DecodingFailure) -> Size {
        let microshares = try signed()
        guard microshares >= 0 else { throw failure("negative size") }
        return Size(microshares: microshares)
    }
}
