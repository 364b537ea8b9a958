import Glibc
import Market

extension LatentWorld {
    private struct Category {
        let name: String
        let feeMillionths: Int32
        let weight: Double
    }

    /// Taker fees by category in the manner of the venue's schedule: most are free, none above 0.07.
    private static let categories = [
        Category(name: "politics", feeMillionths: 0, weight: 0.25),
        Category(name: "sports", feeMillionths: 30_000, weight: 0.25),
        Category(name: "geopolitics", feeMillionths: 0, weight: 0.15),
        Category(name: "crypto", feeMillionths: 70_000, weight: 0.12),
        Category(name: "culture", feeMillionths: 0, weight: 0.10),
        Category(name: "finance", feeMillionths: 40_000, weight: 0.08),
        Category(name: "weather", feeMillionths: 0, weight: 0.05),
    ]

    /// A new event in `slot`: its markets get the next numbers.
    ///
    /// - Parameter isInitial: the event was there before the simulation began, so it has a past.
    mutating func bear(slot: Int, at time: Timestamp, isInitial: Bool) -> [Int] {
        let shape = slots[slot].shape
        let event = EventID(eventCount)
        eventCount += 1
        let category = drawCategory()
        let span = life.uniform(5, 25)
        let elapsed = isInitial ? life.uniform(0, 0.9) * span : 0
        let created = time - .seconds(Int(elapsed * 86_400))
        let end = created + .seconds(Int(span * 86_400))
        // Many small markets in cents; a tenth of the events in tenths of a cent.
        let tick: Int32 = life.chance(0.1) ? 10 : 100
        var born: [Int] = []
        for position in 0..<shape.marketCount {
            let index = markets.count
            let instrument = Instrument(
                name: "sim-\(seed)-m\(index)", eventName: "sim-\(seed)-e\(event.rawValue)", event: event,
                category: category.name, tick: tick, fee: FeeRate(millionths: category.feeMillionths),
                isNegativeRisk: shape == .pair, created: created, scheduledEnd: end,
                volume: (elapsed * 2_000).rounded(), liquidity: (scenario.depth * 6).rounded(),
                stalenessLimit: .minutes(10))
            markets.append(
                draw(instrument, index: index, slot: slot, mirrorOf: shape == .pair ? born.first : nil, position))
            born.append(index)
            live.append(index)
        }
        slots[slot].openCount = shape.marketCount
        return born
    }

    private mutating func drawCategory() -> Category {
        var left = life.uniform()
        for category in Self.categories {
            left -= category.weight
            if left < 0 { return category }
        }
        return Self.categories[0]
    }

    private mutating func draw(
        _ instrument: Instrument, index: Int, slot: Int, mirrorOf: Int?, _ position: Int
    ) -> LatentMarket {
        func logNormal(_ deviation: Double) -> Double { exp(deviation * life.normal()) }
        // The factor exp(-s^2) keeps the mean of the squared volatility at one, exp(-s^2/2) the mean of the activity.
        let volatility = logNormal(0.2) * exp(-0.04)
        let activity = logNormal(0.5) * exp(-0.125)
        let depth = scenario.depth * logNormal(0.4)
        let isWide = life.chance(0.25)
        var belief = 1.3 * life.normal()
        while abs(belief) > 3 { belief = 1.3 * life.normal() }
        // The stationary law of the gap.
        let minutes = scenario.relaxation.inSeconds / 60
        let gapDeviation = volatility * (constants.privateVariance * minutes / 2).squareRoot()
        var market = LatentMarket(
            id: MarketID(UInt32(index)), slot: slot, instrument: instrument, mirrorOf: mirrorOf,
            traits: LatentMarket.Traits(
                volatility: volatility, activity: activity, depth: depth,
                spreadExtra: scenario.spreadExtra + (isWide ? 1 : 0)),
            eventSign: position == 1 ? -1 : 1, belief: belief, gap: gapDeviation * life.normal(),
            logVolatility: scenario.volatilityOfVolatility * life.normal(),
            depthNoise: scenario.depthNoise * life.normal(), herding: scenario.herding * life.normal())
        if let mirrorOf {
            market.belief = -markets[mirrorOf].belief
            market.gap = -markets[mirrorOf].gap
        }
        return market
    }
}
