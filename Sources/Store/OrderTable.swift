internal import GRDB
internal import Market

/// Orders as they were meant, what became of them, and fills.
enum OrderTable {
    static func insert(_ records: [IntentRecord], into database: Database) throws {
        guard !records.isEmpty else { return }
        let statement = try SQLStatement(
            database,
            """
            INSERT INTO intents (order_high, order_low, time, asset, side, price, size, time_in_force, row_asset,
            row_time, logit_move_bits, model, purpose) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
            ON CONFLICT (order_high, order_low) DO NOTHING
            """)
        for record in records {
            let order = record.order
            statement.bind(order.id, from: 0)
            statement.bind(2, record.time.nanoseconds)
            statement.bind(3, Int64(bitPattern: order.asset.rawValue))
            statement.bind(4, Int64(order.side.rawValue))
            statement.bind(5, order.price.units)
            statement.bind(6, order.size.microshares)
            statement.bind(7, Int64(order.timeInForce.rawValue))
            statement.bind(8, Int64(bitPattern: record.rowAsset.rawValue))
            statement.bind(9, record.rowTime.nanoseconds)
            statement.bind(10, Int64(bitPattern: record.logitMove.bitPattern))
            statement.bind(11, text: record.model)
            statement.bind(12, text: record.purpose)
            try statement.run()
        }
    }

    static func insert(_ records: [OrderEventRecord], into database: Database) throws {
        guard !records.isEmpty else { return }
        let statement = try SQLStatement(
            database,
            """
            INSERT INTO order_events (sequence, order_high, order_low, time, code, payload) VALUES (?, ?, ?, ?, ?, ?)
            ON CONFLICT (sequence) DO NOTHING
            """)
        for record in records {
            let stored = StoredOrderEvent(record.event.kind)
            statement.bind(0, record.sequence)
            statement.bind(record.event.order, from: 1)
            statement.bind(3, record.event.time.nanoseconds)
            statement.bind(4, Int64(stored.code))
            statement.bind(5, blob: stored.payload)
            try statement.run()
        }
    }

    static func insert(_ records: [FillRecord], into database: Database) throws {
        guard !records.isEmpty else { return }
        let statement = try SQLStatement(
            database,
            """
            INSERT INTO fills (sequence, order_high, order_low, time, asset, side, price, size, fee)
            VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?) ON CONFLICT (sequence) DO NOTHING
            """)
        for record in records {
            statement.bind(0, record.sequence)
            statement.bind(record.order, from: 1)
            statement.bind(3, record.time.nanoseconds)
            statement.bind(4, Int64(bitPattern: record.asset.rawValue))
            statement.bind(5, Int64(record.side.rawValue))
            statement.bind(6, record.price.units)
            statement.bind(7, record.size.microshares)
            statement.bind(8, record.fee.microdollars)
            try statement.run()
        }
    }

    // MARK: reading

    /// All intents, ascending by time, then order.
    static func intents(in database: Database) throws -> [IntentRecord] {
        let row = try SQLStatement(
            database,
            """
            SELECT order_high, order_low, time, asset, side, price, size, time_in_force, row_asset, row_time,
            logit_move_bits, model, purpose FROM intents ORDER BY time, order_high, order_low
            """)
        var records: [IntentRecord] = []
        while try row.step() {
            guard let side = UInt8(exactly: row.int(4)).flatMap(OrderSide.init(rawValue:)),
                let price = Price(stored: row.int(5)), row.int(6) >= 0,
                let timeInForce = UInt8(exactly: row.int(7)).flatMap(TimeInForce.init(rawValue:))
            else { throw MalformedRow(table: "intents", reason: "not an order at \(row.int(2))") }
            let order = LimitOrder(
                id: row.orderID(0), asset: AssetID(rawValue: UInt64(bitPattern: row.int(3))), side: side, price: price,
                size: Size(microshares: row.int(6)), timeInForce: timeInForce)
            records.append(
                IntentRecord(
                    order: order, time: Timestamp(nanoseconds: row.int(2)),
                    rowAsset: AssetID(rawValue: UInt64(bitPattern: row.int(8))),
                    rowTime: Timestamp(nanoseconds: row.int(9)), logitMove: row.double(bits: 10),
                    model: row.text(11), purpose: row.text(12)))
        }
        return records
    }

    /// All order events, ascending by sequence.
    static func events(in database: Database) throws -> [OrderEventRecord] {
        let row = try SQLStatement(
            database,
            "SELECT sequence, order_high, order_low, time, code, payload FROM order_events ORDER BY sequence")
        var records: [OrderEventRecord] = []
        while try row.step() {
            let kind: OrderEvent.Kind
            do throws(DecodingFailure) {
                kind = try StoredOrderEvent(code: UInt8(truncatingIfNeeded: row.int(4)), payload: row.blob(5)).kind()
            } catch {
                throw MalformedRow(table: "order_events", reason: "sequence \(row.int(0)): \(error.reason)")
            }
            records.append(
                OrderEventRecord(
                    sequence: row.int(0),
                    event: OrderEvent(order: row.orderID(1), time: Timestamp(nanoseconds: row.int(3)), kind: kind)))
        }
        return records
    }

    /// All fills, ascending by sequence.
    static func fills(in database: Database) throws -> [FillRecord] {
        let row = try SQLStatement(
            database,
            "SELECT sequence, order_high, order_low, time, asset, side, price, size, fee FROM fills ORDER BY sequence")
        var records: [FillRecord] = []
        while try row.step() {
            guard let side = UInt8(exactly: row.int(5)).flatMap(OrderSide.init(rawValue:)),
                let price = Price(stored: row.int(6)), row.int(7) >= 0
            else { throw MalformedRow(table: "fills", reason: "not a fill, sequence \(row.int(0))") }
            records.append(
                FillRecord(
                    sequence: row.int(0), order: row.orderID(1), time: Timestamp(nanoseconds: row.int(3)),
                    asset: AssetID(rawValue: UInt64(bitPattern: row.int(4))), side: side, price: price,
                    size: Size(microshares: row.int(7)), fee: Money(microdollars: row.int(8))))
        }
        return records
    }
}

extension SQLStatement {
    fileprivate func bind(_ order: OrderID, from parameter: Int32) {
        bind(parameter, Int64(bitPattern: order.high))
        bind(parameter + 1, Int64(bitPattern: order.low))
    }

    fileprivate func orderID(_ column: Int32) -> OrderID {
        OrderID(high: UInt64(bitPattern: int(column)), low: UInt64(bitPattern: int(column + 1)))
    }
}
