/// Compact JSON as it grows: what an order's body needs, and no more. Names and texts are plain ASCII without quotes.
struct JSONText {
    private(set) var bytes: [UInt8]
    private var needsComma = false

    /// Opens the outer object.
    init() {
        bytes = [0x7b]
        bytes.reserveCapacity(1_536)
    }

    mutating func open(_ name: StaticString) {
        key(name)
        bytes.append(0x7b)
        needsComma = false
    }

    mutating func close() {
        bytes.append(0x7d)
        needsComma = true
    }

    mutating func text(_ name: StaticString, _ text: String) {
        key(name)
        bytes.append(0x22)
        bytes.append(contentsOf: text.utf8)
        bytes.append(0x22)
    }

    mutating func number(_ name: StaticString, _ number: UInt64) {
        key(name)
        bytes.append(contentsOf: String(number).utf8)
    }

    mutating func flag(_ name: StaticString, _ flag: Bool) {
        key(name)
        bytes.append(contentsOf: (flag ? "true" : "false").utf8)
    }

    private mutating func key(_ name: StaticString) {
        if needsComma { bytes.append(0x2c) }
        needsComma = true
        bytes.append(0x22)
        name.withUTF8Buffer { bytes.append(contentsOf: $0) }
        bytes.append(contentsOf: [0x22, 0x3a])
    }

    /// What follows the order in the body, and the end.
    mutating func finish(_ terms: OrderTerms) {
        text("owner", terms.owner)
        text("orderType", terms.type.rawValue)
        flag("deferExec", terms.defersExecution)
        flag("postOnly", terms.isPostOnly)
        close()
    }
}
