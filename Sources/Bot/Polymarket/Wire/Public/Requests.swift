import Market

/// One token, and perhaps a side, of the request bodies of `POST /books`, `/prices`, `/midpoints`, `/spreads`.
struct TokenRequest: WireMessage, Hashable {
    /// The most that one body may hold.
    static let countMax = 500

    var token: String
    var side: OrderSide?

    init(token: String, side: OrderSide? = nil) {
        self.token = token
        self.side = side
    }

    init(from reader: inout JSONReader) throws(WireError) {
        var token: String?
        try reader.beginObject()
        while let key = try reader.nextKey() {
            switch key {
            case "token_id": token = try reader.text()
            case "side": side = try reader.side()
            default: try reader.skipUnknown()
            }
        }
        self.token = try reader.required(token, "token_id")
    }

    static func body(_ requests: [TokenRequest]) -> String {
        JSONText.array(requests) { request in
            let side = request.side.map { ",\"side\":" + JSONText.quoted($0 == .buy ? "BUY" : "SELL") } ?? ""
            return "{\"token_id\":" + JSONText.quoted(request.token) + side + "}"
        }
    }
}

/// JSON written by hand, for the few small texts that the client sends.
enum JSONText {
    static func quoted(_ text: String) -> String {
        var quoted = "\""
        for scalar in text.unicodeScalars {
            switch scalar {
            case "\"": quoted += "\\\""
            case "\\": quoted += "\\\\"
            case _ where scalar.value < 0x20:
                let digits = String(scalar.value, radix: 16)
                quoted += "\\u" + String(repeating: "0", count: 4 - digits.count) + digits
            default: quoted.unicodeScalars.append(scalar)
            }
        }
        return quoted + "\""
    }

    static func array<Element>(_ elements: [Element], _ text: (Element) -> String) -> String {
        "[" + elements.map(text).joined(separator: ",") + "]"
    }

    static func array(_ texts: [String]) -> String { array(texts, quoted) }
}
