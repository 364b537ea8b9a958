import GBDT

/// The instruction set of predictions, when somebody forces one by `POLYBOT_ISA`: for comparisons and tests.
extension InstructionSet {
    static let variable = "POLYBOT_ISA"

    /// The names that may be given, for messages.
    static let names = allCases.map { "'\($0.rawValue)'" }.joined(separator: ", ")

    /// What the environment asks for; nil: the best that the machine has.
    /// - Throws: `ConfigurationError` that lists the valid names.
    init?(environment: [String: String]) throws(ConfigurationError) {
        guard let name = environment[Self.variable] else { return nil }
        self = try Self.named(name)
    }

    static func named(_ name: String) throws(ConfigurationError) -> Self {
        guard let choice = Self(rawValue: name) else {
            throw ConfigurationError(key: variable, reason: "expected one of \(names), got '\(name)'")
        }
        return choice
    }
}
