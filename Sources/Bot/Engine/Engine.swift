public import BotForecasting
public import BotStrategy
public import Features
public import Market

/// What an engine is made of. A value, so that two engines built alike behave alike.
public struct EngineSetup<S: Strategy>: Sendable {
    public var grid: SamplingGrid
    public var strategy: S
    public var limits: RiskLimits
    public var blend: Blend
    public var startingCash: Money
    /// Tells the orders of one run from those of another.
    public var orderSeed: UInt64
    /// Where an installed version is found; nil when it is missing or broken, and then the old one stays.
    public var forecaster: @Sendable (ModelVersion) -> Forecaster?
    /// How often the account is valued.
    public var valuationStep: Duration = .hours(1)

    public init(
        grid: SamplingGrid, strategy: S, limits: RiskLimits = RiskLimits(), blend: Blend, startingCash: Money,
        orderSeed: UInt64, forecaster: @escaping @Sendable (ModelVersion) -> Forecaster?
    ) {
        self.grid = grid
        self.strategy = strategy
        self.limits = limits
        self.blend = blend
        self.startingCash = startingCash
        self.orderSeed = orderSeed
        self.forecaster = forecaster
    }
}

/// Events in, actions out. Pure: no I/O, no clock, no randomness, no waiting.
///
/// Live, replay and simulation run this very code, so the row the model scored is the row that is stored and trained
/// on.
public struct Engine<S: Strategy> {
    private let setup: EngineSetup<S>
    public private(set) var pipeline: FeaturePipeline
    public private(set) var portfolio: Portfolio
    public private(set) var orders: OrderManager
    public private(set) var gate: RiskGate
    public private(set) var forecaster: Forecaster?
    public private(set) var isPaused = false
    private let baseline: BaselineForecast
    private var nextValuation = Timestamp.distantFuture
    private var rows: [FeatureRow] = []

    /// - Parameter pipeline: features restored from a snapshot, so that a restart loses no warm-up; the events that the
    ///   journal holds after it come next. Nil begins without a past.
    /// - Precondition: the pipeline has the setup's grid and this build's schema.
    public init(_ setup: EngineSetup<S>, resuming pipeline: FeaturePipeline? = nil) {
        let pipeline = pipeline ?? FeaturePipeline(grid: setup.grid)
        precondition(pipeline.grid == setup.grid && pipeline.schema == .current, "features of another engine")
        self.setup = setup
        self.pipeline = pipeline
        portfolio = Portfolio(cash: setup.startingCash)
        orders = OrderManager(seed: setup.orderSeed)
        gate = RiskGate(limits: setup.limits, equity: setup.startingCash)
        baseline = BaselineForecast(schema: .current)
    }

    public var startingCash: Money { setup.startingCash }

    /// When the engine wants to be woken if nothing happens before.
    public var deadline: Timestamp { min(pipeline.nextRowTime, nextValuation) }

    /// Handles one event and appends what is to be done about it.
    ///
    /// A row due at `t` has seen every event received at or before `t`: it is drawn before the first later event, or by
    /// the timer of `t`.
    public mutating func handle(_ event: EngineEvent, into actions: inout [Action]) {
        if case .timer(let time) = event {
            advance(through: time, into: &actions)
            return
        }
        advance(through: event.time - .nanoseconds(1), into: &actions)
        switch event {
        case .exchange(.market(let marketEvent)): apply(marketEvent, into: &actions)
        case .exchange(.order(let orderEvent)): apply(orderEvent, into: &actions)
        case .exchange(.connection(let state, let time)):
            for point in pipeline.apply(state, at: time) { actions.append(.journal(.priced(point))) }
        case .reference(let price): pipeline.apply(price)
        case .operation(let command, let time): apply(command, at: time, into: &actions)
        case .modelInstalled(let version, _): forecaster = setup.forecaster(version) ?? forecaster
        case .tables(let tables, let time): pipeline.apply(tables, at: time)
        case .timer: break
        }
    }

    private mutating func advance(through time: Timestamp, into actions: inout [Action]) {
        while deadline <= time {
            if nextValuation < pipeline.nextRowTime {
                value(at: nextValuation, into: &actions)
                continue
            }
            rows.removeAll(keepingCapacity: true)
            pipeline.drawRows(through: min(time, pipeline.nextRowTime), into: &rows)
            for row in rows {
                actions.append(.journal(.sampled(row)))
                decide(on: row, into: &actions)
            }
        }
    }

    private mutating func apply(_ event: MarketEvent, into actions: inout [Action]) {
        if nextValuation == .distantFuture {
            nextValuation = event.receiveTime.floored(to: setup.valuationStep) + setup.valuationStep
        }
        if let point = pipeline.apply(event) { actions.append(.journal(.priced(point))) }
        if case .resolved(let payout, _) = event.kind { portfolio.resolve(event.market, payout: payout) }
    }

    private mutating func apply(_ event: OrderEvent, into actions: inout [Action]) {
        switch orders.handle(event) {
        case .nothing: break
        case .filled(let fill):
            guard portfolio.apply(fill) else { return halt(.booksDiffer, at: event.time, into: &actions) }
            actions.append(.journal(.filled(fill)))
        case .settled(let asset, let size): portfolio.settle(asset, size: size)
        case .merged(let market, let size):
            if !portfolio.merge(market, size: size) { halt(.booksDiffer, at: event.time, into: &actions) }
        case .inconsistent: halt(.booksDiffer, at: event.time, into: &actions)
        }
    }

