import Glibc
import Market

/// Events in a file that Python reads as well: asset, exchange time and receive time of eight bytes each, the kind's
/// code of one, the length of its payload of four, and the payload as in the journal; little-endian.
enum EventFile {
    struct Failure: Error {
        var reason: String
    }

    static func read(_ path: String) throws -> [MarketEvent] {
        var reader = ByteReader(try bytes(of: path))
        var events: [MarketEvent] = []
        while !reader.isAtEnd {
            let asset = AssetID(rawValue: try reader.fixed())
            let exchangeTime = Timestamp(nanoseconds: Int64(bitPattern: try reader.fixed()))
            let receiveTime = Timestamp(nanoseconds: Int64(bitPattern: try reader.fixed()))
            let code = try reader.byte()
            var count = 0
            for shift in stride(from: 0, to: 32, by: 8) { count |= Int(try reader.byte()) << shift }
            var payload: [UInt8] = []
            for _ in 0..<count { payload.append(try reader.byte()) }
            events.append(
                MarketEvent(
                    asset: asset, exchangeTime: exchangeTime, receiveTime: receiveTime,
                    kind: try MarketEvent.Kind(code: code, payload: payload)))
        }
        return events
    }

    static func write(_ events: [MarketEvent], to path: String) throws {
        var out = ByteWriter()
        for event in events {
            let payload = event.kind.encoded()
            out.fixed(event.asset.rawValue)
            out.fixed(UInt64(bitPattern: event.exchangeTime.nanoseconds))
            out.fixed(UInt64(bitPattern: event.receiveTime.nanoseconds))
            out.byte(event.kind.code)
            for shift in stride(from: 0, to: 32, by: 8) { out.byte(UInt8(payload.count >> shift & 0xff)) }
            for byte in payload { out.byte(byte) }
        }
        guard let file = fopen(path, "wb") else { throw Failure(reason: "cannot write \(path)") }
        defer { fclose(file) }
        guard fwrite(out.bytes, 1, out.bytes.count, file) == out.bytes.count else {
            throw Failure(reason: "cannot write all of \(path)")
        }
    }

    private static func bytes(of path: String) throws -> [UInt8] {
        guard let file = fopen(path, "rb") else { throw Failure(reason: "cannot read \(path)") }
        defer { fclose(file) }
        var bytes: [UInt8] = []
        while true {
            let chunk = [UInt8](unsafeUninitializedCapacity: 1 << 20) { buffer, count in
                count = fread(buffer.baseAddress, 1, buffer.count, file)
            }
            if chunk.isEmpty { return bytes }
            bytes += chunk
        }
    }
}
