import Foundation
import Testing

/// The exchange's reference pack beside the package; nil where there is none.
enum SharedFiles {
    static let exchange: String? = {
        var parts = #filePath.split(separator: "/")
        while !parts.isEmpty {
            parts.removeLast()
            let folder = "/" + parts.joined(separator: "/")
            guard FileManager.default.fileExists(atPath: folder + "/Package.swift") else { continue }
            let exchange = folder + "/../shared/exchange"
            return FileManager.default.fileExists(atPath: exchange) ? exchange : nil
        }
        return nil
    }()

    struct Fixture: Sendable, CustomTestStringConvertible {
        var folder: String
        /// Without `.json`.
        var name: String
        var bytes: [UInt8]
        var testDescription: String { folder + "/" + name }
    }

    /// In the order of their names.
    static let fixtures: [Fixture] = {
        guard let exchange else { return [] }
        let root = exchange + "/fixtures"
        let folders = (try? FileManager.default.contentsOfDirectory(atPath: root)) ?? []
        return folders.sorted().flatMap { folder -> [Fixture] in
            let names = (try? FileManager.default.contentsOfDirectory(atPath: root + "/" + folder)) ?? []
            return names.filter { $0.hasSuffix(".json") }.sorted().compactMap { name in
                guard let data = FileManager.default.contents(atPath: "\(root)/\(folder)/\(name)") else { return nil }
                return Fixture(folder: folder, name: String(name.dropLast(5)), bytes: Array(data))
            }
        }
    }()

    static func fixture(_ path: String) throws -> [UInt8] {
        let parts = path.split(separator: "/")
        guard let found = fixtures.first(where: { $0.folder == parts[0] && $0.name == parts[1] }) else {
            throw CocoaError(.fileNoSuchFile)
        }
        return found.bytes
    }

    static func vectors(_ name: String) throws -> [String: Any] {
        let data = try Data(contentsOf: URL(fileURLWithPath: (exchange ?? "") + "/vectors/" + name + ".json"))
        return try JSONSerialization.jsonObject(with: data) as? [String: Any] ?? [:]
    }
}
