import BotSimulation
public import Market

/// A wallet that holds funds at the venue. What it owns stands in the clearing; here is what of it is promised.
struct VenueAccount: Hashable, Sendable {
    let participant: Participant
    /// As it was written first.
    let address: String
    /// Who signs for it: bound by the first order that was valid.
    var owner: String?
    /// 0 to 3; how it signs.
    var signatureType = 0
    /// Promised to trades that are matched and not mined.
    var cashInFlight = Money.zero
    var sharesInFlight: [AssetID: Size] = [:]
    /// Microdollars that the exchange may take; nil without a limit.
    var allowance: Int64?
    /// Whether the exchange may take shares.
    var isApproved = true
    var isBanned = false
    var isClosedOnly = false
    /// What the cache of `/balance-allowance` says while it is stale.
    var cachedCash: Money?
    var cachedShares: [AssetID: Size] = [:]
    var basis: [AssetID: Basis] = [:]

    /// How a position came about, for the Data API.
    struct Basis: Hashable, Sendable {
        var bought = Size.zero
        var sold = Size.zero
        var paid = Money.zero
        var received = Money.zero
        var fees = Money.zero
        var firstAt: Int64
        var lastAt: Int64
    }
}

/// The accounts by address.
struct AccountBook: Sendable {
    /// By participant number, from 2 on.
    private(set) var all: [VenueAccount] = []
    private var byAddress: [String: Int] = [:]

    func find(_ address: String) -> VenueAccount? { byAddress[address.lowercased()].map { all[$0] } }

    mutating func add(_ account: VenueAccount) {
        precondition(Int(account.participant.rawValue) == all.count + 2, "members are numbered in order")
        byAddress[account.address.lowercased()] = all.count
        all.append(account)
    }

    subscript(participant: Participant) -> VenueAccount {
        get { all[Int(participant.rawValue) - 2] }
        _modify { yield &all[Int(participant.rawValue) - 2] }
    }

    /// The wallet for which `owner` signs under a type.
    func wallet(of owner: String, signatureType: Int) -> VenueAccount? {
        all.first { $0.owner?.lowercased() == owner.lowercased() && $0.signatureType == signatureType }
    }
}

extension Venue {
    /// The account of an address, opened if need be.
    func account(_ address: String) -> Participant {
        if let found = accounts.find(address) { return found.participant }
        let account = VenueAccount(participant: world.addMember(), address: address)
        accounts.add(account)
        return account.participant
    }

    /// The wallet that `/balance-allowance` speaks of.
    func wallet(of key: APIKey, signatureType: Int) -> Participant {
        if signatureType == 0 { return account(key.address) }
        if let bound = accounts.wallet(of: key.address, signatureType: signatureType) { return bound.participant }
        return account(check.wallet(of: key.address, signatureType: signatureType) ?? key.address)
    }

    /// What the venue believes the account has: the chain's word, or the cache's while that is stale.
    func believedCash(_ participant: Participant) -> Money {
        let actual = world.clearing.cash(of: participant)
        return faults.hasStaleBalances ? accounts[participant].cachedCash ?? actual : actual
    }

    func believedShares(_ asset: AssetID, _ participant: Participant) -> Size {
        let actual = world.clearing.shares(of: asset, held: participant)
        return faults.hasStaleBalances ? accounts[participant].cachedShares[asset] ?? actual : actual
    }

    /// Keeps what the cache will say from now on.
    func refreshCache(_ participant: Participant) {
        accounts[participant].cachedCash = world.clearing.cash(of: participant)
        accounts[participant].cachedShares = [:]
        for (asset, size) in world.clearing.positions(of: participant) {
            accounts[participant].cachedShares[asset] = size
        }
    }

    /// Puts money into an account from outside.
    public func deposit(_ amount: Money, to address: String) { world.deposit(amount, to: account(address)) }
}
