import Market

/// Why a book or a change cannot be kept: then nothing of the token is known until another whole book.
enum BookRefusal: Error, Hashable, Sendable {
    /// Outside (0, 1) or finer than 0.0001.
    case badPrice(WireDecimal)
    /// Negative, or finer than a millionth of a share.
    case badSize(WireDecimal)
    case twoLevels(at: Price)
}

/// A level with the number of places that its price and size were written with.
struct MirrorLevel: Hashable, Sendable {
    var level: Level
    private let pricePlaces: UInt8
    private let sizePlaces: UInt8

    init(_ price: WireDecimal, _ size: WireDecimal) throws(BookRefusal) {
        guard let levelPrice = price.price else { throw .badPrice(price) }
        guard let levelSize = size.size else { throw .badSize(size) }
        level = Level(price: levelPrice, size: levelSize)
        pricePlaces = UInt8(min(price.places, 4))
        sizePlaces = UInt8(min(size.places, 6))
    }
}

extension MirrorLevel: SpelledLevel {
    func appendPrice(to bytes: inout [UInt8]) {
        Self.append(Int64(level.price.units), ofPlaces: 4, to: Int(pricePlaces), &bytes)
    }

    func appendSize(to bytes: inout [UInt8]) {
        Self.append(level.size.microshares, ofPlaces: 6, to: Int(sizePlaces), &bytes)
    }

    private static func append(_ units: Int64, ofPlaces have: Int, to places: Int, _ bytes: inout [UInt8]) {
        var units = units
        for _ in places..<have { units /= 10 }
        WireDecimal.append(units, places: places, to: &bytes)
    }
}

/// One token's book, kept level by level as the venue's messages tell it, in the venue's own spelling, so that its
/// fingerprint can be computed at any moment.
///
/// Both sides are kept best last, as the venue serves them: most changes are near the best price, and move few levels.
struct BookMirror: Sendable {
    /// Bids rise and asks fall.
    private(set) var bids: [MirrorLevel] = []
    private(set) var asks: [MirrorLevel] = []
    /// Of the last message that was applied; `Int64.min` before the first.
    private(set) var milliseconds = Int64.min

    var bestBid: Level? { bids.last?.level }
    var bestAsk: Level? { asks.last?.level }

    var isCrossed: Bool {
        guard let bid = bestBid, let ask = bestAsk else { return false }
        return bid.price >= ask.price
    }

    /// Takes a whole book in place of what was. Levels without size are left out; order does not matter.
    ///
    /// O(levels) when the venue's order holds. A refused book leaves the mirror as it was.
    mutating func replace(by book: BookMessage) throws(BookRefusal) {
        let newBids = try Self.levels(book.bids, side: .bid)
        let newAsks = try Self.levels(book.asks, side: .ask)
        bids = newBids
        asks = newAsks
        milliseconds = book.milliseconds ?? milliseconds
    }

    private static func levels(_ levels: [WireLevel], side: BookSide) throws(BookRefusal) -> [MirrorLevel] {
        var mirrored: [MirrorLevel] = []
        mirrored.reserveCapacity(levels.count)
        for level in levels where !level.size.isZero { mirrored.append(try MirrorLevel(level.price, level.size)) }
        if !isOrdered(mirrored, side) {
            mirrored.sort { isWorse($0.level.price, $1.level.price, side) }
            for index in mirrored.indices.dropFirst()
            where mirrored[index].level.price == mirrored[index - 1].level.price {
                throw .twoLevels(at: mirrored[index].level.price)
            }
        }
        return mirrored
    }

    private static func isOrdered(_ levels: [MirrorLevel], _ side: BookSide) -> Bool {
        levels.indices.dropFirst().allSatisfy { isWorse(levels[$0 - 1].level.price, levels[$0].level.price, side) }
    }

    private static func isWorse(_ a: Price, _ b: Price, _ side: BookSide) -> Bool { side == .bid ? a < b : a > b }

    /// Sets the total size at a price; zero removes the level.
    ///
    /// O(log levels) to find it. A refused change leaves the mirror as it was.
    mutating func apply(_ change: PriceChangeMessage.Change, milliseconds time: Int64) throws(BookRefusal)
        -> LevelChange
    {
        let level = try MirrorLevel(change.price, change.size)
        if change.side == .bid { Self.set(level, in: &bids, .bid) } else { Self.set(level, in: &asks, .ask) }
        milliseconds = max(milliseconds, time)
        return LevelChange(change.side, level.level)
    }

    private static func set(_ level: MirrorLevel, in levels: inout [MirrorLevel], _ side: BookSide) {
        var low = 0
        var high = levels.count
        while low < high {
            let middle = (low + high) / 2
            if isWorse(levels[middle].level.price, level.level.price, side) { low = middle + 1 } else { high = middle }
        }
        let isPresent = low < levels.count && levels[low].level.price == level.level.price
        switch (isPresent, level.level.size.isZero) {
        case (true, true): levels.remove(at: low)
        case (true, false): levels[low] = level
        case (false, false): levels.insert(level, at: low)
        case (false, true): break
        }
    }

    /// Whether the best prices are those that a message states. Zero and one stand for an empty side.
    func hasTop(bid: WireDecimal, ask: WireDecimal) -> Bool {
        let isBid = bestBid.map { bid.price == $0.price } ?? (bid.price == nil)
        let isAsk = bestAsk.map { ask.price == $0.price } ?? (ask.price == nil)
        return isBid && isAsk
    }

    /// Whether prices and sizes are those of `book`, however they are spelled.
    func hasLevels(of book: BookMessage) -> Bool {
        var other = BookMirror()
        do throws(BookRefusal) { try other.replace(by: book) } catch { return false }
        return other.bids.map(\.level) == bids.map(\.level) && other.asks.map(\.level) == asks.map(\.level)
    }

    /// The venue's fingerprint of the book as it stands. O(levels).
    /// - Parameter text: room that is used again.
    func hash(_ context: BookHashContext, text: inout BookHashText) -> BookHash {
        text.write(context, milliseconds: milliseconds == .min ? nil : milliseconds, bids: bids, asks: asks)
        return BookHash(of: text.bytes)
    }

    /// The whole book as the bot takes it: best level first.
    var snapshot: MarketEvent.Kind {
        .snapshot(bids: bids.reversed().map(\.level), asks: asks.reversed().map(\.level))
    }

    /// From here on older messages are stale.
    mutating func advance(to time: Int64) { milliseconds = max(milliseconds, time) }

    /// Forgets the time, so that a message of any time is taken as the next.
    mutating func forgetTime() { milliseconds = .min }
}
