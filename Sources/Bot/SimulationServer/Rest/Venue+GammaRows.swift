import Market

/// Gamma's objects (specification, 2.2): three fields are strings that hold JSON.
extension Venue {
    private func packed(_ texts: [String]) -> JSON {
        JSON("[" + texts.map { JSON($0).text }.joined(separator: ", ") + "]")
    }

    private func dollars(_ microdollars: Int64) -> String { DecimalText.text(microdollars, digits: 6) }

    func gammaMarket(_ market: VenueMarket, isNested: Bool = false) -> JSON {
        let names = market.names
        let isV2 = names.version == .v2
        let volume = JSON.number(dollars(market.volumeTotal))
        var json: JSON = [
            "id": JSON(names.id), "question": JSON(market.title), "conditionId": JSON(names.shownCondition),
            "slug": JSON(names.slug), "resolutionSource": "", "endDate": JSON(InstantText.iso(market.scheduledEnd)),
            "liquidity": JSON(dollars(market.liquidity)), "startDate": JSON(InstantText.iso(market.created)),
            "image": "", "icon": "", "description": JSON(market.description), "outcomes": packed(names.outcomes),
            "outcomePrices": packed([market.priceText(.yes), market.priceText(.no)]),
            "volume": JSON(dollars(market.volumeTotal)), "active": true, "closed": .bool(market.isClosed),
            "marketMakerAddress": "", "createdAt": JSON(InstantText.iso(market.created)),
            "updatedAt": JSON(InstantText.iso(market.bookTime)), "new": false, "featured": false, "archived": false,
            "restricted": true, "questionID": JSON(names.question), "enableOrderBook": true,
            "orderPriceMinTickSize": .number(market.tickText),
            "orderMinSize": .number(market.instrument.sizeMin.text), "volumeNum": volume,
            "liquidityNum": .number(dollars(market.liquidity)),
            "endDateIso": JSON(InstantText.date(market.scheduledEnd)),
            "startDateIso": JSON(InstantText.date(market.created)), "volume24hr": volume, "volumeClob": volume,
            "clobTokenIds": isV2 ? .null : packed(names.tokens),
            "positionIds": isV2 ? .array(names.tokens.map(JSON.string)) : .null,
            "makerBaseFee": JSON(market.baseFee), "takerBaseFee": JSON(market.baseFee),
            "acceptingOrders": .bool(market.takesOrders), "negRisk": .bool(market.instrument.isNegativeRisk),
        ]
        json = JSON.object((json.members ?? []) + (gammaDetails(market).members ?? []))
        if !isNested { json.append("events", [gammaEventHead(market)]) }
        json.append("version", JSON(names.version.rawValue))
        return json
    }

    private func gammaDetails(_ market: VenueMarket) -> JSON {
        let book = market.book
        let category = market.instrument.category
        var json: JSON = [
            "acceptingOrdersTimestamp": JSON(InstantText.iso(market.created)), "rewardsMinSize": 50,
            "rewardsMaxSpread": .number("4.5"), "umaResolutionStatuses": "[]", "feesEnabled": .bool(market.baseFee > 0),
            "feeType": market.baseFee > 0 ? JSON(category + "_fees") : "zero_fees",
            "feeSchedule": [
                "exponent": 1, "rate": .number(market.feeRateText), "takerOnly": true, "rebateRate": .number("0.25"),
            ], "category": JSON(category),
        ]
        if category == settings.delayedCategory {
            json.append("secondsDelay", JSON(Int64(settings.takerDelay.inSeconds)))
        }
        if market.instrument.isNegativeRisk { json.append("negRiskMarketID", JSON(market.names.question)) }
        if let bid = book.bestBid { json.append("bestBid", .number(bid.price.text)) }
        if let ask = book.bestAsk { json.append("bestAsk", .number(ask.price.text)) }
        if let bid = book.bestBid, let ask = book.bestAsk {
            json.append("spread", .number(DecimalText.text(Int64(ask.price.units - bid.price.units), digits: 4)))
        }
        if let trade = market.lastTrade(.yes) { json.append("lastTradePrice", .number(trade.price.text)) }
        if let closed = market.closedAt {
            json.append("closedTime", JSON(InstantText.spaced(closed)))
            json.append("umaResolutionStatus", JSON(market.payout(.yes) == nil ? "proposed" : "resolved"))
        }
        return json
    }

    private func gammaEventHead(_ first: VenueMarket) -> JSON {
        let siblings = catalog.siblings(of: first)
        let volume = siblings.reduce(0) { $0 + $1.volumeTotal }
        let isNegative = first.instrument.isNegativeRisk
        return [
            "id": JSON(first.names.eventID), "ticker": JSON(first.names.eventSlug),
            "slug": JSON(first.names.eventSlug), "title": JSON(first.eventTitle),
            "description": JSON(first.description), "startDate": JSON(InstantText.iso(first.created)),
            "creationDate": JSON(InstantText.iso(first.created)), "endDate": JSON(InstantText.iso(first.scheduledEnd)),
            "active": true, "closed": .bool(siblings.allSatisfy(\.isClosed)), "archived": false, "new": false,
            "featured": false, "restricted": true,
            "liquidity": .number(dollars(siblings.reduce(0) { $0 + $1.liquidity })),
            "volume": .number(dollars(volume)), "volume24hr": .number(dollars(volume)), "openInterest": 0,
            "enableOrderBook": true, "negRisk": .bool(isNegative), "enableNegRisk": .bool(isNegative),
            "negRiskAugmented": false,
        ]
    }

    func gammaEvent(_ first: VenueMarket) -> JSON {
        var json = gammaEventHead(first)
        json.append("markets", .array(catalog.siblings(of: first).map { gammaMarket($0, isNested: true) }))
        let category = first.instrument.category
        json.append("tags", [["id": "1", "label": JSON(category), "slug": JSON(category)]])
        return json
    }
}
