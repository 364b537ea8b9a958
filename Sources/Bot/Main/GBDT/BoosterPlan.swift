import GBDT

extension Booster {
    /// How predictions are computed.
    struct Plan: Encodable, CustomStringConvertible {
        var kernel: String
        var description: String { kernel }
    }

    /// How this model's predictions are computed.
    var plan: Plan { Plan(kernel: "walk") }
}
