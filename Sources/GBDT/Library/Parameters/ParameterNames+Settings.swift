/// One `name = value` as it was given.
public struct Setting: Sendable, Hashable {
    public var name: String
    public var value: String
    /// Line of the configuration text, from 1; nil when given otherwise.
    public var line: Int?

    public init(_ name: String, _ value: String, line: Int? = nil) {
        self.name = name
        self.value = value
        self.line = line
    }
}

/// Settings under LightGBM's names, understood.
public struct ParameterSettings: Sendable, Hashable {
    public internal(set) var parameters = TrainingParameters()
    public internal(set) var command = CommandSettings()
    /// One line for each setting that was accepted but changes nothing, and why.
    public private(set) var notes: [String] = []

    // `metric` and `eval_at` mean something only together.
    var metricText: String?
    var evaluationPositions: [Int]?

    /// Reads settings in any order. Names may be aliases; an empty value counts as not given, as in LightGBM.
    /// - Throws: ``GBDTError/unknownParameter(name:nearest:)``,
    ///   ``GBDTError/invalidParameter(name:value:requirement:)``,
    ///   ``GBDTError/unsupportedParameter(name:value:reason:)``,
    ///   ``GBDTError/parameterGivenTwice(name:first:second:)`` (the same value twice is no error),
    ///   ``GBDTError/contradictoryParameters(reason:)``; those about a setting with a line number are wrapped into
    ///   ``GBDTError/configuration(line:error:)``.
    public init(_ settings: [Setting]) throws(GBDTError) {
        var given: [String: Setting] = [:]
        for setting in settings {
            do {
                try apply(setting, given: &given)
            } catch {
                guard let line = setting.line else { throw error }
                throw .configuration(line: line, error: error)
            }
        }
        finish()
        // Columns given by name are not known yet.
        let categoricalColumns = command.categoricalColumns.compactMap { column in
            if case .index(let index) = column { index } else { nil }
        }
        try parameters.checkConsistency(categoricalColumns: categoricalColumns)
    }

    private mutating func apply(_ setting: Setting, given: inout [String: Setting]) throws(GBDTError) {
        let name = setting.name.trimmed
        let value = setting.value.trimmed
        guard let entry = ParameterTable.entry(name) else {
            throw .unknownParameter(name: name.shortened, nearest: ParameterTable.nearest(to: name))
        }
        if value.isEmpty { return }
        if let earlier = given[entry.name] {
            if earlier.value.trimmed == value { return }
            throw .parameterGivenTwice(
                name: entry.name, first: "\(earlier.name.trimmed)=\(earlier.value.trimmed.shortened)",
                second: "\(name)=\(value.shortened)")
        }
        given[entry.name] = setting
        switch entry.meaning {
        case .set(let requirement, let apply):
            if !apply(&self, value) {
                throw .invalidParameter(name: name, value: value.shortened, requirement: requirement)
            }
        case .noEffect(let reason):
            notes.append("\(name)=\(value.shortened) has no effect: \(reason)")
        case .unsupported(let harmless, let reason):
            if !Self.isHarmless(value, harmless) {
                throw .unsupportedParameter(name: name, value: value.shortened, reason: reason)
            }
        }
    }

    private static func isHarmless(_ value: String, _ harmless: [String]) -> Bool {
        if harmless.contains(value.lowercased()) { return true }
        guard let number = ParameterValue.number(value) else { return false }
        return harmless.contains { ParameterValue.number($0) == number }
    }

    /// What depends on several settings.
    private mutating func finish() {
        let positions = evaluationPositions ?? [1, 2, 3, 4, 5]
        if let metricText, let metrics = ParameterNames.metrics(metricText, positions: positions) {
            parameters.metrics = metrics.metrics
            command.metricsAreOff = metrics.isOff
        } else if evaluationPositions != nil, parameters.objective.needsGroups {
            parameters.metrics = positions.map { .ndcg(at: $0) }
        }
        // As LightGBM's `Config::Set`: validating on the training data means to report on the training data.
        if let data = command.dataFile, command.validationFiles.contains(data) {
            command.validationFiles.removeAll { $0 == data }
            command.reportsTrainingMetrics = true
        }
    }
}

extension TrainingParameters {
    /// Parameters from settings under LightGBM's names; settings that are not about training are understood and left
    /// aside. ``ParameterSettings`` gives those and the notes too.
    /// - Throws: as ``ParameterSettings/init(_:)``.
    public init(settings: [(name: String, value: String)]) throws(GBDTError) {
        self = try ParameterSettings(settings.map { Setting($0.name, $0.value) }).parameters
    }
}

extension String {
    /// At most 40 characters, for messages.
    var shortened: String { count <= 40 ? self : String(prefix(37)) + "..." }
}
