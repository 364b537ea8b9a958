internal import Market

/// All that is remembered of one token besides its book: O(1) work an event, O(slots) memory.
struct TokenState: Sendable {
    let outcome: Outcome
    /// Nil while the book is not healthy.
    private(set) var quote: BestQuote?
    /// Every 10 s over 1 h, both ends of the lag included.
    private(set) var grid10: QuoteGrid
    /// Every 60 s over 24 h, both ends of the lag included.
    private(set) var grid60: QuoteGrid
    private(set) var flow = OrderFlow()
    private(set) var volatility = EwmaVolatility()
    /// Shares: half of the sizes at the best prices, half-life 300 s.
    private(set) var depth = TimeWeightedMean(halfLife: 300)
    private(set) var tape = TradeTape()
    private var recentMids = RecentMids()
    /// Whether the next book message is compared with nothing before it.
    private var isResyncing = false

    init(outcome: Outcome, start: Timestamp) {
        self.outcome = outcome
        grid10 = QuoteGrid(step: .seconds(10), capacity: 361, start: start)
        grid60 = QuoteGrid(step: .seconds(60), capacity: 1_441, start: start)
    }

    /// A book message left the token with `new`, nil when its book is not healthy.
    mutating func bookChanged(to new: BestQuote?, tick: Int32, at time: Timestamp, exchangeTime: Timestamp) {
        grid10.fill(before: time, with: slot)
        grid60.fill(before: time, with: slot)
        guard new != quote || isResyncing else { return }
        isResyncing = false
        flow.bookChanged(to: new, at: time)
        volatility.bookChanged(to: new, tick: tick, at: time)
        depth.set(new.map { ($0.bidSize + $0.askSize) / 2 } ?? .nan, at: time)
        let old = slot.doubleMid
        quote = new
        if slot.doubleMid != old { recentMids.record(slot.doubleMid, exchangeTime: exchangeTime) }
    }

    /// The book is unknown from here on, or has another tick size: differences across this moment mean nothing.
    mutating func startEpoch(tick: Int32, at time: Timestamp, exchangeTime: Timestamp) {
        bookChanged(to: nil, tick: tick, at: time, exchangeTime: exchangeTime)
        resync()
    }

    /// The next book message is the truth, whatever was believed before: the change to it is no order flow.
    mutating func resync() {
        flow.startEpoch()
        volatility.breakSeries()
        isResyncing = true
    }

    mutating func traded(price: Price, size: Size, taker: TakerSide, at time: Timestamp, exchangeTime: Timestamp) {
        let doubleMid = recentMids.doubleMid(before: exchangeTime)
        tape.add(price: price, size: size, taker: taker, doubleMid: doubleMid, at: time)
    }

    /// Brings the grids up to `time`, which a row is drawn at.
    mutating func advance(through time: Timestamp) {
        grid10.fill(through: time, with: slot)
        grid60.fill(through: time, with: slot)
    }

    private var slot: QuoteSlot { quote?.slot ?? .missing }
}
