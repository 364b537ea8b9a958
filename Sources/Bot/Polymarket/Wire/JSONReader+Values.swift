import Market

/// Values in the forms the venue gives them: numbers as text or as numbers, `""` and null for what is absent.
extension JSONReader {
    /// A string; nil for null. A number gives its digits, since some back ends send identities so.
    mutating func text() throws(WireError) -> String? {
        switch try kind() {
        case .string:
            let (range, hasEscapes) = try string()
            return try decoded(range, hasEscapes: hasEscapes)
        case .number: return String(decoding: bytes[try number()], as: UTF8.self)
        case .null:
            _ = try null()
            return nil
        case .object, .array, .bool: throw wrongType("a string")
        }
    }

    /// A string of plain bytes; nil for null and `""`.
    mutating func plainRange() throws(WireError) -> Range<Int>? {
        if try null() { return nil }
        let (range, hasEscapes) = try string()
        if hasEscapes { throw error(.invalid("an escape where none can be")) }
        return range.isEmpty ? nil : range
    }

    /// An exact number, as text or as a number; nil for null and `""`.
    mutating func decimal() throws(WireError) -> WireDecimal? {
        let range: Range<Int>
        switch try kind() {
        case .number: range = try number()
        case .null:
            _ = try null()
            return nil
        case .string:
            guard let found = try plainRange() else { return nil }
            range = found
        case .object, .array, .bool: throw wrongType("a number")
        }
        guard let value = WireDecimal(bytes, range) else {
            throw error(.invalid("'\(WireError.printable(Array(bytes[range].prefix(40))))' is no decimal number"))
        }
        return value
    }

    /// A number that informs or ranks; nil for null and `""`.
    mutating func double() throws(WireError) -> Double? {
        guard let text = try text(), !text.isEmpty else { return nil }
        guard let value = Double(text), value.isFinite else { throw error(.invalid("no number that is finite")) }
        return value
    }

    /// A whole number, as text or as a number; nil for null and `""`.
    mutating func integer() throws(WireError) -> Int64? {
        guard let value = try decimal() else { return nil }
        guard let units = value.units(places: 0) else { throw error(.invalid("\(value) is not whole")) }
        return units
    }

    /// A truth value, also as text; nil for null and `""`.
    mutating func flag() throws(WireError) -> Bool? {
        switch try kind() {
        case .bool: return try bool()
        case .null:
            _ = try null()
            return nil
        case .string:
            let text = try text()
            switch text {
            case "true": return true
            case "false": return false
            case "": return nil
            default: throw error(.invalid("'\(text ?? "")' is neither true nor false"))
            }
        case .object, .array, .number: throw wrongType("a truth value")
        }
    }

    /// Unix time in seconds, milli-, micro- or nanoseconds (told apart by magnitude) or ISO 8601; nil for null, `""`
    /// and years before 1970, which stand for nothing.
    mutating func instant() throws(WireError) -> Timestamp? {
        guard let text = try text(), !text.isEmpty else { return nil }
        let bytes = Array(text.utf8)
        if let number = WireDecimal(bytes, bytes.indices) {
            guard number.coefficient >= 0, let time = InstantText.unix(number) else {
                throw error(.invalid("\(number) is no time"))
            }
            return time
        }
        guard let time = InstantText.iso(bytes) else { throw error(.invalid("no time")) }
        return time == .distantPast ? nil : time
    }

    /// A price strictly between 0 and 1; nil for null, `""`, 0 and 1, which the venue sends for an empty side.
    mutating func quotedPrice() throws(WireError) -> Price? {
        guard let value = try decimal(), !value.isZero, value != WireDecimal(1) else { return nil }
        guard let price = value.price else { throw error(.invalid("price \(value) is not between 0 and 1")) }
        return price
    }

    /// A book's fingerprint; nil for anything that is no such text, as in the documentation's samples.
    mutating func bookHash() throws(WireError) -> BookHash? {
        if try null() { return nil }
        let (range, _) = try string()
        return BookHash(hex: bytes, range)
    }

    /// A whole number that may exceed 64 bits, then `Int64.max`; nil for null and `""`. Allowances are often 2^256 - 1.
    mutating func clampedInteger() throws(WireError) -> Int64? {
        guard let text = try text(), !text.isEmpty else { return nil }
        guard let units = WireDecimal(text)?.units(places: 0) else {
            guard text.utf8.count > 18, TokenID.isComplete(text) else {
                throw error(.invalid("'\(text.prefix(40))' is not whole"))
            }
            return .max
        }
        return units
    }

    /// The text of the member `name` of the object that is due, without passing it; nil where there is none.
    ///
    /// The venue names the kind of a message last, and a decoder must know it first. O(bytes of the object).
    mutating func lookAhead(_ name: StaticString) throws(WireError) -> String? {
        let start = position
        var found: String?
        try beginObject()
        while let key = try nextKey() {
            if name ~= key { found = try text() } else { try skip() }
        }
        rewind(to: start)
        return found
    }

    /// Whether the object that is due has a member `name`, without passing it.
    mutating func holds(_ name: StaticString) throws(WireError) -> Bool {
        let start = position
        var isFound = false
        try beginObject()
        while let key = try nextKey() {
            if name ~= key { isFound = true }
            try skip()
        }
        rewind(to: start)
        return isFound
    }

    /// Elements of an array; nil for null.
    mutating func list<Element: WireMessage>(of type: Element.Type) throws(WireError) -> [Element]? {
        if try null() { return nil }
        return try [Element](from: &self)
    }

    /// One object; nil for null.
    mutating func object<Value: WireMessage>(_ type: Value.Type) throws(WireError) -> Value? {
        if try null() { return nil }
        return try Value(from: &self)
    }

    /// Texts of an array, or of an array written into a string as Gamma does; nil for null and `""`.
    mutating func texts() throws(WireError) -> [String]? {
        switch try kind() {
        case .null:
            _ = try null()
            return nil
        case .string:
            guard let text = try text(), !text.isEmpty else { return nil }
            var inner = JSONReader(Array(text.utf8))
            do throws(WireError) {
                let texts = try inner.textArray()
                try inner.finish()
                return texts
            } catch { throw self.error(.invalid("a string that should hold an array: \(error.problem)")) }
        case .array: return try textArray()
        case .object, .number, .bool: throw wrongType("an array")
        }
    }

    private mutating func textArray() throws(WireError) -> [String] {
        var texts: [String] = []
        try beginArray()
        while try nextElement() { texts.append(try text() ?? "") }
        return texts
    }

    /// `value`, or the error that `name` is missing. Mutating in form only, so that the argument may read first.
    mutating func required<Value>(_ value: Value?, _ name: String) throws(WireError) -> Value {
        guard let value else { throw error(.missing(name)) }
        return value
    }
}
