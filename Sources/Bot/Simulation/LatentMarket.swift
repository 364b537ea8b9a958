import Glibc
import Market

/// What is hidden of one market: the state from which its traders act.
struct LatentMarket: Sendable {
    enum Status: Sendable {
        case open, closed, resolved
    }

    let id: MarketID
    let slot: Int
    let instrument: Instrument
    /// The market of which this one is the complement (the other side of a negative-risk pair).
    let mirrorOf: Int?
    let traits: Traits
    /// Sign with which the event's factor enters.
    let eventSign: Double

    var status = Status.open
    var payout: Payout?
    /// Public belief, log-odds of YES.
    var belief: Double
    /// What the informed know beyond it.
    var gap: Double
    var logVolatility: Double
    /// Variance of the value over the last minute.
    var variance = 0.0
    /// Persistent noise in the depth's skew, and in what the uninformed buy.
    var depthNoise: Double
    var herding: Double
    /// One after news, halved every ten minutes.
    var excitement = 0.0

    /// What does not change in a market's life.
    struct Traits: Hashable, Sendable {
        var volatility: Double
        var activity: Double
        /// Shares at the best level.
        var depth: Double
        var spreadExtra: Int
    }

    var probability: Double { 1 / (1 + exp(-belief)) }
    /// Standard deviation of the probability's move in a minute.
    var minuteDeviation: Double { variance.squareRoot() * probability * (1 - probability) }
}

/// A place for one event after another, so that the number of live markets stays.
struct EventSlot: Sendable {
    enum Shape: Sendable {
        case single, pair, trio

        var marketCount: Int {
            switch self {
            case .single: 1
            case .pair: 2
            case .trio: 3
            }
        }
    }

    let shape: Shape
    var openCount = 0
}

/// One minute of the hidden state in closed form.
struct LatentStep {
    /// Share of the gap that becomes public in a minute.
    let leak: Double
    let keep: Double
    let volatilityKeep: Double
    let volatilityKick: Double
    let commonKeep: Double
    let commonKick: Double
    let depthKeep: Double
    let depthKick: Double
    let herdKeep: Double
    let herdKick: Double
    let publicVariance: Double
    let privateVariance: Double

    init(_ scenario: Scenario) {
        func keep(minutes: Double) -> Double { exp(-1 / minutes) }
        func kick(_ deviation: Double, _ keep: Double) -> Double { deviation * (1 - keep * keep).squareRoot() }
        self.keep = keep(minutes: scenario.relaxation.inSeconds / 60)
        leak = 1 - self.keep
        volatilityKeep = keep(minutes: 480)
        volatilityKick = kick(scenario.volatilityOfVolatility, volatilityKeep)
        commonKeep = keep(minutes: 960)
        commonKick = kick(scenario.commonVolatilityOfVolatility, commonKeep)
        depthKeep = keep(minutes: 20)
        depthKick = kick(scenario.depthNoise, depthKeep)
        herdKeep = keep(minutes: 30)
        herdKick = kick(scenario.herding, herdKeep)
        publicVariance = scenario.publicVolatility * scenario.publicVolatility / 60
        privateVariance = scenario.privateVolatility * scenario.privateVolatility / 60
    }
}
