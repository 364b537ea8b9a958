import Market

/// Why a market that Gamma announces is not traded.
enum ListingRefusal: Error, Hashable, Sendable {
    /// A settlement protocol that this build does not know.
    case unknownVersion(String)
    /// No condition id yet, or one that the CLOB would not find.
    case notDeployed
    case outcomesNotTwo(outcomes: Int, tokens: Int)
    case badToken(String)
    case badTick
    case badMinimumSize
    /// Fees that the ledger cannot compute.
    case badFee
}

/// What must be known of a market to trade it, with ids as the CLOB takes them.
struct Listing: Hashable, Sendable {
    var conditionID: String
    var version: ProtocolVersion
    /// Of the first outcome, called YES, and of the second.
    var tokens: [String]
    var outcomes: [String]
}

extension GammaMarket {
    /// Ids by which the market is traded: those that its version says, never those that happen to be there.
    func listing() throws(ListingRefusal) -> Listing {
        let tokens: [String]
        switch version {
        case .v1: tokens = clobTokenIDs
        case .v2: tokens = positionIDs
        case .unknown(let name): throw .unknownVersion(name)
        }
        guard let conditionID, ConditionID.isComplete(conditionID) else { throw .notDeployed }
        guard outcomes.count == 2, tokens.count == 2, tokens[0] != tokens[1] else {
            throw .outcomesNotTwo(outcomes: outcomes.count, tokens: tokens.count)
        }
        for token in tokens where !TokenID.isComplete(token) { throw .badToken(token) }
        return Listing(conditionID: conditionID, version: version, tokens: tokens, outcomes: outcomes)
    }

    /// The market's metadata in the bot's terms.
    /// - Parameter event: the number of the market's event in the store's directory.
    func instrument(event: EventID) throws(ListingRefusal) -> Instrument {
        guard let tick = tick?.tick else { throw .badTick }
        guard let sizeMin = sizeMin?.size else { throw .badMinimumSize }
        let feeRate = fee == nil || feesEnabled == false ? .free : fee?.feeRate
        guard let feeRate else { throw .badFee }
        let parent = events.first
        return Instrument(
            name: slug, eventName: parent?.slug ?? slug, event: event, category: categoryName, tick: tick,
            sizeMin: sizeMin, fee: feeRate, isNegativeRisk: isNegativeRisk || parent?.isNegativeRisk ?? false,
            quotesBothTokens: true, created: created, scheduledEnd: scheduledEnd, volume: volume, liquidity: liquidity,
            gameStart: gameStart, reward: reward, resolution: resolution, reference: crypto?.asset)
    }

    /// The venue's category, else the one that the name of the fees begins with (`crypto_fees_v2`).
    private var categoryName: String {
        if let category, !category.isEmpty { return category.lowercased() }
        guard let feeType, let end = feeType.firstIndex(of: "_") else { return "" }
        return feeType[..<end].lowercased()
    }

    private var reward: MakerReward? {
        guard let rewardsSizeMin, let size = rewardsSizeMin.size, let band = rewardsSpreadMax?.cents
        else { return nil }
        return MakerReward(band: band, sizeMin: size)
    }

    private var resolution: ResolutionState? {
        switch resolutionStatus {
        case "proposed": .proposed
        case "disputed": .disputed
        case nil, "", "inactive", "active": .open
        default: nil
        }
    }
}

extension WireDecimal {
    /// A number of cents in price units, of which a cent has 100; rounded down.
    fileprivate var cents: Int32? {
        guard coefficient >= 0, let millionths = units(places: 6), millionths <= 100_000_000 else { return nil }
        return Int32(millionths / 10_000)
    }
}
