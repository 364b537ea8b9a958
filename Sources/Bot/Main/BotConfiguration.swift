import BotEngine
import BotForecasting
import BotStrategy
import GBDT
import Market

/// Everything that can be set, as one typed value: read once, checked at once, handed down in parts.
struct BotConfiguration: Hashable, Sendable {
    enum Mode: String, CaseIterable, Sendable { case paper, live }

    var mode = Mode.paper
    var isDryRun = true
    var bankroll = Money(dollars: 10_000)
    var limits = RiskLimits()
    var kellyFraction = 0.25
    var stopLossFraction = 0.30
    var sampleInterval: Duration = .minutes(15)
    var labelHorizon: Duration = .hours(1)
    var isLearningEnabled = true
    var modelFolder = "models"
    var database = "polybot.sqlite"
    var retrainInterval: Duration = .hours(6)
    var trainingExamplesMin = 1_000
    var validationThresholdR2 = 0.03
    var blendWeight = 0.7
    var usesEnsemble = false
    var threadCount = 2
    var eventRetention: Duration = .days(7)
    var sampleRetention: Duration = .days(90)
    var freeDiskMinMegabytes = 1_024
}

/// A setting that cannot be used: the key, what is wrong, and what would do.
struct ConfigurationError: Error, Hashable, CustomStringConvertible {
    var key: String
    var reason: String

    var description: String { "\(key): \(reason)" }
}

extension BotConfiguration {
    /// One setting: its variable, what it means, and how its text changes the configuration.
    struct Key: Sendable {
        let name: String
        let help: String
        let apply: @Sendable (inout BotConfiguration, String) throws(ConfigurationError) -> Void
    }

    /// Every key there is, in the order of the reference.
    static let keys: [Key] = [
        Key("POLYBOT_MODE", "paper (the default) or live") { (c, text) throws(ConfigurationError) in
            guard let mode = Mode(rawValue: text) else { throw mistake("POLYBOT_MODE", "'paper' or 'live'", text) }
            c.mode = mode
        },
        flag("POLYBOT_DRY_RUN", "when true no order leaves the process", \.isDryRun),
        Key("POLYBOT_BANKROLL", "starting cash of paper trading, USDC") { (c, text) throws(ConfigurationError) in
            let dollars = try number(text, "POLYBOT_BANKROLL", 1...1e9)
            c.bankroll = Money(dollars: dollars)
        },
        fraction("POLYBOT_MAX_POSITION_FRACTION", "most of the bankroll in one position", \.limits.positionFraction),
        fraction("POLYBOT_MAX_EVENT_FRACTION", "most of the bankroll in one event", \.limits.eventFraction),
        fraction("POLYBOT_MAX_TOTAL_FRACTION", "most of the bankroll in all positions", \.limits.totalFraction),
        integer("POLYBOT_MAX_ORDERS_PER_HOUR", "most orders in any hour", 0...10_000, \.limits.ordersPerHour),
        fraction("POLYBOT_DRAWDOWN_HALT", "halt at this loss from the peak", \.limits.drawdownHalt),
        fraction("POLYBOT_DAILY_LOSS_HALT", "halt at this loss in a UTC day", \.limits.dailyLossHalt),
        fraction("POLYBOT_KELLY_FRACTION", "share of the full Kelly size", \.kellyFraction),
        fraction("POLYBOT_STOP_LOSS_FRACTION", "sell when this share of the cost is lost", \.stopLossFraction),
        duration("POLYBOT_SAMPLE_INTERVAL_SECONDS", "grid of sampled rows", 60...86_400, .seconds(1), \.sampleInterval),
        duration(
            "POLYBOT_LABEL_HORIZON_SECONDS", "how far ahead a label looks", 60...604_800, .seconds(1), \.labelHorizon),
        flag("POLYBOT_ENABLE_ML", "when false rows and labels are still collected", \.isLearningEnabled),
        path("POLYBOT_ML_MODEL_DIR", "folder of the models", \.modelFolder),
        path("POLYBOT_ML_DATA_DB", "the store", \.database),
        duration(
            "POLYBOT_ML_RETRAIN_INTERVAL_HOURS", "market time between retrains", 1...168, .hours(1), \.retrainInterval),
        integer(
            "POLYBOT_ML_MIN_TRAINING_EXAMPLES", "labelled rows needed to train", 100...10_000_000,
            \.trainingExamplesMin),
        fraction("POLYBOT_ML_VALIDATION_THRESHOLD_R2", "least R2 against the zero forecast", \.validationThresholdR2),
        fraction("POLYBOT_ML_PREDICTION_BLEND_WEIGHT", "weight of the model beside the baseline", \.blendWeight),
        flag("POLYBOT_ML_USE_ENSEMBLE", "average the kept champions", \.usesEnsemble),
        integer("POLYBOT_THREADS", "threads of training", 1...256, \.threadCount),
        duration(
            "POLYBOT_RETENTION_EVENTS_DAYS", "how long raw events are kept", 1...36_500, .days(1), \.eventRetention),
        duration(
            "POLYBOT_RETENTION_SAMPLES_DAYS", "how long rows and labels are kept", 1...36_500, .days(1),
            \.sampleRetention),
        integer(
            "POLYBOT_MIN_FREE_DISK_MB", "free disk that is left alone, MB", 0...1_000_000_000, \.freeDiskMinMegabytes),
        Key(
            InstructionSet.variable, "forces the instruction set of `polybot gbdt`: baseline, v3 or v4"
        ) { (_, text) throws(ConfigurationError) in _ = try InstructionSet.named(text) },
    ]

