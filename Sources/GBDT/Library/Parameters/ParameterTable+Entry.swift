/// One parameter of LightGBM.
struct ParameterEntry: Sendable {
    let name: String
    var aliases: [String] = []
    let meaning: ParameterMeaning
    /// What a model text says of it; nil: LightGBM does not save this parameter.
    let printed: (@Sendable (TrainingParameters) -> String)?
}

/// What a parameter does here.
enum ParameterMeaning: Sendable {
    /// Goes into ``TrainingParameters`` or ``CommandSettings``. `apply` answers false when the text is none of what
    /// `requirement` says.
    case set(requirement: String, apply: @Sendable (inout ParameterSettings, String) -> Bool)
    /// Accepted and without influence on any result.
    case noEffect(reason: String)
    /// Refused, unless it is given a value (`harmless`, in lower case) that asks for nothing.
    case unsupported(harmless: [String], reason: String)

    var standing: String {
        switch self {
        case .set: "supported"
        case .noEffect: "no effect"
        case .unsupported: "not supported"
        }
    }

    var note: String {
        switch self {
        case .set(let requirement, _): requirement
        case .noEffect(let reason): reason
        case .unsupported(let harmless, let reason):
            harmless.isEmpty ? reason : reason + "; accepted: " + harmless.joined(separator: ", ")
        }
    }
}

extension ParameterEntry {
    typealias TrainingPath<Value> = any WritableKeyPath<TrainingParameters, Value> & Sendable
    typealias CommandPath<Value> = any WritableKeyPath<CommandSettings, Value> & Sendable

    static func number(
        _ name: String, _ aliases: [String] = [], _ path: TrainingPath<Double>, _ range: ParameterRange
    ) -> Self {
        .init(
            name: name, aliases: aliases,
            meaning: .set(requirement: "number, " + range.requirement) { settings, text in
                guard let value = ParameterValue.number(text), range.holds(value) else { return false }
                settings.parameters[keyPath: path] = value
                return true
            },
            printed: { NumberFormat.shortest($0[keyPath: path]) })
    }

    static func integer(
        _ name: String, _ aliases: [String] = [], _ path: TrainingPath<Int>, _ range: ParameterRange
    ) -> Self {
        .init(
            name: name, aliases: aliases,
            meaning: .set(requirement: "integer, " + range.requirement) { settings, text in
                guard let value = ParameterValue.integer(text), range.holds(Double(value)) else { return false }
                settings.parameters[keyPath: path] = value
                return true
            },
            printed: { String($0[keyPath: path]) })
    }

    /// A seed; the text of the model says which was in force.
    static func seed(
        _ name: String, _ aliases: [String] = [], _ path: TrainingPath<Int?>,
        inForce: @escaping @Sendable (TrainingParameters) -> Int
    ) -> Self {
        .init(
            name: name, aliases: aliases,
            meaning: .set(requirement: "integer") { settings, text in
                guard let value = ParameterValue.integer(text) else { return false }
                settings.parameters[keyPath: path] = value
                return true
            },
            printed: { String(inForce($0)) })
    }

    static func flag(_ name: String, _ aliases: [String] = [], _ path: TrainingPath<Bool>) -> Self {
        .init(
            name: name, aliases: aliases,
            meaning: .set(requirement: ParameterValue.flagRequirement) { settings, text in
                guard let value = ParameterValue.flag(text) else { return false }
                settings.parameters[keyPath: path] = value
                return true
            },
            printed: { $0[keyPath: path] ? "1" : "0" })
    }

    static func numbers(
        _ name: String, _ aliases: [String] = [], _ path: TrainingPath<[Double]>, _ range: ParameterRange
    ) -> Self {
        .init(
            name: name, aliases: aliases,
            meaning: .set(requirement: "numbers separated by commas, each " + range.requirement) { settings, text in
                guard let values = ParameterValue.list(text, of: ParameterValue.number),
                    values.allSatisfy(range.holds)
                else { return false }
                settings.parameters[keyPath: path] = values
                return true
            },
            printed: { $0[keyPath: path].map(NumberFormat.shortest).joined(separator: ",") })
    }

    static func integers(
        _ name: String, _ aliases: [String] = [], _ path: TrainingPath<[Int]>, _ range: ParameterRange
    ) -> Self {
        .init(
            name: name, aliases: aliases,
            meaning: .set(requirement: "integers separated by commas, each " + range.requirement) { settings, text in
                guard let values = ParameterValue.list(text, of: ParameterValue.integer),
                    values.allSatisfy({ range.holds(Double($0)) })
                else { return false }
                settings.parameters[keyPath: path] = values
                return true
            },
            printed: { $0[keyPath: path].map(String.init).joined(separator: ",") })
    }

    /// A parameter with a way of its own to be read and printed.
    static func special(
        _ name: String, _ aliases: [String] = [], _ requirement: String,
        printed: (@Sendable (TrainingParameters) -> String)?,
        apply: @escaping @Sendable (inout ParameterSettings, String) -> Bool
    ) -> Self {
        .init(
            name: name, aliases: aliases, meaning: .set(requirement: requirement, apply: apply), printed: printed)
    }

    private static func constant(_ text: String?) -> (@Sendable (TrainingParameters) -> String)? {
        guard let text else { return nil }
        return { _ in text }
    }

    static func noEffect(_ name: String, _ aliases: [String] = [], printed: String?, _ reason: String) -> Self {
        .init(
            name: name, aliases: aliases, meaning: .noEffect(reason: reason),
            printed: constant(printed))
    }

    static func unsupported(
        _ name: String, _ aliases: [String] = [], unless harmless: [String], printed: String?, _ reason: String
    ) -> Self {
        .init(
            name: name, aliases: aliases, meaning: .unsupported(harmless: harmless, reason: reason),
            printed: constant(printed))
    }
}

extension ParameterEntry {
    static func command(
        _ name: String, _ aliases: [String] = [], text path: CommandPath<String?>, printed: String? = nil
    ) -> Self {
        special(name, aliases, "text", printed: constant(printed)) { settings, text in
            settings.command[keyPath: path] = text
            return true
        }
    }

    static func command(
        _ name: String, _ aliases: [String] = [], flag path: CommandPath<Bool>, printed: String? = nil
    ) -> Self {
        special(name, aliases, ParameterValue.flagRequirement, printed: constant(printed)) { settings, text in
            guard let value = ParameterValue.flag(text) else { return false }
            settings.command[keyPath: path] = value
            return true
        }
    }

    static func command(
        _ name: String, _ aliases: [String] = [], integer path: CommandPath<Int>, _ range: ParameterRange,
        printed: String? = nil
    ) -> Self {
        special(name, aliases, "integer, " + range.requirement, printed: constant(printed)) { settings, text in
            guard let value = ParameterValue.integer(text), range.holds(Double(value)) else { return false }
            settings.command[keyPath: path] = value
            return true
        }
    }

    static func command(_ name: String, _ aliases: [String] = [], column path: CommandPath<ColumnReference?>) -> Self {
        special(name, aliases, "column number from 0, or name: and a name", printed: { _ in "" }) { settings, text in
            guard let value = ColumnReference(text) else { return false }
            settings.command[keyPath: path] = value
            return true
        }
    }

    static func command(_ name: String, _ aliases: [String] = [], columns path: CommandPath<[ColumnReference]>) -> Self
    {
        let requirement = "column numbers from 0 separated by commas, or name: and names separated by commas"
        return special(name, aliases, requirement, printed: { _ in "" }) { settings, text in
            guard let value = ColumnReference.list(text) else { return false }
            settings.command[keyPath: path] = value
            return true
        }
    }
}
