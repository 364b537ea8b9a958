import BotForecasting
import Features
public import Market

/// An engine event as the journal keeps it: a code, the token it concerns (0 when none), and a payload.
///
/// Codes below 32 are those of `MarketEvent.Kind`; none is ever reused.
public struct EncodedEvent: Hashable, Sendable {
    public var asset: UInt64
    public var exchangeTime: Timestamp
    public var receiveTime: Timestamp
    public var code: UInt8
    public var payload: [UInt8]

    public init(asset: UInt64, exchangeTime: Timestamp, receiveTime: Timestamp, code: UInt8, payload: [UInt8]) {
        self.asset = asset
        self.exchangeTime = exchangeTime
        self.receiveTime = receiveTime
        self.code = code
        self.payload = payload
    }
}

extension EngineEvent {
    private enum Code {
        static let order: UInt8 = 32
        static let connection: UInt8 = 33
        static let operation: UInt8 = 34
        static let model: UInt8 = 35
        // 36 stood for tables by number, which no journal holds.
        static let timer: UInt8 = 37
        static let reference: UInt8 = 38
        static let tables: UInt8 = 39
    }

    public var encoded: EncodedEvent {
        if case .exchange(.market(let event)) = self {
            return EncodedEvent(
                asset: event.asset.rawValue, exchangeTime: event.exchangeTime, receiveTime: event.receiveTime,
                code: event.kind.code, payload: event.kind.encoded())
        }
        var out = ByteWriter()
        if case .reference(let price) = self {
            out.string(price.name)
            out.double(price.value)
            return EncodedEvent(
                asset: 0, exchangeTime: price.exchangeTime, receiveTime: price.receiveTime, code: Code.reference,
                payload: out.bytes)
        }
        let code: UInt8
        switch self {
        case .exchange(.market), .reference: preconditionFailure("handled above")
        case .exchange(.order(let event)):
            code = Code.order
            event.encode(into: &out)
        case .exchange(.connection(let state, _)):
            code = Code.connection
            out.byte(state.rawValue)
        case .operation(let command, _):
            code = Code.operation
            command.encode(into: &out)
        case .modelInstalled(let version, _):
            code = Code.model
            out.string(version.description)
        case .tables(let tables, _):
            return EncodedEvent(
                asset: 0, exchangeTime: time, receiveTime: time, code: Code.tables, payload: tables.encoded())
        case .timer: code = Code.timer
        }
        return EncodedEvent(asset: 0, exchangeTime: time, receiveTime: time, code: code, payload: out.bytes)
    }

    /// The event that `encoded` came from.
    public init(_ event: EncodedEvent) throws(DecodingFailure) {
        let time = event.receiveTime
        if event.code < Code.order {
            self = .exchange(
                .market(
                    MarketEvent(
                        asset: AssetID(rawValue: event.asset), exchangeTime: event.exchangeTime, receiveTime: time,
                        kind: try MarketEvent.Kind(code: event.code, payload: event.payload))))
            return
        }
        if event.code == Code.tables {
            self = .tables(try FittedTables(encoded: event.payload), at: time)
            return
        }
        var reader = ByteReader(event.payload)
        switch event.code {
        case Code.order: self = .exchange(.order(try OrderEvent(from: &reader, at: time)))
        case Code.connection:
            guard let state = ConnectionState(rawValue: try reader.byte()) else {
                throw reader.failure("no such connection state")
            }
            self = .exchange(.connection(state, at: time))
        case Code.operation: self = .operation(try OperatorCommand(from: &reader), at: time)
        case Code.model:
            guard let version = ModelVersion(try reader.string()) else { throw reader.failure("no model version") }
            self = .modelInstalled(version, at: time)
        case Code.timer: self = .timer(time)
        case Code.reference:
            self = .reference(
                ReferencePrice(
                    name: try reader.string(), value: try reader.double(), exchangeTime: event.exchangeTime,
                    receiveTime: time))
        default: throw reader.failure("no event has the code \(event.code)")
        }
        guard reader.isAtEnd else { throw reader.failure("bytes left over") }
    }
}

extension OrderID {
    fileprivate func encode(into out: inout ByteWriter) {
        out.fixed(high)
        out.fixed(low)
    }

    fileprivate init(from reader: inout ByteReader) throws(DecodingFailure) {
        self.init(high: try reader.fixed(), low: try reader.fixed())
    }
}

extension OperatorCommand {
    fileprivate func encode(into out: inout ByteWriter) {
        switch self {
        case .approve(let order):
            out.byte(0)
            order.encode(into: &out)
        case .reject(let order):
            out.byte(1)
            order.encode(into: &out)
        case .pause: out.byte(2)
        case .resume: out.byte(3)
        case .stop: out.byte(4)
        case .kill: out.byte(5)
        }
    }

    fileprivate init(from reader: inout ByteReader) throws(DecodingFailure) {
        switch try reader.byte() {
        case 0: self = .approve(try OrderID(from: &reader))
        case 1: self = .reject(try OrderID(from: &reader))
        case 2: self = .pause
        case 3: self = .resume
        case 4: self = .stop
        case 5: self = .kill
        default: throw reader.failure("no such command")
        }
    }
}

extension OrderEvent {
    fileprivate func encode(into out: inout ByteWriter) {
        order.encode(into: &out)
        switch kind {
        case .accepted: out.byte(0)
        case .rejected(let reason):
            out.byte(1)
            out.string(reason.rawValue)
        case .matched(let price, let size, let fee, let isTaker):
            out.byte(2)
            out.signed(Int64(price.units))
            out.signed(size.microshares)
            out.signed(fee.microdollars)
            out.byte(isTaker ? 1 : 0)
        case .settled: out.byte(3)
        case .settlementFailed: out.byte(4)
        case .cancelled: out.byte(5)
        case .unknown: out.byte(6)
        case .merged(let market, let size):
            out.byte(7)
            out.unsigned(UInt64(market.rawValue))
            out.signed(size.microshares)
        }
    }

    fileprivate init(from reader: inout ByteReader, at time: Timestamp) throws(DecodingFailure) {
        let order = try OrderID(from: &reader)
        self.init(order: order, time: time, kind: try OrderEvent.kind(from: &reader))
    }

    private static func kind(from reader: inout ByteReader) throws(DecodingFailure) -> Kind {
        switch try reader.byte() {
        case 0: return .accepted
        case 1:
            guard let reason = RejectReason(rawValue: try reader.string()) else { throw reader.failure("no reason") }
            return .rejected(reason)
        case 2:
            guard let price = Price(units: try reader.int32()) else { throw reader.failure("price out of range") }
            let size = try size(from: &reader)
            let fee = Money(microdollars: try reader.signed())
            return .matched(price: price, size: size, fee: fee, isTaker: try reader.byte() != 0)
        case 3: return .settled
        case 4: return .settlementFailed
        case 5: return .cancelled
        case 6: return .unknown
        case 7:
            guard let market = UInt32(exactly: try reader.unsigned()) else { throw reader.failure("no such market") }
            return .merged(MarketID(market), try size(from: &reader))
        default: throw reader.failure("no such order event")
        }
    }

    private static func size(from reader: inout ByteReader) throws(DecodingFailure) -> Size {
        let microshares = try reader.signed()
        guard microshares >= 0 else { throw reader.failure("negative size") }
        return Size(microshares: microshares)
    }
}