    /// The defaults changed by the `POLYBOT_*` variables of `environment`.
    ///
    /// An unknown `POLYBOT_*` name is refused with the nearest known one; so is what contradicts.
    init(environment: [String: String]) throws(ConfigurationError) {
        self.init()
        for name in environment.keys.sorted() where name.hasPrefix("POLYBOT_") {
            guard let key = Self.keys.first(where: { $0.name == name }) else {
                let nearest = NearestName.to(name, in: Self.keys.map(\.name))
                throw ConfigurationError(key: name, reason: "no such setting; the nearest is \(nearest)")
            }
            try key.apply(&self, environment[name] ?? "")
        }
        try checkTogether()
    }

    private func checkTogether() throws(ConfigurationError) {
        if mode == .live {
            throw ConfigurationError(
                key: "POLYBOT_MODE", reason: "this version trades on paper only; set it to 'paper'")
        }
        if usesEnsemble {
            throw ConfigurationError(
                key: "POLYBOT_ML_USE_ENSEMBLE", reason: "this version runs one champion at a time; set it to 'false'")
        }
        if limits.positionFraction > limits.eventFraction || limits.eventFraction > limits.totalFraction {
            throw ConfigurationError(
                key: "POLYBOT_MAX_POSITION_FRACTION",
                reason: "a position may not exceed an event, nor an event the total: need position <= event <= total")
        }
    }

    /// A number for what of the settings can change a run's decisions: paths, threads, retention and the sampling grid,
    /// which a run states by itself, are not in it.
    var fingerprint: UInt64 { StableHash("\(decisive)").value }

    private var decisive: BotConfiguration {
        var copy = self
        let defaults = BotConfiguration()
        copy.modelFolder = defaults.modelFolder
        copy.database = defaults.database
        copy.threadCount = defaults.threadCount
        copy.sampleInterval = defaults.sampleInterval
        copy.eventRetention = defaults.eventRetention
        copy.sampleRetention = defaults.sampleRetention
        copy.freeDiskMinMegabytes = defaults.freeDiskMinMegabytes
        return copy
    }

    var strategy: EdgeStrategy {
        var strategy = EdgeStrategy()
        strategy.sizing.kellyFraction = kellyFraction
        strategy.sizing.lossFractionMax = limits.positionFraction
        strategy.stopLossFraction = stopLossFraction
        strategy.horizon = labelHorizon
        return strategy
    }

    var blend: Blend {
        guard let blend = Blend(modelWeight: blendWeight) else {
            preconditionFailure("the weight was checked when it was read")
        }
        return blend
    }
}

// MARK: - Kinds of settings

extension BotConfiguration.Key {
    init(
        _ name: String, _ help: String,
        _ apply: @escaping @Sendable (inout BotConfiguration, String) throws(ConfigurationError) -> Void
    ) {
        self.name = name
        self.help = help
        self.apply = apply
    }
}

private typealias Path<Value> = WritableKeyPath<BotConfiguration, Value> & Sendable

private func mistake(_ name: String, _ expected: String, _ text: String) -> ConfigurationError {
    ConfigurationError(key: name, reason: "expected \(expected), got '\(text)'")
}

private func number(
    _ text: String, _ name: String, _ range: ClosedRange<Double>
) throws(ConfigurationError) -> Double {
    guard let value = Double(text), range.contains(value) else {
        throw mistake(name, "a number from \(range.lowerBound) to \(range.upperBound)", text)
    }
    return value
}

private func whole(_ text: String, _ name: String, _ range: ClosedRange<Int>) throws(ConfigurationError) -> Int {
    guard let value = Int(text), range.contains(value) else {
        throw mistake(name, "a whole number from \(range.lowerBound) to \(range.upperBound)", text)
    }
    return value
}

private func flag(_ name: String, _ help: String, _ path: any Path<Bool>) -> BotConfiguration.Key {
    BotConfiguration.Key(name, help) { (configuration, text) throws(ConfigurationError) in
        switch text.lowercased() {
        case "true", "1", "yes", "on": configuration[keyPath: path] = true
        case "false", "0", "no", "off": configuration[keyPath: path] = false
        default: throw mistake(name, "true or false", text)
        }
    }
}

private func fraction(_ name: String, _ help: String, _ path: any Path<Double>) -> BotConfiguration.Key {
    BotConfiguration.Key(name, help) { (configuration, text) throws(ConfigurationError) in
        configuration[keyPath: path] = try number(text, name, 0...1)
    }
}

private func integer(
    _ name: String, _ help: String, _ range: ClosedRange<Int>, _ path: any Path<Int>
) -> BotConfiguration.Key {
    BotConfiguration.Key(name, help) { (configuration, text) throws(ConfigurationError) in
        configuration[keyPath: path] = try whole(text, name, range)
    }
}

private func duration(
    _ name: String, _ help: String, _ range: ClosedRange<Int>, _ unit: Duration, _ path: any Path<Duration>
) -> BotConfiguration.Key {
    BotConfiguration.Key(name, help) { (configuration, text) throws(ConfigurationError) in
        configuration[keyPath: path] = unit * (try whole(text, name, range))
    }
}

private func path(_ name: String, _ help: String, _ path: any Path<String>) -> BotConfiguration.Key {
    BotConfiguration.Key(name, help) { (configuration, text) throws(ConfigurationError) in
        guard !text.isEmpty else { throw mistake(name, "a path", text) }
        configuration[keyPath: path] = text
    }
}
