private import Glibc
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
        /// USDC.
        var notional = 0.0
        var signedNotional = 0.0
        /// Shares of trades at or above yesterday's 95th percentile of sizes, and bought less sold ones of them.
        var largeVolume = 0.0
        var largeSignedVolume = 0.0
        var signs = Successions()
        var priceSteps = Successions()
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
            notional += other.notional
            signedNotional += other.signedNotional
            largeVolume += other.largeVolume
            largeSignedVolume += other.largeSignedVolume
            signs.merge(other.signs)
            priceSteps.merge(other.priceSteps)
            low = min(low, other.low)
            high = max(high, other.high)
        }
    }

    /// Values and products of neighbours, for a covariance at lag 1.
    struct Successions: Sendable {
        private(set) var count = 0.0
        private var sum = 0.0
        private var squares = 0.0
        private var pairs = 0.0
        private var products = 0.0

        /// - Parameter previous: the value before; nil: there is none.
        mutating func add(_ x: Double, after previous: Double?) {
            count += 1
            sum += x
            squares += x * x
            guard let previous else { return }
            pairs += 1
            products += x * previous
        }

        mutating func merge(_ other: Successions) {
            count += other.count
            sum += other.sum
            squares += other.squares
            pairs += other.pairs
            products += other.products
        }

        /// Mean product of neighbours less the square of the mean; NaN without a pair.
        var covariance: Double { pairs > 0 ? products / pairs - (sum / count) * (sum / count) : .nan }
        var variance: Double { count > 0 ? squares / count - (sum / count) * (sum / count) : .nan }
        /// NaN when nothing varies.
        var autocorrelation: Double {
            variance > 1e-9 && pairs > 0 ? max(-1, min(1, covariance / variance)) : .nan
        }
    }

    static let minutes: Int64 = 60

    /// What the minutes before the current one come to, which stands still while it lasts.
    private struct Past: Sendable {
        /// The current minute.
        var minute: Int64 = .min
        var total = Bucket(minute: .min)
        var oldPrice = Double.nan
    }

    /// How far back trades are old: a bucket that ends five minutes ago lies six minutes back, the current one being
    /// the first.
    private static let oldAge: Int64 = 6

    /// Bucket of minute m at position m modulo 60; empty until the first trade.
    private var buckets: [Bucket] = []
    private(set) var lastPrice: Price?
    private(set) var lastTime: Timestamp?
    /// Shares.
    private(set) var lastSize = Double.nan
    /// Length of the run of trades on one side that is under way, below 0 when sold.
    private(set) var run = 0
    private var lastSign: Double?
    private var lastStep: Double?
    /// ln of sizes in shares, half-life 24 h, as they were before the last trade.
    private var logSizes = DecayedMoments(halfLife: 86_400)
    private var logSizesBefore = DecayedMoments(halfLife: 86_400)
    private var largeSizes = LargeSizes()
    private var volumeClock = VolumeClock()
    private var clockMoments = DecayedMoments(halfLife: 259_200)
    private var fastCount = DecayedSum(halfLife: 30)
    private var slowCount = DecayedSum(halfLife: 1_800)
    /// Signed shares over half-lives of 1 min, 5 min, 15 min and 1 h.
    private var signedVolume = [
        DecayedSum(halfLife: 60), DecayedSum(halfLife: 300), DecayedSum(halfLife: 900), DecayedSum(halfLife: 3_600),
    ]
    private var count = DecayedSum(halfLife: 300)
    private var effectiveSpread = DecayedSum(halfLife: 3_600)
    private var effectiveSpreadCount = DecayedSum(halfLife: 3_600)
    private var past = Past()

    /// - Parameter doubleMid: twice the mid before the trade in price units, nil when not known.
    mutating func add(price: Price, size: Size, taker: TakerSide, doubleMid: Int?, at time: Timestamp) {
        guard !size.isZero else { return }
        if buckets.isEmpty { buckets = Array(repeating: Bucket(minute: .min), count: Int(Self.minutes)) }
        let minute = time.minuteNumber
        let index = Self.position(of: minute)
        if buckets[index].minute != minute { buckets[index] = Bucket(minute: minute) }
        let shares = size.shares
        Self.add(price: price, shares: shares, taker: taker, to: &buckets[index])
        largeSizes.advance(to: time)
        let isLarge = largeSizes.isLarge(shares)
        largeSizes.add(shares)
        if isLarge { buckets[index].largeVolume += shares }
        if let lastPrice {
            let step = Double(price.units - lastPrice.units) * 1e-4
            buckets[index].priceSteps.add(step, after: lastStep)
            lastStep = step
        }
        (lastPrice, lastTime, lastSize) = (price, time, shares)
        logSizesBefore = logSizes
        logSizes.add(log(shares), at: time)
        count.add(1, at: time)
        fastCount.add(1, at: time)
        slowCount.add(1, at: time)
        let sign: Double
        switch taker {
        case .buy: sign = 1
        case .sell: sign = -1
        case .unknown: return
        }
        buckets[index].signedNotional += sign * shares * price.dollars
        if isLarge { buckets[index].largeSignedVolume += sign * shares }
        buckets[index].signs.add(sign, after: lastSign)
        lastSign = sign
        run = sign > 0 ? max(run, 0) + 1 : min(run, 0) - 1
        if volumeClock.add(shares, sign: sign, at: time) > 0, !volumeClock.value.isNaN {
            clockMoments.add(volumeClock.value, at: time)
        }
        for index in signedVolume.indices { signedVolume[index].add(sign * shares, at: time) }
        if let doubleMid {
            effectiveSpread.add(sign * Double(2 * Int(price.units) - doubleMid) * 1e-4, at: time)
            effectiveSpreadCount.add(1, at: time)
        }
    }

    /// Lets minutes and UTC days pass.
    mutating func advance(to time: Timestamp) {
        largeSizes.advance(to: time)
        volumeClock.advance(to: time)
        let minute = time.minuteNumber
        if past.minute != minute { setPast(before: minute) }
    }

    /// Whether a large trade can be told from others: there were trades yesterday.
    var knowsLargeSizes: Bool { largeSizes.isKnown }

    /// Trades of the current minute and the four before it.
    func countOfFiveMinutes(at time: Timestamp) -> Int {
        let now = time.minuteNumber
        guard !buckets.isEmpty else { return 0 }
        return ((now - 4)...now).reduce(0) { sum, minute in
            let bucket = buckets[Self.position(of: minute)]
            return bucket.minute == minute ? sum + bucket.count : sum
        }
    }

    /// Trades a second with a half-life of 30 s over those with one of 30 min; NaN when there were none.
    func intensityRatio(at time: Timestamp) -> Double {
        let slow = slowCount.value(at: time) / slowCount.halfLife
        return slow > 0 ? fastCount.value(at: time) / fastCount.halfLife / slow : .nan
    }

    /// ln of the last size against the decayed mean and deviation of those before it.
    func lastSizeZscore(at time: Timestamp) -> Double {
        guard let lastTime else { return .nan }
        let deviation = logSizesBefore.standardDeviation(at: lastTime)
        return deviation > 0 ? (log(lastSize) - logSizesBefore.mean(at: lastTime)) / deviation : .nan
    }

    /// Mean imbalance of the last 50 volume buckets.
    var volumeImbalance: Double { volumeClock.value }

    /// The same against its own decayed mean and deviation.
    func volumeImbalanceZscore(at time: Timestamp) -> Double {
        let deviation = clockMoments.standardDeviation(at: time)
        guard deviation > 0 else { return .nan }
        return (volumeClock.value - clockMoments.mean(at: time)) / deviation
    }

    /// The trades of the current minute and the 59 before it. Call after `advance(to: time)`.
    func summary(at time: Timestamp) -> Bucket {
        let now = time.minuteNumber
        assert(past.minute == now, "the tape stands in another minute")
        var total = past.total
        merge(now...now, into: &total)
        return total
    }

    /// Mean price by shares of those of these trades that lie at least `oldAge` minutes back, as of the last
    /// `advance(to:)`; NaN without one.
    var oldPrice: Double { past.oldPrice }

    private func merge(_ minutes: ClosedRange<Int64>, into total: inout Bucket) {
        guard !buckets.isEmpty else { return }
        for minute in minutes {
            let position = Self.position(of: minute)
            if buckets[position].minute == minute { total.merge(buckets[position]) }
        }
    }

    private mutating func setPast(before now: Int64) {
        let first = now - Self.minutes + 1
        var total = Bucket(minute: now)
        merge(first...now - Self.oldAge, into: &total)
        let oldPrice = total.price.mean
        merge((now - Self.oldAge + 1)...(now - 1), into: &total)
        past = Past(minute: now, total: total, oldPrice: oldPrice)
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
        bucket.notional += shares * price.dollars
        bucket.price.add(price.dollars, weight: shares)
        bucket.size.add(shares)
        bucket.low = min(bucket.low, price.units)
        bucket.high = max(bucket.high, price.units)
    }
}

