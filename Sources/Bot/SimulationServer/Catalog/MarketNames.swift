import Market

/// Which contracts a market settles in: Gamma's `version`.
enum ProtocolVersion: String, Sendable {
    case v1, v2
}

/// What the venue calls a market of the simulation. Fixed by seed and number.
struct MarketNames: Hashable, Sendable {
    var version: ProtocolVersion
    /// Gamma's number.
    var id: String
    /// 0x and 64 digits: "market" on the CLOB.
    var condition: String
    /// As Gamma shows it: of a v2 market without the last two digits.
    var shownCondition: String
    var question: String
    /// Decimal token ids of YES and NO.
    var tokens: [String]
    var slug: String
    var eventID: String
    var eventSlug: String
    var outcomes = ["Yes", "No"]

    /// A third of the events trade under Protocol V2. Its ids are laid out as `vectors/position-ids.json` says: module
    /// (1 binary, 2 negative risk), 128 bits of hash, then zeros, the outcome last.
    init(instrument: Instrument, market: MarketID, seed: UInt64) {
        let name = "\(seed)/\(market.rawValue)"
        version = instrument.event.rawValue % 3 == 2 ? .v2 : .v1
        id = String(500_000 + market.rawValue)
        slug = instrument.name
        eventID = String(30_000 + instrument.event.rawValue)
        eventSlug = instrument.eventName
        question = "0x" + Digest.hex(Digest.sha256("question/" + name))
        switch version {
        case .v1:
            condition = "0x" + Digest.hex(Digest.sha256("condition/" + name))
            shownCondition = condition
            tokens = ["yes", "no"].map { Digest.decimal(Digest.sha256($0 + "/" + name)) }
        case .v2:
            var bytes = [UInt8](repeating: 0, count: 32)
            bytes[0] = instrument.isNegativeRisk ? 2 : 1
            bytes.replaceSubrange(1..<17, with: Digest.sha256("base/" + name).prefix(16))
            condition = "0x" + Digest.hex(bytes)
            shownCondition = String(condition.dropLast(2))
            tokens = [UInt8(0), 1].map { outcome in
                bytes[31] = outcome
                return Digest.decimal(bytes)
            }
        }
    }

    func token(_ outcome: Outcome) -> String { tokens[Int(outcome.rawValue)] }
    func name(_ outcome: Outcome) -> String { outcomes[Int(outcome.rawValue)] }
}
