internal import GRDB
internal import Market

/// Forecasts that were made.
enum ForecastTable {
    static func insert(_ records: [ForecastRecord], into database: Database) throws {
        guard !records.isEmpty else { return }
        let statement = try SQLStatement(
            database,
            """
            INSERT INTO forecasts (time, asset, model, logit_move_bits, sd_bits) VALUES (?, ?, ?, ?, ?)
            ON CONFLICT (time, asset, model) DO NOTHING
            """)
        for record in records {
            statement.bind(0, record.time.nanoseconds)
            statement.bind(1, Int64(bitPattern: record.asset.rawValue))
            statement.bind(2, text: record.model)
            statement.bind(3, Int64(bitPattern: record.logitMove.bitPattern))
            statement.bind(4, Int64(bitPattern: record.sd.bitPattern))
            try statement.run()
        }
    }

    /// Forecasts with `from` <= time <= `through`, ascending by time, token, model.
    static func records(from: Timestamp, through: Timestamp, in database: Database) throws -> [ForecastRecord] {
        let statement = try SQLStatement(
            database,
            """
            SELECT time, asset, model, logit_move_bits, sd_bits FROM forecasts WHERE time BETWEEN ? AND ?
            ORDER BY time, asset, model
            """)
        statement.bind(0, from.nanoseconds)
        statement.bind(1, through.nanoseconds)
        var records: [ForecastRecord] = []
        while try statement.step() {
            records.append(
                ForecastRecord(
                    asset: AssetID(rawValue: UInt64(bitPattern: statement.int(1))),
                    time: Timestamp(nanoseconds: statement.int(0)), logitMove: statement.double(bits: 3),
                    sd: statement.double(bits: 4), model: statement.text(2)))
        }
        return records
    }
}

extension SQLStatement {
    /// The Double whose bit pattern the column holds.
    func double(bits column: Int32) -> Double { Double(bitPattern: UInt64(bitPattern: int(column))) }
}
