/// Why a command that handles keys ended, and with which exit code. Never holds a piece of the input.
struct SigningFailure: Error, CustomStringConvertible {
    var status: ExitStatus
    var description: String

    static func usage(_ text: String) -> Self { .init(status: .usage, description: text) }
    static func badData(_ text: String) -> Self { .init(status: .badData, description: text) }
}

/// What is wrong with one order of the input. Values are left out: a key may stand where it should not.
struct FieldProblem: Error {
    /// Nil when the order itself is wrong.
    var field: String?
    var reason: String

    var description: String { (field.map { "field '\($0)': " } ?? "") + reason }
}
