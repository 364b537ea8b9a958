import BotSigning

/// The members of one object, each read as what it has to be.
struct InputFields {
    private let members: [InputJSON.Member]

    init(_ value: InputJSON) throws(FieldProblem) {
        guard case .object(let members) = value else { throw FieldProblem(reason: "an object is due") }
        self.members = members
    }

    /// - Throws: when a member has another name, or a name has no member.
    func check(names: [String]) throws(FieldProblem) {
        for member in members where !names.contains(member.name) {
            // A name that could be a secret is not shown.
            let isPlain = member.name.utf8.count <= 30 && member.name.utf8.allSatisfy { $0 >= 0x20 && $0 < 0x7f }
            throw FieldProblem(field: isPlain ? member.name : "(not shown)", reason: "there is no such field")
        }
        for name in names where value(name) == nil { throw FieldProblem(field: name, reason: "the field is missing") }
    }

    func text(_ name: String) throws(FieldProblem) -> String {
        guard case .text(let text) = try present(name) else {
            throw FieldProblem(field: name, reason: "a text is due, in quotes")
        }
        return text
    }

    func flag(_ name: String) throws(FieldProblem) -> Bool {
        guard case .flag(let flag) = try present(name) else {
            throw FieldProblem(field: name, reason: "true or false is due")
        }
        return flag
    }

    /// A whole number that is not negative.
    func whole(_ name: String) throws(FieldProblem) -> UInt64 {
        guard case .number(let digits) = try present(name), let number = UInt64(digits) else {
            throw FieldProblem(field: name, reason: "a whole number is due, without quotes and below 2^64")
        }
        return number
    }

    func choice<Value>(_ name: String, _ choices: KeyValuePairs<String, Value>) throws(FieldProblem) -> Value {
        let text = try text(name)
        guard let choice = choices.first(where: { $0.key == text }) else {
            throw FieldProblem(field: name, reason: "it is one of " + choices.map(\.key).joined(separator: ", "))
        }
        return choice.value
    }

    /// A decimal number in quotes, rounded down to units of 10^-places.
    func decimal(_ name: String, places: Int) throws(FieldProblem) -> Int64 {
        let text = try text(name)
        do {
            return try DecimalText.floor(text, places: places).units
        } catch {
            throw FieldProblem(field: name, reason: error.description)
        }
    }

    /// A decimal number in quotes that is a whole number of units of 10^-places.
    func exactDecimal(_ name: String, places: Int) throws(FieldProblem) -> Int64 {
        let text = try text(name)
        do {
            return try DecimalText.exact(text, places: places)
        } catch {
            throw FieldProblem(field: name, reason: error.description)
        }
    }

    func address(_ name: String) throws(FieldProblem) -> EthereumAddress {
        let text = try text(name)
        do {
            return try EthereumAddress(text)
        } catch {
            throw FieldProblem(field: name, reason: error.description)
        }
    }

    func word(_ name: String) throws(FieldProblem) -> Bytes32 {
        try made(name, Bytes32(hex: text(name)), "64 hexadecimal digits are due, in quotes")
    }

    func key(_ name: String, curve: Secp256k1) throws(FieldProblem) -> SigningKey {
        let text = try text(name)
        do {
            return try SigningKey(text, curve: curve)
        } catch {
            throw FieldProblem(field: name, reason: error.description)
        }
    }

    /// What was made of the field; nil means that the field is not what is `due`.
    func made<Value>(_ name: String, _ value: Value?, _ due: String) throws(FieldProblem) -> Value {
        guard let value else { throw FieldProblem(field: name, reason: due) }
        return value
    }

    private func value(_ name: String) -> InputJSON? { members.first { $0.name == name }?.value }

    private func present(_ name: String) throws(FieldProblem) -> InputJSON {
        guard let value = value(name) else { throw FieldProblem(field: name, reason: "the field is missing") }
        return value
    }
}
