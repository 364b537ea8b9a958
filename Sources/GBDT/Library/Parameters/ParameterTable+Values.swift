/// Texts of parameter values as numbers, flags and lists.
enum ParameterValue {
    static let flagRequirement = "true or false (also +, -, 1, 0)"

    /// A finite decimal number.
    static func number(_ text: String) -> Double? {
        guard let first = text.utf8.first, !text.utf8.contains(where: { $0 | 0x20 == UInt8(ascii: "x") }) else {
            return nil
        }
        // Swift also reads "inf", "nan" and "0x1p3", which no parameter may be.
        let isNumber = first == UInt8(ascii: "-") || first == UInt8(ascii: "+") || first == UInt8(ascii: ".")
        guard isNumber || (48...57).contains(first), let value = Double(text), value.isFinite else { return nil }
        return value
    }

    /// An integer of 32 bits, as all of LightGBM's are.
    static func integer(_ text: String) -> Int? { Int32(text).map(Int.init) }

    /// As LightGBM's `Config::GetBool`, and the digits its model texts hold.
    static func flag(_ text: String) -> Bool? {
        switch text.lowercased() {
        case "true", "+", "1": true
        case "false", "-", "0": false
        default: nil
        }
    }

    /// Values between commas; nil when one of them is none.
    static func list<Value>(_ text: String, of value: (String) -> Value?) -> [Value]? {
        var values: [Value] = []
        for part in text.split(separator: ",", omittingEmptySubsequences: false) {
            guard let value = value(String(part).trimmed) else { return nil }
            values.append(value)
        }
        return values
    }

    /// Sets of column numbers: `[0,1,2],[2,3]`.
    static func sets(_ text: String) -> [[Int]]? {
        var rest = text.filter { $0 != " " }[...]
        var sets: [[Int]] = []
        while let open = rest.first {
            guard open == "[", let close = rest.firstIndex(of: "]") else { return nil }
            let inner = rest[rest.index(after: rest.startIndex)..<close]
            guard let set = list(String(inner), of: integer), set.allSatisfy({ $0 >= 0 }) else { return nil }
            sets.append(set)
            rest = rest[rest.index(after: close)...]
            if rest.isEmpty { break }
            guard rest.popFirst() == ",", !rest.isEmpty else { return nil }
        }
        return sets
    }
}

/// A range of numbers that can be said in a message.
struct ParameterRange: Sendable {
    let requirement: String
    let holds: @Sendable (Double) -> Bool

    static let any = ParameterRange(requirement: "finite") { _ in true }
    static let positive = ParameterRange(requirement: "above 0") { $0 > 0 }
    static let nonNegative = ParameterRange(requirement: "at least 0") { $0 >= 0 }
    static let share = ParameterRange(requirement: "above 0, at most 1") { $0 > 0 && $0 <= 1 }
    static let unit = ParameterRange(requirement: "0 ... 1") { $0 >= 0 && $0 <= 1 }

    static func within(_ range: ClosedRange<Int>) -> ParameterRange {
        ParameterRange(requirement: "\(range.lowerBound) ... \(range.upperBound)") {
            $0 >= Double(range.lowerBound) && $0 <= Double(range.upperBound)
        }
    }
}

extension String {
    /// Without white space at both ends.
    var trimmed: String {
        var rest = self[...]
        while let first = rest.first, first.isWhitespace { rest = rest.dropFirst() }
        while let last = rest.last, last.isWhitespace { rest = rest.dropLast() }
        return String(rest)
    }
}
