import Foundation
import Testing

@testable import BotSigning

/// The files of test vectors beside the package; the folder is nil where there is none.
enum Vectors {
    static let folder: URL? = {
        var place = URL(fileURLWithPath: #filePath)
        while place.path != "/" {
            place.deleteLastPathComponent()
            guard FileManager.default.fileExists(atPath: place.appendingPathComponent("Package.swift").path) else {
                continue
            }
            let folder = place.deletingLastPathComponent().appendingPathComponent("shared/exchange/vectors")
            return FileManager.default.fileExists(atPath: folder.path) ? folder : nil
        }
        return nil
    }()

    static func file(_ name: String) throws -> Vector {
        let folder = try #require(folder)
        let data = try Data(contentsOf: folder.appendingPathComponent(name + ".json"))
        return Vector(fields: try #require(JSONSerialization.jsonObject(with: data) as? [String: Any]))
    }

    /// The list of a file, which must have as many elements as the file is known to have.
    static func list(_ name: String, _ list: String = "vectors", count: Int) throws -> [Vector] {
        let vectors = try file(name).list(list)
        try #require(vectors.count == count, "\(name).json has \(vectors.count) of \(list)")
        return vectors
    }
}

/// One JSON object, whose fields must be there.
struct Vector {
    var fields: [String: Any]

    func has(_ name: String) -> Bool { fields[name].map { !($0 is NSNull) } ?? false }

    func text(_ name: String) throws -> String { try #require(fields[name] as? String, "\(name)") }

    func flag(_ name: String) throws -> Bool { try #require(fields[name] as? Bool, "\(name)") }

    func number(_ name: String) throws -> UInt64 { try #require(fields[name] as? UInt64, "\(name)") }

    /// A number or the text of one, in its shortest form, as text.
    func decimal(_ name: String) throws -> String {
        if let text = fields[name] as? String { return text }
        return "\(try #require(fields[name] as? Double, "\(name)"))"
    }

    /// A decimal number in units of 10^-places.
    func units(_ name: String, places: Int) throws -> Int64 { try DecimalText.exact(try decimal(name), places: places) }

    func word(_ name: String) throws -> Bytes32 { try #require(Bytes32(hex: try text(name)), "\(name)") }

    func bytes(_ name: String) throws -> [UInt8] { try #require(HexText.bytes(try text(name)), "\(name)") }

    func address(_ name: String) throws -> EthereumAddress { try EthereumAddress(try text(name)) }

    func object(_ name: String) throws -> Vector {
        Vector(fields: try #require(fields[name] as? [String: Any], "\(name)"))
    }

    func list(_ name: String) throws -> [Vector] {
        try #require(fields[name] as? [[String: Any]], "\(name)").map(Vector.init)
    }
}

extension Vector {
    init(json: String) throws {
        let object = try JSONSerialization.jsonObject(with: Data(json.utf8))
        self.init(fields: try #require(object as? [String: Any]))
    }
}
