public import Market

/// A forecast that was made for a row. Kept bit for bit.
public struct ForecastRecord: Sendable {
    public var asset: AssetID
    public var time: Timestamp
    /// Expected change of the log-odds over the horizon.
    public var logitMove: Double
    /// Standard deviation of that change.
    public var sd: Double
    /// Version of the model.
    public var model: String

    public init(asset: AssetID, time: Timestamp, logitMove: Double, sd: Double, model: String) {
        self.asset = asset
        self.time = time
        self.logitMove = logitMove
        self.sd = sd
        self.model = model
    }
}

extension ForecastRecord: Hashable {
    public static func == (a: ForecastRecord, b: ForecastRecord) -> Bool {
        a.asset == b.asset && a.time == b.time && a.logitMove.bitPattern == b.logitMove.bitPattern
            && a.sd.bitPattern == b.sd.bitPattern && a.model == b.model
    }

    public func hash(into hasher: inout Hasher) {
        hasher.combine(asset)
        hasher.combine(time)
        hasher.combine(logitMove.bitPattern)
        hasher.combine(sd.bitPattern)
        hasher.combine(model)
    }
}

/// An order as it was meant, with the row and the forecast it came from. Written before the order is sent.
public struct IntentRecord: Sendable {
    public var order: LimitOrder
    public var time: Timestamp
    public var rowAsset: AssetID
    public var rowTime: Timestamp
    /// The forecast acted upon, bit for bit.
    public var logitMove: Double
    /// Version of the model, or the name of the fallback.
    public var model: String
    /// Why the order was wanted, in a word.
    public var purpose: String

    public init(
        order: LimitOrder, time: Timestamp, rowAsset: AssetID, rowTime: Timestamp, logitMove: Double, model: String,
        purpose: String = ""
    ) {
        self.order = order
        self.time = time
        self.rowAsset = rowAsset
        self.rowTime = rowTime
        self.logitMove = logitMove
        self.model = model
        self.purpose = purpose
    }
}

extension IntentRecord: Hashable {
    public static func == (a: IntentRecord, b: IntentRecord) -> Bool {
        a.order == b.order && a.time == b.time && a.rowAsset == b.rowAsset && a.rowTime == b.rowTime
            && a.logitMove.bitPattern == b.logitMove.bitPattern && a.model == b.model && a.purpose == b.purpose
    }

    public func hash(into hasher: inout Hasher) {
        hasher.combine(order)
        hasher.combine(time)
        hasher.combine(rowAsset)
        hasher.combine(rowTime)
        hasher.combine(logitMove.bitPattern)
        hasher.combine(model)
    }
}

/// What became of an order. `sequence` is that of the journal entry it came with: two equal partial fills at one
/// instant are two records.
public struct OrderEventRecord: Hashable, Sendable {
    public var sequence: Int64
    public var event: OrderEvent

    public init(sequence: Int64, event: OrderEvent) {
        self.sequence = sequence
        self.event = event
    }
}

/// A fill, flat for reports. `sequence` is that of the journal entry it came with.
public struct FillRecord: Hashable, Sendable {
    public var sequence: Int64
    public var order: OrderID
    public var time: Timestamp
    public var asset: AssetID
    public var side: OrderSide
    public var price: Price
    public var size: Size
    public var fee: Money

    public init(
        sequence: Int64, order: OrderID, time: Timestamp, asset: AssetID, side: OrderSide, price: Price, size: Size,
        fee: Money
    ) {
        self.sequence = sequence
        self.order = order
        self.time = time
        self.asset = asset
        self.side = side
        self.price = price
        self.size = size
        self.fee = fee
    }
}

/// The account at an instant.
public struct PnLSnapshot: Hashable, Sendable {
    public var time: Timestamp
    public var cash: Money
    /// Cash plus the worth of the holdings.
    public var equity: Money
    /// Realised profit so far, after fees.
    public var realized: Money
    public var fees: Money

    public init(time: Timestamp, cash: Money, equity: Money, realized: Money, fees: Money) {
        self.time = time
        self.cash = cash
        self.equity = equity
        self.realized = realized
        self.fees = fees
    }
}

/// Trading was halted.
public struct KillSwitchRecord: Hashable, Sendable {
    public var time: Timestamp
    public var reason: String

    public init(time: Timestamp, reason: String) {
        self.time = time
        self.reason = reason
    }
}
