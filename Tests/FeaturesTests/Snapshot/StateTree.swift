@testable import Features
import Market

/// Every stored property below a value, found by reflection: path and value as text, in the order of declaration.
struct StateTree: Equatable {
    private(set) var leaves: [String: String] = [:]
    /// Types that could not be looked into.
    private(set) var opaque: Set<String> = []

    /// - Parameter skipped: names of properties that are left out.
    init(_ value: Any, skipping skipped: Set<String> = []) { visit(value, path: "", skipped) }

    static func == (a: StateTree, b: StateTree) -> Bool { a.leaves == b.leaves }

    /// Paths at which two trees differ.
    func differences(from other: StateTree) -> [String] {
        Set(leaves.keys).union(other.leaves.keys).filter { leaves[$0] != other.leaves[$0] }.sorted()
    }

    private mutating func visit(_ value: Any, path: String, _ skipped: Set<String>) {
        if let text = Self.text(value) {
            leaves[path] = text
            return
        }
        if let elements = Self.elements(value) {
            for (index, element) in elements.enumerated() { visit(element, path: "\(path)[\(index)]", skipped) }
            return
        }
        let mirror = Mirror(reflecting: value)
        switch mirror.displayStyle {
        case .dictionary:
            leaves[path] = mirror.children.map { String(describing: $0.value) }.sorted().joined(separator: "; ")
        case .collection:
            leaves[path + ".count"] = "\(mirror.children.count)"
            for (index, child) in mirror.children.enumerated() {
                visit(child.value, path: "\(path)[\(index)]", skipped)
            }
        case .optional, .enum:
            let child = mirror.children.first
            leaves[path] = child.map { $0.label ?? "" } ?? String(describing: value)
            if let child { visit(child.value, path: path + "?", skipped) }
        default:
            if mirror.children.isEmpty { opaque.insert("\(type(of: value))") }
            for (index, child) in mirror.children.enumerated() {
                let name = child.label ?? "\(index)"
                if skipped.contains(name) { continue }
                visit(child.value, path: "\(path).\(name)", skipped)
            }
        }
    }

    private static func text(_ value: Any) -> String? {
        switch value {
        case let number as Double: String(number.bitPattern, radix: 16)
        case let number as any FixedWidthInteger: number.description
        case is Bool, is String, is Duration: "\(value)"
        // SHA-256 of all that is in them.
        case let tables as FittedTables: tables.fingerprint
        default: nil
        }
    }

    /// Of the vectors, which reflection does not see into.
    private static func elements(_ value: Any) -> [Any]? {
        switch value {
        case let vector as SIMD2<Double>: [vector.x, vector.y]
        case let vector as SIMD2<Int32>: [vector.x, vector.y]
        case let vector as InlineArray<1, Double>: vector.indices.map { vector[$0] }
        case let vector as InlineArray<2, Double>: vector.indices.map { vector[$0] }
        case let vector as InlineArray<3, Double>: vector.indices.map { vector[$0] }
        case let vector as InlineArray<5, Double>: vector.indices.map { vector[$0] }
        case let vector as InlineArray<6, Double>: vector.indices.map { vector[$0] }
        case let vector as InlineArray<7, Double>: vector.indices.map { vector[$0] }
        case let vector as InlineArray<50, Double>: vector.indices.map { vector[$0] }
        case let vector as InlineArray<60, Int64>: vector.indices.map { vector[$0] }
        case let vector as InlineArray<3, TimeWeightedMean>: vector.indices.map { vector[$0] }
        case let vector as SIMD8<Double>: vector.indices.map { vector[$0] }
        default: nil
        }
    }
}
