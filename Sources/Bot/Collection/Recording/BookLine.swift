internal import Market

/// One record of a `books.jsonl.gz` of any set: a whole book, or changes of levels.
struct BookLine {
    var time: Timestamp
    var token: String
    var market: String
    var kind: MarketEvent.Kind

    /// Reads `{"ts_ms", "token_id", "market_id", "bids", "asks"}`, or with `"type": "delta"` and `"changes"`. Names may
    /// come in any order; those that mean nothing here are passed over.
    ///
    /// A level with a price outside (0, 1), no size, or out of order is a defect of the row. An empty side and a
    /// crossed
    /// book are data: the venue sends such, and the book itself then says that it has no mid.
    init(_ line: Span<UInt8>) throws(LineProblem) {
        var cursor = JSONCursor()
        var time: Timestamp?
        var token: Range<Int>?
        var market: Range<Int>?
        var isDelta = false
        var bids: [Level]?
        var asks: [Level]?
        var changes: [LevelChange]?
        try cursor.open(UInt8(ascii: "{"), in: line)
        while let name = try cursor.name(in: line) {
            if line.equals("ts_ms", in: name) {
                time = try DecimalText.time(line, try cursor.number(in: line))
            } else if line.equals("token_id", in: name) {
                token = try cursor.plainString(in: line)
            } else if line.equals("market_id", in: name) {
                market = try cursor.plainString(in: line)
            } else if line.equals("type", in: name) {
                isDelta = try Self.isDelta(line, &cursor)
            } else if line.equals("bids", in: name) {
                bids = try Self.levels(line, &cursor, side: .bid)
            } else if line.equals("asks", in: name) {
                asks = try Self.levels(line, &cursor, side: .ask)
            } else if line.equals("changes", in: name) {
                changes = try Self.changes(line, &cursor)
            } else {
                _ = try cursor.value(in: line)
            }
        }
        try cursor.end(in: line)
        guard let time, let token, let market else {
            throw LineProblem(.syntax, "no ts_ms, token_id or market_id")
        }
        self.time = time
        self.token = DecimalText.text(line, token)
        self.market = DecimalText.text(line, market)
        if isDelta {
            guard let changes else { throw LineProblem(.syntax, "a delta without changes") }
            kind = .delta(changes)
        } else {
            guard let bids, let asks else { throw LineProblem(.syntax, "a book without bids or asks") }
            kind = .snapshot(bids: bids, asks: asks)
        }
    }

    private static func isDelta(_ line: Span<UInt8>, _ cursor: inout JSONCursor) throws(LineProblem) -> Bool {
        let type = try cursor.plainString(in: line)
        if line.equals("delta", in: type) { return true }
        guard line.equals("book", in: type) else {
            throw LineProblem(.syntax, "no type '\(DecimalText.text(line, type))' is known")
        }
        return false
    }

    /// `[[price, size], ...]`, best first.
    private static func levels(
        _ line: Span<UInt8>, _ cursor: inout JSONCursor, side: BookSide
    ) throws(LineProblem) -> [Level] {
        var levels: [Level] = []
        levels.reserveCapacity(16)
        try cursor.open(UInt8(ascii: "["), in: line)
        while try cursor.hasMore(before: UInt8(ascii: "]"), in: line) {
            try cursor.open(UInt8(ascii: "["), in: line)
            let level = try level(line, &cursor)
            if level.size.isZero { throw LineProblem(.size, "a level without size") }
            if let previous = levels.last?.price {
                guard side == .bid ? level.price < previous : level.price > previous else {
                    throw LineProblem(.levelOrder, "\(side)s are not ordered from the best")
                }
            }
            levels.append(level)
        }
        return levels
    }

    /// `[["bid" | "ask", price, new size], ...]`; size 0 removes the level.
    private static func changes(
        _ line: Span<UInt8>, _ cursor: inout JSONCursor
    ) throws(LineProblem) -> [LevelChange] {
        var changes: [LevelChange] = []
        try cursor.open(UInt8(ascii: "["), in: line)
        while try cursor.hasMore(before: UInt8(ascii: "]"), in: line) {
            try cursor.open(UInt8(ascii: "["), in: line)
            try requireMore(line, &cursor)
            let name = try cursor.plainString(in: line)
            let side: BookSide
            if line.equals("bid", in: name) {
                side = .bid
            } else if line.equals("ask", in: name) {
                side = .ask
            } else {
                throw LineProblem(.syntax, "no side '\(DecimalText.text(line, name))' is known")
            }
            changes.append(LevelChange(side, try level(line, &cursor)))
        }
        return changes
    }

    /// A price, a size and the closing bracket.
    private static func level(_ line: Span<UInt8>, _ cursor: inout JSONCursor) throws(LineProblem) -> Level {
        try requireMore(line, &cursor)
        let price = try DecimalText.price(line, try cursor.number(in: line))
        try requireMore(line, &cursor)
        let size = try DecimalText.size(line, try cursor.number(in: line))
        guard try !cursor.hasMore(before: UInt8(ascii: "]"), in: line) else {
            throw LineProblem(.syntax, "a level with more than price and size")
        }
        return Level(price: price, size: size)
    }

    private static func requireMore(_ line: Span<UInt8>, _ cursor: inout JSONCursor) throws(LineProblem) {
        guard try cursor.hasMore(before: UInt8(ascii: "]"), in: line) else {
            throw LineProblem(.syntax, "a level that ends too early")
        }
    }
}
