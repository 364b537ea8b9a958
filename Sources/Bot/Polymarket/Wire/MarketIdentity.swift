/// The settlement protocol of a market. It alone says which ids a market trades by and which contract signs.
enum ProtocolVersion: Hashable, Sendable {
    case v1
    case v2
    /// Not to be traded.
    case unknown(String)

    /// Dumps older than the field mean v1.
    init(_ text: String?) {
        switch text {
        case nil, "", "v1": self = .v1
        case "v2": self = .v2
        case .some(let other): self = .unknown(other)
        }
    }
}

/// Condition ids in the one form that the CLOB and the Data API take.
enum ConditionID {
    /// Lower case; the 62 digits of a v2 market get the `00` that the CLOB appends. Nil for `""`, which stands for a
    /// market that is not deployed yet. Other lengths stay as they are: documentation's samples are too short.
    static func normalized(_ text: String?) -> String? {
        guard let text, !text.isEmpty else { return nil }
        let lower = text.lowercased()
        return lower.utf8.count == 64 && lower.hasPrefix("0x") ? lower + "00" : lower
    }

    /// Whether `text` is `0x` and 64 hexadecimal digits.
    static func isComplete(_ text: String) -> Bool {
        text.utf8.count == 66 && text.hasPrefix("0x")
            && text.utf8.dropFirst(2).allSatisfy { JSONEscapes.hexDigit($0) != nil }
    }
}

/// Token ids: decimal digits of a 256-bit number.
enum TokenID {
    static func isComplete(_ text: String) -> Bool {
        (1...78).contains(text.utf8.count)
            && text.utf8.allSatisfy { $0 >= UInt8(ascii: "0") && $0 <= UInt8(ascii: "9") }
    }
}
