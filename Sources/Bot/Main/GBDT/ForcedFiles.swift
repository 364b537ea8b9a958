import FoundationEssentials
import GBDT

/// The JSON files of `forcedsplits_filename` and `forcedbins_filename`, in LightGBM's form (`examples/regression`).
enum ForcedFiles {
    /// - Throws: ``GBDTFailure`` (bad data) for anything but nested objects of `feature`, `threshold`, `left`, `right`.
    static func splits(_ path: String) throws -> ForcedSplit {
        try decode(ForcedNode.self, path).split
    }

    /// Bounds by column.
    /// - Throws: ``GBDTFailure`` (bad data) for anything but a list of `feature` and `bin_upper_bound`.
    static func bins(_ path: String) throws -> [Int: [Double]] {
        var bins: [Int: [Double]] = [:]
        for entry in try decode([ForcedBounds].self, path) {
            guard bins[entry.feature] == nil else {
                throw GBDTFailure.badData("\(path): feature \(entry.feature) stands twice")
            }
            bins[entry.feature] = entry.bounds
        }
        return bins
    }

    private static func decode<Value: Decodable>(_ type: Value.Type, _ path: String) throws -> Value {
        let bytes = try InputFile.bytes(path)
        do {
            return try JSONDecoder().decode(type, from: Data(bytes))
        } catch let DecodingError.keyNotFound(key, context) {
            throw GBDTFailure.badData("\(path): \(place(context))'\(key.stringValue)' is missing")
        } catch let DecodingError.typeMismatch(_, context) {
            throw GBDTFailure.badData("\(path): \(place(context))\(context.debugDescription)")
        } catch let DecodingError.valueNotFound(_, context) {
            throw GBDTFailure.badData("\(path): \(place(context))\(context.debugDescription)")
        } catch let DecodingError.dataCorrupted(context) {
            throw GBDTFailure.badData("\(path): \(place(context))\(context.debugDescription)")
        }
    }

    private static func place(_ context: DecodingError.Context) -> String {
        let keys = context.codingPath.map { $0.intValue.map { "[\($0)]" } ?? $0.stringValue }
        return keys.isEmpty ? "" : keys.joined(separator: ".") + ": "
    }
}

/// Refuses objects with other keys than the known ones.
private struct AnyKey: CodingKey {
    var stringValue: String
    var intValue: Int?

    init(stringValue: String) { self.stringValue = stringValue }
    init?(intValue: Int) { nil }

    static func check(_ decoder: any Decoder, known: [String]) throws {
        let container = try decoder.container(keyedBy: AnyKey.self)
        let unknown = container.allKeys.map(\.stringValue).filter { !known.contains($0) }.sorted().first
        if let unknown {
            let nearest = NearestName.to(unknown, in: known)
            throw DecodingError.dataCorrupted(
                .init(
                    codingPath: decoder.codingPath,
                    debugDescription: "unknown key '\(unknown)'; did you mean '\(nearest)'?"))
        }
    }
}

/// One split and what follows it. A class, so that it can hold its like.
private final class ForcedNode: Decodable {
    let feature: Int
    let threshold: Double
    let left: ForcedNode?
    let right: ForcedNode?

    enum CodingKeys: String, CodingKey, CaseIterable {
        case feature, threshold, left, right
    }

    init(from decoder: any Decoder) throws {
        try AnyKey.check(decoder, known: CodingKeys.allCases.map(\.rawValue))
        let container = try decoder.container(keyedBy: CodingKeys.self)
        feature = try container.decode(Int.self, forKey: .feature)
        threshold = try container.decode(Double.self, forKey: .threshold)
        left = try container.decodeIfPresent(ForcedNode.self, forKey: .left)
        right = try container.decodeIfPresent(ForcedNode.self, forKey: .right)
    }

    var split: ForcedSplit {
        ForcedSplit(column: feature, threshold: threshold, left: left?.split, right: right?.split)
    }
}

private struct ForcedBounds: Decodable {
    var feature: Int
    var bounds: [Double]

    enum CodingKeys: String, CodingKey, CaseIterable {
        case feature
        case bounds = "bin_upper_bound"
    }

    init(from decoder: any Decoder) throws {
        try AnyKey.check(decoder, known: CodingKeys.allCases.map(\.rawValue))
        let container = try decoder.container(keyedBy: CodingKeys.self)
        feature = try container.decode(Int.self, forKey: .feature)
        bounds = try container.decode([Double].self, forKey: .bounds)
    }
}
