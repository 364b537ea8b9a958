import Glibc
import Market

/// The hidden side of the simulation: beliefs, gaps, volatilities, who closes and what is paid.
///
/// Nothing that is traded comes back to it, so its path depends on scenario and seed alone.
struct LatentWorld: Sendable {
    let scenario: Scenario
    let seed: UInt64
    let constants: LatentStep
    private var generator: SeededGenerator
    /// Of births, closings and payouts, so that the beliefs' path does not hang on them.
    var life: SeededGenerator
    /// By market number.
    var markets: [LatentMarket] = []
    /// Open markets in the order of their birth.
    var live: [Int] = []
    var slots: [EventSlot]
    var eventCount: UInt32 = 0
    private var commonLogVolatility: Double
    private(set) var activity = 1.0
    private var eventFactors: [(open: Double, secret: Double)]

    init(scenario: Scenario, seed: UInt64) {
        self.scenario = scenario
        self.seed = seed
        constants = LatentStep(scenario)
        generator = SeededGenerator(seed: seed, stream: 1)
        life = SeededGenerator(seed: seed, stream: 5)
        slots =
            Array(repeating: EventSlot(shape: .single), count: scenario.singleEvents)
            + Array(repeating: EventSlot(shape: .pair), count: scenario.pairEvents)
            + Array(repeating: EventSlot(shape: .trio), count: scenario.trioEvents)
        eventFactors = slots.map { _ in (0, 0) }
        commonLogVolatility = scenario.commonVolatilityOfVolatility * generator.normal()
    }

    /// Moves every open market by one minute, to `time`. Returns the markets that close within the minute.
    mutating func step(to time: Timestamp) -> [Int] {
        activity = Rhythm.activity(at: time)
        commonLogVolatility =
            commonLogVolatility * constants.commonKeep + constants.commonKick * generator.normal()
        // E exp(2x) = exp(2 var): the correction keeps the mean of the variance at one.
        let spread = scenario.commonVolatilityOfVolatility
        let common = exp(2 * (commonLogVolatility - spread * spread)) * activity
        let marketFactor = generator.studentT(degrees: 4) * 0.5.squareRoot()
        for slot in slots.indices { eventFactors[slot] = (generator.normal(), generator.normal()) }
        var closing: [Int] = []
        for index in live {
            if let original = markets[index].mirrorOf {
                mirror(original, into: index)
            } else {
                evolve(index, common: common, marketFactor: marketFactor, at: time)
                if decides(index) { closing.append(index) }
            }
            fluctuate(index)
        }
        guard !closing.isEmpty else { return [] }
        // Both sides of a pair are decided at once.
        let partners = live.filter { index in markets[index].mirrorOf.map(closing.contains) ?? false }
        return (closing + partners).sorted()
    }

    private mutating func evolve(_ index: Int, common: Double, marketFactor: Double, at time: Timestamp) {
        let factors = eventFactors[markets[index].slot]
        Self.evolve(
            &markets[index], scenario: scenario, constants: constants, activity: activity, common: common,
            marketFactor: marketFactor, eventFactors: factors, at: time, using: &generator)
    }

    /// In place: a market holds strings, and copying it every minute would be most of the work.
    private static func evolve(
        _ market: inout LatentMarket, scenario: Scenario, constants: LatentStep, activity: Double, common: Double,
        marketFactor: Double, eventFactors: (open: Double, secret: Double), at time: Timestamp,
        using generator: inout SeededGenerator
    ) {
        market.logVolatility =
            market.logVolatility * constants.volatilityKeep + constants.volatilityKick * generator.normal()
        let own = exp(2 * (market.logVolatility - scenario.volatilityOfVolatility * scenario.volatilityOfVolatility))
        let scale =
            market.traits.volatility * market.traits.volatility * own * common
            * finalVariance(market, multiple: scenario.finalVolatility, at: time)

        let shared = scenario.marketFactor.squareRoot() * marketFactor
        let event = scenario.eventFactor.squareRoot() * market.eventSign
        let alone = (1 - scenario.marketFactor - scenario.eventFactor).squareRoot()
        let news =
            (constants.publicVariance * scale).squareRoot()
            * (shared + event * eventFactors.open + alone * generator.studentT(degrees: 4) * 0.5.squareRoot())
        let secretNews =
            (constants.privateVariance * scale).squareRoot()
            * (event * eventFactors.secret + (1 - scenario.eventFactor).squareRoot() * generator.normal())

        var variance = constants.publicVariance * scale
        if scenario.isSignalReal { variance += constants.privateVariance * scale }
        market.variance = variance
        let jumpRate = scenario.jumpsPerDay / 1_440 * activity
        let hidden = scenario.isSignalReal ? market.gap : 0
        let drift =
            0.5 * (variance + jumpRate * scenario.jumpSize * scenario.jumpSize) * tanh((market.belief + hidden) / 2)
        market.belief += hidden * constants.leak + news + drift
        market.gap = market.gap * constants.keep + secretNews
        market.excitement *= 0.933
        if generator.chance(jumpRate) {
            market.belief += scenario.jumpSize * generator.normal()
            market.excitement = 1
        }
    }

    private mutating func mirror(_ original: Int, into index: Int) {
        markets[index].belief = -markets[original].belief
        markets[index].gap = -markets[original].gap
        markets[index].variance = markets[original].variance
        markets[index].excitement = markets[original].excitement
    }

    /// The noise in what traders do: of each market its own, mirrored or not.
    private mutating func fluctuate(_ index: Int) {
        markets[index].depthNoise =
            markets[index].depthNoise * constants.depthKeep + constants.depthKick * generator.normal()
        markets[index].herding =
            markets[index].herding * constants.herdKeep + constants.herdKick * generator.normal()
    }

    private static func finalVariance(
        _ market: borrowing LatentMarket, multiple: Double, at time: Timestamp
    ) -> Double {
        guard let end = market.instrument.scheduledEnd else { return 1 }
        let elapsed = 1 - end.seconds(since: time) / (48 * 3_600)
        let factor = 1 + (multiple - 1) * min(1, max(0, elapsed))
        return factor * factor
    }

    /// A decided market closes after two hours on average.
    private mutating func decides(_ index: Int) -> Bool {
        abs(markets[index].belief) > scenario.decidedLogit && life.chance(1 / 120)
    }

    /// The market stops; what it pays is drawn with the probability that the informed give it.
    mutating func close(_ index: Int) {
        precondition(markets[index].status == .open, "a market closes once")
        markets[index].status = .closed
        live.removeAll { $0 == index }
        slots[markets[index].slot].openCount -= 1
        if let original = markets[index].mirrorOf {
            markets[index].payout = markets[original].payout?.complement
            return
        }
        let value = markets[index].belief + (scenario.isSignalReal ? markets[index].gap : 0)
        markets[index].payout = life.chance(1 / (1 + exp(-value))) ? .yes : .no
    }

    /// Expected change of the belief over `horizon` as the informed see it; zero for a market that is not open.
    func expectedMove(_ market: MarketID, over horizon: Duration) -> Double {
        let index = Int(market.rawValue)
        guard index < markets.count, markets[index].status == .open else { return 0 }
        let state = markets[index]
        let jumps = scenario.jumpsPerDay / 86_400 * scenario.jumpSize * scenario.jumpSize * activity
        let hidden = scenario.isSignalReal ? state.gap : 0
        let drift =
            0.5 * (state.variance / 60 + jumps) * tanh((state.belief + hidden) / 2) * horizon.inSeconds
        return hidden * (1 - exp(-horizon.inSeconds / scenario.relaxation.inSeconds)) + drift
    }
}
