internal import Market

/// Words of the market, in state.
extension StateCoder {
    static let prices: ClosedRange<Int32> = 1...Price.one - 1
    /// Twice a mid in price units; zero where there is none.
    static let doubleMids: ClosedRange<Int16> = 0...Int16(LogOdds.doubleOne) - 2

    mutating func market(_ x: inout MarketID) throws(SnapshotError) {
        var number = x.rawValue
        try bits(&number)
        x = MarketID(number)
    }

    /// In the form the journal has them in.
    mutating func instrument(_ x: inout Instrument) throws(SnapshotError) {
        let announced = MarketEvent.Kind.listed(x)
        var payload = announced.encoded()
        try blob(&payload)
        guard isReading else { return }
        do throws(DecodingFailure) {
            guard case .listed(let read) = try MarketEvent.Kind(code: announced.code, payload: payload),
                FeaturePipeline.ticks.contains(read.tick)
            else { throw DecodingFailure(offset: 0, reason: "an impossible tick size") }
            x = read
        } catch {
            throw failure("no announcement of a market: \(error.reason)")
        }
    }

    mutating func book(_ x: inout OrderBook) throws(SnapshotError) {
        var (bids, asks) = (x.bids, x.asks)
        var (hasSizes, isSynchronized) = (x.hasSizes, x.isSynchronized)
        try levels(&bids)
        try levels(&asks)
        try flag(&hasSizes)
        try flag(&isSynchronized)
        guard isReading else { return }
        do throws(BookError) {
            x = try OrderBook(bids: bids, asks: asks, hasSizes: hasSizes, isSynchronized: isSynchronized)
        } catch {
            throw failure("no book: \(error)")
        }
    }

    private mutating func levels(_ x: inout [Level]) throws(SnapshotError) {
        try array(&x, countMax: Int(Price.one) - 1, blank: Level(price: Price(checked: 1), size: .zero))
    }
}

extension Price: Restorable {
    mutating func archive(_ coder: inout StateCoder) throws(SnapshotError) {
        var number = units
        try coder.number(&number, StateCoder.prices)
        self = Price(checked: number)
    }
}

extension Level: Restorable {
    mutating func archive(_ coder: inout StateCoder) throws(SnapshotError) {
        try price.archive(&coder)
        var shares = size.microshares
        try coder.number(&shares, 0...Int64.max)
        size = Size(microshares: shares)
    }
}

extension PricePoint.Kind: Restorable {
    mutating func archive(_ coder: inout StateCoder) throws(SnapshotError) {
        var (code, first, second) = parts
        try coder.bits(&code)
        try coder.bits(&first)
        try coder.bits(&second)
        guard let kind = Self(code, first, second) else { throw coder.failure("no price point has the code \(code)") }
        self = kind
    }

    private var parts: (code: UInt8, first: Int32, second: Int64) {
        switch self {
        case .quote(let bid, let ask): (0, bid.units, Int64(ask.units))
        case .noQuote: (1, 0, 0)
        case .gap: (2, 0, 0)
        case .resynced: (3, 0, 0)
        case .closed: (4, 0, 0)
        case .resolved(let payout, let knownAt): (5, payout.units, knownAt.nanoseconds)
        case .recordingEnded: (6, 0, 0)
        }
    }

    private init?(_ code: UInt8, _ first: Int32, _ second: Int64) {
        switch code {
        case 0:
            guard let bid = Price(units: first), let ask = Int32(exactly: second).flatMap(Price.init(units:)) else {
                return nil
            }
            self = .quote(bid: bid, ask: ask)
        case 1: self = .noQuote
        case 2: self = .gap
        case 3: self = .resynced
        case 4: self = .closed
        case 5:
            guard let payout = Payout(units: first) else { return nil }
            self = .resolved(payout, knownAt: Timestamp(nanoseconds: second))
        case 6: self = .recordingEnded
        default: return nil
        }
    }
}