extension TradeTape.Successions: Restorable {
    mutating func archive(_ coder: inout StateCoder) throws(SnapshotError) {
        try coder.double(&count)
        try coder.double(&sum)
        try coder.double(&squares)
        try coder.double(&pairs)
        try coder.double(&products)
    }
}

extension TradeTape.Bucket: Restorable {
    mutating func archive(_ coder: inout StateCoder) throws(SnapshotError) {
        var hasTrades = count > 0
        try coder.flag(&hasTrades)
        guard hasTrades else { return }
        try coder.step(&minute, of: Timestamp.nanosecondsPerMinute)
        try coder.count(&count)
        try coder.count(&buyCount)
        try coder.count(&sellCount)
        try coder.double(&buyVolume)
        try coder.double(&sellVolume)
        try price.archive(&coder)
        try size.archive(&coder)
        try coder.double(&notional)
        try coder.double(&signedNotional)
        try coder.double(&largeVolume)
        try coder.double(&largeSignedVolume)
        try signs.archive(&coder)
        try priceSteps.archive(&coder)
        try coder.number(&low, 0...Price.one)
        try coder.number(&high, 0...Price.one)
    }
}

extension TradeTape: Restorable {
    mutating func archive(_ coder: inout StateCoder) throws(SnapshotError) {
        try coder.array(&buckets, countMax: Int(Self.minutes), blank: Bucket(minute: .min))
        guard buckets.isEmpty || buckets.count == Int(Self.minutes) else {
            throw coder.failure("\(buckets.count) minutes of trades are not an hour")
        }
        try coder.optional(&lastPrice, blank: Price(checked: 1))
        try coder.optional(&lastTime)
        try coder.double(&lastSize)
        try coder.number(&run, -StateCoder.countMax...StateCoder.countMax)
        try coder.optional(&lastSign)
        try coder.optional(&lastStep)
        try logSizes.archive(&coder)
        try logSizesBefore.archive(&coder)
        try largeSizes.archive(&coder)
        try volumeClock.archive(&coder)
        try clockMoments.archive(&coder)
        try fastCount.archive(&coder)
        try slowCount.archive(&coder)
        for index in signedVolume.indices { try signedVolume[index].archive(&coder) }
        try count.archive(&coder)
        try effectiveSpread.archive(&coder)
        try effectiveSpreadCount.archive(&coder)
    }
}
