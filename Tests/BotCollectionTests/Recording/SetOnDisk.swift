import Glibc
import Market

@testable import BotCollection

/// A folder of a test's own below the temporary folder, removed when the value goes.
final class SetOnDisk: Sendable {
    let path: String

    init() throws {
        var template = Array("/tmp/recording-XXXXXX\0".utf8CString)
        guard mkdtemp(&template) != nil else { throw TestFailure(what: "no temporary folder") }
        path = String(decoding: template.dropLast(2).map { UInt8(bitPattern: $0) }, as: UTF8.self)
    }

    deinit { Self.remove(path) }

    /// Writes a gzipped file, with its folders.
    func write(_ name: String, _ lines: [String], lineEnd: String = "\n") throws {
        try write(name, bytes: GzipWriter.gzip(lines.map { $0 + lineEnd }.joined()))
    }

    func write(_ name: String, bytes: [UInt8]) throws {
        var folder = path
        for part in name.split(separator: "/").dropLast() {
            folder += "/" + part
            mkdir(folder, 0o755)
        }
        guard let file = fopen(path + "/" + name, "wb") else { throw TestFailure(what: "cannot write \(name)") }
        defer { fclose(file) }
        guard fwrite(bytes, 1, bytes.count, file) == bytes.count else {
            throw TestFailure(what: "cannot write \(name)")
        }
    }

    private static func remove(_ path: String) {
        if let stream = opendir(path) {
            while let entry = readdir(stream) {
                let name = withUnsafeBytes(of: &entry.pointee.d_name) { bytes in
                    String(decoding: bytes.prefix { $0 != 0 }, as: UTF8.self)
                }
                if name != ".", name != ".." { Self.remove(path + "/" + name) }
            }
            closedir(stream)
            rmdir(path)
        } else {
            unlink(path)
        }
    }
}

struct TestFailure: Error { var what: String }

/// An import into memory: numbers are given in the order of the names, every event is kept.
struct Imported {
    var events: [MarketEvent] = []
    var names: [String] = []
    var eventNames: [String] = []
    var report = ImportReport()

    /// - Parameter folder: the one below the disk's, or all of it.
    init(_ disk: SetOnDisk, _ folder: String = "", policy: ImportPolicy = .fail) throws {
        var (names, eventNames, events) = ([String](), [String](), [MarketEvent]())
        let directory = RecordingDirectory(
            markets: { Self.numbers(of: $0, in: &names).map { MarketID(UInt32($0)) } },
            events: { Self.numbers(of: $0, in: &eventNames).map { EventID(UInt32($0)) } })
        report = try withExtendedLifetime(disk) {
            try RecordedImport.run(folder: disk.path + folder, policy: policy, directory: directory) {
                events.append($0)
            }
        }
        (self.names, self.eventNames, self.events) = (names, eventNames, events)
    }

    private static func numbers(of new: [String], in known: inout [String]) -> [Int] {
        new.map { name in
            if let index = known.firstIndex(of: name) { return index }
            known.append(name)
            return known.count - 1
        }
    }

    /// The events of a market of that name, as text: what, token, exchange and receive time in seconds after `origin`.
    func story(of name: String, from origin: Int64) -> [String] {
        events.filter { names[Int($0.market.rawValue)] == name }.map { event in
            let seconds = [event.exchangeTime, event.receiveTime].map { ($0.nanoseconds / 1_000_000_000) - origin }
            let token = event.asset.outcome == .yes ? "" : " no"
            return "\(event.kind.told)\(token) \(seconds[0]) \(seconds[1])"
        }
    }

    func instrument(_ name: String) throws -> Instrument {
        for event in events where names[Int(event.market.rawValue)] == name {
            if case .listed(let instrument) = event.kind { return instrument }
        }
        throw TestFailure(what: "\(name) was not listed")
    }
}

extension MarketEvent.Kind {
    /// The kind in a word or two.
    fileprivate var told: String {
        func text(_ levels: [Level]) -> String {
            levels.map { "\($0.price.units)x\($0.size.shares)" }.joined(separator: ",")
        }
        switch self {
        case .listed(let instrument): return "listed/\(instrument.tick)"
        case .snapshot(let bids, let asks): return "book/\(text(bids))|\(text(asks))"
        case .delta(let changes):
            return "delta/"
                + changes.map { "\($0.side)\($0.level.price.units)x\($0.level.size.shares)" }.joined(separator: ",")
        case .quote(let bid, let ask): return "quote/\(bid?.units ?? 0)|\(ask?.units ?? 0)"
        case .trade(let price, let size, let taker, _): return "trade/\(price.units)x\(size.shares)/\(taker)"
        case .tickChanged(let tick): return "tick/\(tick)"
        case .feeChanged(let fee): return "fee/\(fee.millionths)"
        case .gap: return "gap"
        case .resynced: return "resynced"
        case .closed: return "closed"
        case .resolved(let payout, let knownAt):
            return "resolved/\(payout.units)@\(knownAt.nanoseconds / 1_000_000_000 % 1_000_000)"
        case .recordingEnded: return "ended"
        }
    }
}
