import Market

/// A message of the real-time data service: prices of currencies and shares from outside the venue.
struct PriceFeedMessage: WireMessage, Hashable {
    struct Point: WireMessage, Hashable {
        var time: Timestamp?
        /// In full precision where the venue gives it.
        var value: WireDecimal?

        init(from reader: inout JSONReader) throws(WireError) {
            try reader.beginObject()
            while let key = try reader.nextKey() {
                switch key {
                case "timestamp": time = try reader.instant()
                case "value": value = try reader.decimal()
                default: try reader.skipUnknown()
                }
            }
        }
    }

    var topic = ""
    /// `subscribe` carries history, `update` one price.
    var kind = ""
    var time: Timestamp?
    var symbol = ""
    var points: [Point] = []

    init(from reader: inout JSONReader) throws(WireError) {
        try reader.beginObject()
        while let key = try reader.nextKey() {
            switch key {
            case "topic": topic = try reader.text() ?? ""
            case "type": kind = try reader.text() ?? ""
            case "timestamp": time = try reader.instant()
            case "payload": try readPayload(&reader)
            default: try reader.skip(key, documented: ["connection_id"])
            }
        }
        if topic.isEmpty { throw reader.error(.missing("topic")) }
    }

    private mutating func readPayload(_ reader: inout JSONReader) throws(WireError) {
        if try reader.null() { return }
        var rounded: WireDecimal?
        var full: WireDecimal?
        var time: Timestamp?
        try reader.beginObject()
        while let key = try reader.nextKey() {
            switch key {
            case "symbol": symbol = try reader.text() ?? ""
            case "data": points = try reader.list(of: Point.self) ?? []
            case "value": rounded = try reader.decimal()
            case "full_accuracy_value": full = try reader.decimal()
            case "timestamp": time = try reader.instant()
            default: try reader.skip(key, documented: ["received_at"])
            }
        }
        guard let value = full ?? rounded else { return }
        points.append(Point(time: time, value: value))
    }
}

extension PriceFeedMessage.Point {
    fileprivate init(time: Timestamp?, value: WireDecimal) {
        self.time = time
        self.value = value
    }
}
