public import Market

/// Why a wish was refused. The raw value is what a report prints.
public enum Refusal: String, Hashable, Sendable, CaseIterable {
    case halted = "halted"
    case paused = "paused"
    case ordersPerHour = "orders per hour"
    case positionLimit = "position limit"
    case eventLimit = "event limit"
    case totalLimit = "total limit"
    case cash = "cash"
    case sizeBelowMinimum = "size below the minimum"
    case orderAlreadyLive = "order already live"
}

/// Why the bot stopped trading until a human looks.
public enum HaltReason: String, Hashable, Sendable {
    case drawdown = "drawdown from the peak"
    case dailyLoss = "loss of the day"
    case kill = "killed by the operator"
    /// The venue reported a fill, or voided one, that our books cannot hold: only a human knows what is true.
    case booksDiffer = "our books differ from the venue's"
}

/// Admits, trims or refuses an order against the hard limits. Pure; keeps the times of the last hour's orders.
public struct RiskGate: Hashable, Sendable {
    public let limits: RiskLimits
    public private(set) var halt: HaltReason?
    private var peak: Money
    private var dayStart: Money
    private var day: Int64 = .min
    private var orderTimes: [Timestamp] = []

    public init(limits: RiskLimits, equity: Money) {
        self.limits = limits
        peak = equity
        dayStart = equity
    }

    /// What is at stake already, in USDC paid for tokens.
    public struct Exposure: Hashable, Sendable {
        public var position: Money
        public var event: Money
        public var total: Money

        public init(position: Money, event: Money, total: Money) {
            self.position = position
            self.event = event
            self.total = total
        }
    }

    /// Takes note of the equity; returns the reason when this very note halts the bot.
    public mutating func observe(equity: Money, at now: Timestamp) -> HaltReason? {
        let today = now.floored(to: .days(1)).nanoseconds
        if today != day {
            day = today
            dayStart = equity
        }
        peak = max(peak, equity)
        guard halt == nil else { return nil }
        if equity.dollars < (1 - limits.drawdownHalt) * peak.dollars {
            halt = .drawdown
        } else if equity.dollars < (1 - limits.dailyLossHalt) * dayStart.dollars {
            halt = .dailyLoss
        }
        return halt
    }

    /// Stops all trading; the first reason stays.
    public mutating func stop(_ reason: HaltReason) { halt = halt ?? reason }

    /// The size of a buy that the limits leave, or why there is none.
    public func admit(
        buying size: Size, at limit: Price, sizeMin: Size, equity: Money, cash: Money, exposure: Exposure,
        now: Timestamp
    ) -> Result<Size, Refused> {
        if halt != nil { return .failure(Refused(.halted)) }
        if ordersInLastHour(at: now) >= limits.ordersPerHour { return .failure(Refused(.ordersPerHour)) }
        let room: [(Refusal, Double)] = [
            (.positionLimit, limits.positionFraction * equity.dollars - exposure.position.dollars),
            (.eventLimit, limits.eventFraction * equity.dollars - exposure.event.dollars),
            (.totalLimit, limits.totalFraction * equity.dollars - exposure.total.dollars),
            // A fee is at most 7.2 % of p (1 - p) a share; a tenth of the cash stays for it.
            (.cash, 0.9 * cash.dollars),
        ]
        var admitted = size
        for (refusal, dollars) in room {
            let shares = max(0, dollars) / limit.dollars
            let most = Size(microshares: Int64((min(shares, 1e9) * 100).rounded(.down)) * 10_000)
            admitted = min(admitted, most)
            if admitted < sizeMin { return .failure(Refused(refusal)) }
        }
        return admitted.isZero ? .failure(Refused(.sizeBelowMinimum)) : .success(admitted)
    }

    /// Leaving a position is held back by a halt or a kill only.
    public var admitsExit: Bool { halt == nil }

    public mutating func recordOrder(at now: Timestamp) {
        orderTimes.removeAll { now - $0 >= .hours(1) }
        orderTimes.append(now)
    }

    private func ordersInLastHour(at now: Timestamp) -> Int { orderTimes.count { now - $0 < .hours(1) } }
}

/// A refusal as an error, so that it fits in a `Result`.
public struct Refused: Error, Hashable, Sendable {
    public var reason: Refusal

    public init(_ reason: Refusal) { self.reason = reason }
}
