public import Market

/// The form in which tables are journalled.
extension FittedTables {
    public func encoded() -> [UInt8] {
        Self.encoded(fittedThrough: fittedThrough, version: version, books: books, volumes: volumes)
    }

    static func encoded(
        fittedThrough: Timestamp, version: Int, books: [BookTables], volumes: [HourOfWeekBaseline]
    ) -> [UInt8] {
        var out = ByteWriter()
        out.unsigned(UInt64(version))
        out.signed(fittedThrough.nanoseconds)
        out.unsigned(UInt64(books.count))
        for table in books {
            out.signed(Int64(table.tick))
            out.unsigned(UInt64(table.category))
            out.optional(table.microPrice) { out, table in for value in table.adjustments { out.double(value) } }
            out.optional(table.weights) { out, weights in for value in weights.weights { out.double(value) } }
        }
        out.unsigned(UInt64(volumes.count))
        for baseline in volumes { baseline.encode(into: &out) }
        return out.bytes
    }

    /// The tables that `encoded()` came from.
    public init(encoded bytes: [UInt8]) throws(DecodingFailure) {
        var reader = ByteReader(bytes)
        guard let version = Int(exactly: try reader.unsigned()) else { throw reader.failure("no version of tables") }
        let fittedThrough = Timestamp(nanoseconds: try reader.signed())
        var books: [BookTables] = []
        for _ in 0..<(try reader.count()) { books.append(try BookTables(from: &reader)) }
        guard try reader.count() == MarketCategory.slotCount else {
            throw reader.failure("not as many baselines as categories")
        }
        var volumes: [HourOfWeekBaseline] = []
        for _ in 0..<MarketCategory.slotCount { volumes.append(try HourOfWeekBaseline(from: &reader)) }
        guard reader.isAtEnd else { throw reader.failure("bytes left over") }
        self.init(fittedThrough: fittedThrough, version: version, books: books, volumes: volumes)
    }
}

extension FittedTables.BookTables {
    fileprivate init(from reader: inout ByteReader) throws(DecodingFailure) {
        tick = try reader.int32()
        guard let category = Int(exactly: try reader.unsigned()), category < MarketCategory.slotCount else {
            throw reader.failure("no such category")
        }
        self.category = category
        microPrice = try reader.optional { (reader: inout ByteReader) throws(DecodingFailure) -> MicroPriceTable in
            MicroPriceTable(adjustments: try reader.numbers(MicroPriceTable.stateCount))
        }
        weights = try reader.optional { (reader: inout ByteReader) throws(DecodingFailure) -> PrincipalWeights in
            PrincipalWeights(weights: try reader.numbers(PrincipalWeights.levelCount))
        }
    }
}

extension HourOfWeekBaseline {
    fileprivate func encode(into out: inout ByteWriter) {
        // Hours that were never seen are most of them.
        out.byte(isEmpty ? 0 : 1)
        guard !isEmpty else { return }
        for hour in 0..<Self.hourCount {
            out.unsigned(UInt64(counts[hour]))
            if counts[hour] > 0 { out.double(sums[hour]) }
        }
    }

    fileprivate init(from reader: inout ByteReader) throws(DecodingFailure) {
        self.init()
        switch try reader.byte() {
        case 0: return
        case 1: break
        default: throw reader.failure("neither absent nor present")
        }
        for hour in 0..<Self.hourCount {
            guard let count = Int(exactly: try reader.unsigned()) else { throw reader.failure("no such count") }
            if count > 0 { restore(hour, sum: try reader.number(), count: count) }
        }
    }
}

extension ByteReader {
    fileprivate mutating func number() throws(DecodingFailure) -> Double {
        let value = try double()
        guard value.isFinite else { throw failure("a number of a table is not finite") }
        return value
    }

    fileprivate mutating func numbers(_ count: Int) throws(DecodingFailure) -> [Double] {
        var numbers: [Double] = []
        for _ in 0..<count { numbers.append(try number()) }
        return numbers
    }
}
