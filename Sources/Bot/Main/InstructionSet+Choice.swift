import GBDT

/// The instruction set of predictions, when somebody forces one by `POLYBOT_ISA`: for comparisons and tests.
extension InstructionSet {
    static let variable = "POLYBOT_ISA"

    /// The names that may be given, for messages.
    static let names = allCases.map { "'\($0.rawValue)'" }.joined(separator: ", ")

    /// What the environment asks for; nil: the best that the machine has.
    /// - Throws: `ConfigurationError` that lists the valid names, or says what the machine has.
    init?(environment: [String: String]) throws(ConfigurationError) {
        guard let name = environment[Self.variable] else { return nil }
        self = try Self.named(name)
    }

    /// - Parameter most: what the machine has. Serving on less than was asked for would be a figure under a wrong name.
    static func named(_ name: String, most: InstructionSet = .detected) throws(ConfigurationError) -> Self {
        guard let choice = Self(rawValue: name) else {
            throw ConfigurationError(key: variable, reason: "expected one of \(names), got '\(name)'")
        }
        guard choice <= most else {
            throw ConfigurationError(
                key: variable, reason: "'\(name)' is more than this machine or build has: '\(most.rawValue)'")
        }
        return choice
    }
}