    private mutating func apply(_ command: OperatorCommand, at time: Timestamp, into actions: inout [Action]) {
        switch command {
        case .pause, .stop: isPaused = true
        case .resume: isPaused = false
        case .kill:
            halt(.kill, at: time, into: &actions)
        case .approve, .reject: break
        }
    }

    private mutating func halt(_ reason: HaltReason, at time: Timestamp, into actions: inout [Action]) {
        gate.stop(reason)
        actions.append(.journal(.halted(reason, at: time)))
        actions.append(.send(.cancelAll))
    }

    /// USDC a share at the mid; nil when the book says nothing.
    private func mark(_ asset: AssetID) -> Double? {
        pipeline.book(of: asset)?.doubleMid.map { Double($0) * 0.5e-4 }
    }

    /// The account as it stands: cash, and what is held at its mid.
    public var equity: Money { portfolio.equity(value: mark) }

    private mutating func value(at time: Timestamp, into actions: inout [Action]) {
        let equity = self.equity
        nextValuation = time + setup.valuationStep
        actions.append(
            .journal(
                .valued(
                    Valuation(
                        time: time, cash: portfolio.cash, equity: equity, realized: portfolio.realized,
                        fees: portfolio.fees))))
        let wasHalted = gate.halt != nil
        if let reason = gate.observe(equity: equity, at: time), !wasHalted { halt(reason, at: time, into: &actions) }
    }
}

// MARK: - From a row to orders

extension Engine {
    /// Model, else baseline. A row that the model cannot score (another schema, a result that is no number) is the
    /// baseline's; whether that may trade is the strategy's to say.
    private func forecast(_ row: FeatureRow) -> Forecast {
        let plain = baseline.forecast(row)
        guard let forecaster, forecaster.schema == pipeline.schema.hash else { return plain }
        let model = forecaster.forecast(row)
        guard model.logitMove.isFinite else { return plain }
        return setup.blend.combine(model: model, baseline: plain, weightMax: forecaster.manifest.blendWeightMax)
    }

    private mutating func decide(on row: FeatureRow, into actions: inout [Action]) {
        let forecast = forecast(row)
        actions.append(.journal(.forecast(forecast)))
        let market = row.asset.market
        guard let instrument = pipeline.instrument(of: market), let book = pipeline.book(of: row.asset),
            let complementBook = pipeline.book(of: row.asset.complement)
        else { return }
        let equity = self.equity
        let view = MarketView(
            now: row.time, instrument: instrument, asset: row.asset, book: book, complementBook: complementBook,
            forecast: forecast,
            positions: [market.yes, market.no].compactMap { portfolio.position(of: $0) }, bankroll: equity)
        for intent in setup.strategy.decide(view) {
            carryOut(intent, forecast: forecast, instrument: instrument, equity: equity, into: &actions)
        }
    }

    private mutating func carryOut(
        _ intent: Intent, forecast: Forecast, instrument: Instrument, equity: Money, into actions: inout [Action]
    ) {
        let now = forecast.time
        switch intent {
        case .hold(let asset): portfolio.justify(asset, at: now)
        case .enter(let asset, let size, let limit, _):
            switch admit(asset, size: size, limit: limit, instrument: instrument, equity: equity, now: now) {
            case .success(let admitted):
                send(.buy, asset, size: admitted, limit: limit, forecast: forecast, purpose: "enter", into: &actions)
            case .failure(let refused): actions.append(.journal(.refused(refused.reason, asset, at: now)))
            }
        case .exit(let asset, let size, let limit, let reason):
            guard gate.admitsExit, !orders.hasLiveOrder(in: asset.market) else {
                let refusal: Refusal = gate.admitsExit ? .orderAlreadyLive : .halted
                actions.append(.journal(.refused(refusal, asset, at: now)))
                return
            }
            send(.sell, asset, size: size, limit: limit, forecast: forecast, purpose: reason.rawValue, into: &actions)
        }
    }

    private func admit(
        _ asset: AssetID, size: Size, limit: Price, instrument: Instrument, equity: Money, now: Timestamp
    ) -> Result<Size, Refused> {
        if isPaused { return .failure(Refused(.paused)) }
        if orders.hasLiveOrder(in: asset.market) { return .failure(Refused(.orderAlreadyLive)) }
        let held = portfolio.assets
        let eventCost = held.reduce(Money.zero) { sum, other in
            pipeline.instrument(of: other.market)?.event == instrument.event ? sum + portfolio.cost(of: other) : sum
        }
        // What resting and unanswered buys may still cost counts as spent.
        let pending = orders.live.reduce(Money.zero) { sum, order in
            order.side == .buy ? sum + Money.notional(order.price, order.size) : sum
        }
        return gate.admit(
            buying: size, at: limit, sizeMin: instrument.sizeMin, equity: equity, cash: portfolio.cash - pending,
            exposure: RiskGate.Exposure(
                position: portfolio.cost(of: asset.market.yes) + portfolio.cost(of: asset.market.no),
                event: eventCost + pending, total: portfolio.cost + pending),
            now: now)
    }

    private mutating func send(
        _ side: OrderSide, _ asset: AssetID, size: Size, limit: Price, forecast: Forecast, purpose: String,
        into actions: inout [Action]
    ) {
        let order = orders.place(side, asset: asset, size: size, limit: limit)
        gate.recordOrder(at: forecast.time)
        actions.append(
            .journal(.intended(Intention(order: order, time: forecast.time, forecast: forecast, purpose: purpose))))
        actions.append(.send(.place(order)))
    }
}
