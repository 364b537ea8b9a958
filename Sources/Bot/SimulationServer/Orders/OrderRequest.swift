import Market

enum OrderKind: String, Sendable {
    case goodTillCancelled = "GTC"
    case goodTillDate = "GTD"
    case fillOrKill = "FOK"
    case fillAndKill = "FAK"

    /// Whether what is not filled stays in the book.
    var rests: Bool { self == .goodTillCancelled || self == .goodTillDate }

    var timeInForce: TimeInForce {
        switch self {
        case .goodTillCancelled, .goodTillDate: .goodTillCancelled
        case .fillOrKill: .fillOrKill
        case .fillAndKill: .fillAndKill
        }
    }
}

/// The body of `POST /order` (specification, 4.3).
struct OrderRequest: Hashable, Sendable {
    var order: SignedOrder
    /// Unix seconds; zero without an end.
    var expiration: Int64
    /// Id of the API key.
    var owner: String
    var kind: OrderKind
    var isPostOnly: Bool

    /// Most base units that an amount may have: a hundred million dollars.
    static let amountMax: Int64 = 100_000_000_000_000

    init(_ json: JSON) throws(Refusal) {
        let refusal = Refusal(400, "Invalid order payload")
        guard let order = json["order"] else { throw refusal }
        if order["taker"] != nil || order["nonce"] != nil || order["feeRateBps"] != nil {
            throw Refusal(400, "order_version_mismatch")
        }
        func text(_ name: String) -> String? { order[name]?.string }
        func amount(_ name: String) -> Int64? {
            guard let digits = text(name), !digits.isEmpty, digits.utf8.allSatisfy({ $0 >= 0x30 && $0 <= 0x39 }),
                let value = Int64(digits), value > 0, value <= Self.amountMax
            else { return nil }
            return value
        }
        guard let salt = order["salt"]?.integer, salt >= 0, salt < 1 << 53,
            let maker = text("maker"), Self.isHex(maker, digits: 40),
            let signer = text("signer"), Self.isHex(signer, digits: 40),
            let token = text("tokenId"), let makerAmount = amount("makerAmount"),
            let takerAmount = amount("takerAmount"), let side = text("side"), ["BUY", "SELL"].contains(side),
            let expiration = Int64(text("expiration") ?? "0"), (0...1 << 32).contains(expiration),
            let type = order["signatureType"]?.integer, (0...3).contains(type),
            let timestamp = UInt64(text("timestamp") ?? ""),
            let metadata = text("metadata"), Self.isHex(metadata, digits: 64),
            let builder = text("builder"), Self.isHex(builder, digits: 64), let signature = text("signature"),
            let owner = json["owner"]?.string, let kind = OrderKind(rawValue: json["orderType"]?.string ?? "")
        else { throw refusal }
        self.order = SignedOrder(
            salt: UInt64(salt), maker: maker, signer: signer, tokenID: token, makerAmount: makerAmount,
            takerAmount: takerAmount, isBuy: side == "BUY", signatureType: Int(type), timestamp: timestamp,
            metadata: metadata, builder: builder, signature: signature)
        self.expiration = expiration
        self.owner = owner
        self.kind = kind
        isPostOnly = json["postOnly"]?.bool ?? false
        if isPostOnly && !kind.rests { throw refusal }
    }

    static func isHex(_ text: String, digits: Int) -> Bool {
        text.hasPrefix("0x") && text.utf8.count == digits + 2
            && text.utf8.dropFirst(2).allSatisfy {
                (0x30...0x39).contains($0) || (0x41...0x46).contains($0) || (0x61...0x66).contains($0)
            }
    }
}

/// What an order asks for, in numbers of the market.
struct OrderTerms: Hashable, Sendable {
    var asset: AssetID
    var side: OrderSide
    var price: Price
    /// Of a market buy: no more than this, and what `money` buys.
    var size: Size
    /// What a buyer gives, a seller asks, in all.
    var money: Money
    var kind: OrderKind

    /// Whether it ends when the money is spent, not when the shares are there.
    var isBySpending: Bool { !kind.rests && side == .buy }
}

extension OrderTerms {
    /// Price by amounts, as the venue computes it: to the nearest tick, off by less than a ten-thousandth.
    ///
    /// Nil when no tick is near, or it is outside of tick ... 1 - tick.
    static func price(money: Int64, shares: Int64, tick: Int32) -> Price? {
        // money / shares = units / 10^4, with a tick of `tick` units.
        let (high, low) = money.multipliedFullWidth(by: Int64(Price.one))
        guard high < shares / 2, shares > 0 else { return nil }
        let (quotient, remainder) = shares.dividingFullWidth((high, low))
        guard quotient <= Int64(Price.one) else { return nil }
        let width = Int64(tick)
        let nearest = (quotient + width / 2) / width * width
        // Exact distance in shares of a unit: within one unit.
        let distance = quotient - nearest
        let isNear = distance == 0 || (distance == -1) || (distance == 1 && remainder == 0)
        guard isNear, nearest >= width, nearest <= Int64(Price.one) - width else { return nil }
        return Price(units: Int32(nearest))
    }

    /// The price that the amounts say, to six digits.
    static func priceText(money: Int64, shares: Int64) -> String {
        let (high, low) = money.multipliedFullWidth(by: 1_000_000)
        guard high < shares / 2 else { return DecimalText.text(money / max(1, shares), digits: 0) }
        return DecimalText.text(shares.dividingFullWidth((high, low)).quotient, digits: 6)
    }
}
