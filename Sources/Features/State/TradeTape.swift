internal import Market

/// What is remembered of a token's trades: 60 one-minute buckets and a few decayed sums.
///
/// Bucket edges are UTC minutes, so that live and replay agree exactly; "1 h" is the current minute and the 59 before.
struct TradeTape: Sendable {
    /// The trades of one minute.
    struct Bucket: Sendable {
        var minute: Int64
        var count = 0
        var buyCount = 0
        var sellCount = 0
        /// Shares.
        var buyVolume = 0.0
        var sellVolume = 0.0
        /// Price in USDC weighted by shares: its weight is the volume.
        var price = Moments()
        /// Sizes in shares.
        var size = Moments()
        /// Price units.
        var low = Price.one
        var high: Int32 = 0

        mutating func merge(_ other: Bucket) {
            count += other.count
            buyCount += other.buyCount
            sellCount += other.sellCount
            buyVolume += other.buyVolume
            sellVolume += other.sellVolume
            price.merge(other.price)
            size.merge(other.size)
            low = min(low, other.low)
            high = max(high, other.high)
        }
    }

    static let minutes: Int64 = 60

    /// Bucket of minute m at position m modulo 60; empty until the first trade.
    private var buckets: [Bucket] = []
    private(set) var lastPrice: Price?
    /// Signed shares over half-lives of 1 min, 5 min, 15 min and 1 h.
    private var signedVolume = [
        DecayedSum(halfLife: 60), DecayedSum(halfLife: 300), DecayedSum(halfLife: 900), DecayedSum(halfLife: 3_600),
    ]
    private var count = DecayedSum(halfLife: 300)
    private var effectiveSpread = DecayedSum(halfLife: 3_600)
    private var effectiveSpreadCount = DecayedSum(halfLife: 3_600)

    /// - Parameter doubleMid: twice the mid before the trade in price units, nil when not known.
    mutating func add(price: Price, size: Size, taker: TakerSide, doubleMid: Int?, at time: Timestamp) {
        guard !size.isZero else { return }
        if buckets.isEmpty { buckets = Array(repeating: Bucket(minute: .min), count: Int(Self.minutes)) }
        let minute = time.minuteNumber
        let index = Self.position(of: minute)
        if buckets[index].minute != minute { buckets[index] = Bucket(minute: minute) }
        Self.add(price: price, shares: size.shares, taker: taker, to: &buckets[index])
        lastPrice = price
        count.add(1, at: time)
        let sign: Double
        switch taker {
        case .buy: sign = 1
        case .sell: sign = -1
        case .unknown: return
        }
        for index in signedVolume.indices { signedVolume[index].add(sign * size.shares, at: time) }
        if let doubleMid {
            effectiveSpread.add(sign * Double(2 * Int(price.units) - doubleMid) * 1e-4, at: time)
            effectiveSpreadCount.add(1, at: time)
        }
    }

    /// The trades of the current minute and the 59 before it, or of those of them that lie at least `age` minutes back.
    func summary(at time: Timestamp, olderThanMinutes age: Int64 = 0) -> Bucket {
        let now = time.minuteNumber
        var total = Bucket(minute: now)
        guard !buckets.isEmpty else { return total }
        for minute in (now - Self.minutes + 1)...(now - age) {
            let bucket = buckets[Self.position(of: minute)]
            if bucket.minute == minute { total.merge(bucket) }
        }
        return total
    }

    /// Shares, in the order of half-lives 1 min, 5 min, 15 min, 1 h.
    func signedVolume(_ index: Int, at time: Timestamp) -> Double { signedVolume[index].value(at: time) }

    /// Trades per minute, half-life 5 min.
    func intensityPerMinute(at time: Timestamp) -> Double {
        count.value(at: time) * Decay.ln2 / count.halfLife * 60
    }

    /// Decayed mean of 2 e (p - m) in USDC, half-life 1 h (Huang, Stoll 1996); NaN without a trade of known side and
    /// mid.
    func effectiveSpread(at time: Timestamp) -> Double {
        let weight = effectiveSpreadCount.value(at: time)
        return weight > 0 ? effectiveSpread.value(at: time) / weight : .nan
    }

    private static func position(of minute: Int64) -> Int { Int(minute - minute.dividedDown(by: minutes) * minutes) }

    private static func add(price: Price, shares: Double, taker: TakerSide, to bucket: inout Bucket) {
        bucket.count += 1
        switch taker {
        case .buy:
            bucket.buyCount += 1
            bucket.buyVolume += shares
        case .sell:
            bucket.sellCount += 1
            bucket.sellVolume += shares
        case .unknown: break
        }
        bucket.price.add(price.dollars, weight: shares)
        bucket.size.add(shares)
        bucket.low = min(bucket.low, price.units)
        bucket.high = max(bucket.high, price.units)
    }
}
