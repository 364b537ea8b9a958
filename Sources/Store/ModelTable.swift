internal import GRDB
internal import Market

/// Candidate models with their verdicts, and how models did later.
enum ModelTable {
    static func upsert(_ records: [ModelRecord], into database: Database) throws {
        guard !records.isEmpty else { return }
        let statement = try SQLStatement(
            database,
            """
            INSERT INTO models (version, created, verdict, gate, reason, metrics, parent) VALUES (?, ?, ?, ?, ?, ?, ?)
            ON CONFLICT (version, created) DO UPDATE SET verdict = excluded.verdict, gate = excluded.gate,
            reason = excluded.reason, metrics = excluded.metrics, parent = excluded.parent
            """)
        for record in records {
            statement.bind(0, text: record.version)
            statement.bind(1, record.created.nanoseconds)
            statement.bind(2, text: record.verdict)
            statement.bind(3, text: record.gate)
            statement.bind(4, text: record.reason)
            statement.bind(5, text: record.metricsJSON)
            statement.bind(6, text: record.parent)
            try statement.run()
        }
    }

    static func upsert(_ records: [ModelPerformance], into database: Database) throws {
        guard !records.isEmpty else { return }
        let statement = try SQLStatement(
            database,
            """
            INSERT INTO model_performance (version, time, metrics) VALUES (?, ?, ?)
            ON CONFLICT (version, time) DO UPDATE SET metrics = excluded.metrics
            """)
        for record in records {
            statement.bind(0, text: record.version)
            statement.bind(1, record.time.nanoseconds)
            statement.bind(2, text: record.metricsJSON)
            try statement.run()
        }
    }

    /// All candidates, ascending by creation, then version.
    static func records(in database: Database) throws -> [ModelRecord] {
        let row = try SQLStatement(
            database,
            """
            SELECT version, created, verdict, gate, reason, metrics, parent FROM models ORDER BY created, version
            """)
        var records: [ModelRecord] = []
        while try row.step() {
            records.append(
                ModelRecord(
                    version: row.text(0), created: Timestamp(nanoseconds: row.int(1)), verdict: row.text(2),
                    gate: row.optionalText(3), reason: row.text(4), metricsJSON: row.text(5),
                    parent: row.optionalText(6)))
        }
        return records
    }

    /// All measurements, ascending by time, then version.
    static func performance(in database: Database) throws -> [ModelPerformance] {
        let row = try SQLStatement(
            database, "SELECT version, time, metrics FROM model_performance ORDER BY time, version")
        var records: [ModelPerformance] = []
        while try row.step() {
            records.append(
                ModelPerformance(
                    version: row.text(0), time: Timestamp(nanoseconds: row.int(1)), metricsJSON: row.text(2)))
        }
        return records
    }
}
