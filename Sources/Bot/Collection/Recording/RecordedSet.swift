internal import Glibc
internal import Market

/// The recorded data sets that can be told apart.
public enum RecordedSetKind: String, CaseIterable, Hashable, Sendable {
    case usQuotes = "us-quotes"
    case mlbBooks = "mlb-books"
    case mlbWebSocket = "mlb-ws"
    case btc15m = "btc15m-books"
    case trades = "trades"
}

/// One set on disk, not read yet.
struct RecordedSet {
    var kind: RecordedSetKind
    var folder: SetFolder

    /// The set in that folder, or the sets in its folders, by name; a set's folder may lie two levels down.
    static func find(in path: String, policy: ImportPolicy) throws(RecordingError) -> [RecordedSet] {
        var root = path
        while root.count > 1, root.hasSuffix("/") { root.removeLast() }
        let sets = try find(root: root, name: "", depth: 0, policy: policy)
        guard !sets.isEmpty else { throw RecordingError(file: root, .unknownSet) }
        return sets
    }

    private static func find(
        root: String, name: String, depth: Int, policy: ImportPolicy
    ) throws(RecordingError) -> [RecordedSet] {
        let path = name.isEmpty ? root : root + "/" + name
        let (files, folders) = try list(path)
        let leaf = path.split(separator: "/").last.map(String.init) ?? path
        let folder = SetFolder(path: path, name: name, leaf: leaf, contents: files, policy: policy)
        if let kind = try kind(of: folder) { return [RecordedSet(kind: kind, folder: folder)] }
        guard depth < 2 else { return [] }
        var sets: [RecordedSet] = []
        for child in folders {
            let childName = name.isEmpty ? child : name + "/" + child
            sets += try find(root: root, name: childName, depth: depth + 1, policy: policy)
        }
        return sets
    }

    /// What a folder holds is told by its files; the three sets of books by their first market.
    private static func kind(of folder: SetFolder) throws(RecordingError) -> RecordedSetKind? {
        guard folder.has("markets.jsonl.gz") else { return nil }
        if folder.has("quotes.csv.gz") { return .usQuotes }
        if folder.has("trades.csv.gz") { return .trades }
        guard folder.has("books.jsonl.gz") else { return nil }
        let file = folder.file("markets.jsonl.gz")
        var reader = try GzipLineReader(path: file.path, file: file.name)
        guard try reader.advance() else { return nil }
        let record: JSONValue
        do throws(LineProblem) {
            record = try reader.withLine { line throws(LineProblem) in try JSONValue(line: line) }
        } catch {
            throw RecordingError(file: file.name, line: 1, .malformed(error.defect, error.detail))
        }
        if record["payout_up"] != nil { return .btc15m }
        if record["token_ids"] != nil { return .mlbWebSocket }
        return record["token_won"] == nil ? nil : .mlbBooks
    }

    /// The files and the folders in a folder, each by name.
    private static func list(_ path: String) throws(RecordingError) -> (files: [String], folders: [String]) {
        errno = 0
        guard let stream = opendir(path) else {
            throw RecordingError(file: path, .unreadable(String(cString: strerror(errno))))
        }
        defer { closedir(stream) }
        var files: [String] = []
        var folders: [String] = []
        while let entry = readdir(stream) {
            let name = withUnsafeBytes(of: &entry.pointee.d_name) { bytes in
                String(decoding: bytes.prefix { $0 != 0 }, as: UTF8.self)
            }
            guard !name.hasPrefix(".") else { continue }
            if name.hasSuffix(".gz") {
                files.append(name)
            } else if opendir(path + "/" + name).map({ closedir($0) }) != nil {
                folders.append(name)
            }
        }
        return (files.sorted(), folders.sorted())
    }

    func read() throws(RecordingError) -> ReadSet {
        switch kind {
        case .usQuotes: try USQuotesSet.read(folder)
        case .mlbBooks: try MLBBooksSet.read(folder)
        case .mlbWebSocket: try MLBWebSocketSet.read(folder)
        case .btc15m: try BTC15mSet.read(folder)
        case .trades: try TradesSet.read(folder)
        }
    }
}
