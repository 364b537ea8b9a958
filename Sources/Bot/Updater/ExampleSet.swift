// BotUpdater trains a candidate, judges it on the newest evidence that leaks nothing, and installs it or keeps the old
// one with a reason in words. It must never import the engine: they meet in BotForecasting.

public import Features
public import Market

/// Labelled rows as arrays of equal length, strictly ordered by (time, asset): what the whole judgement works on.
///
/// Prices are in USDC, moves in log-odds or USDC of the row's own token.
public struct ExampleSet: Sendable {
    public var schema: SchemaHash
    public var columnNames: [String]
    /// Row after row, `columnNames.count` values each; NaN is missing.
    public var values: [Float] = []
    public var assets: [AssetID] = []
    public var events: [EventID] = []
    /// When the row was drawn: its features use only what was received at or before.
    public var times: [Timestamp] = []
    /// End t1 of the label interval (t, t1].
    public var ends: [Timestamp] = []
    /// When the label became known. A training run at T may use rows with `ready <= T` only.
    public var ready: [Timestamp] = []
    /// Move of L(mid) over the interval: the learning target.
    public var logitMoves: [Double] = []
    /// Move of the mid.
    public var priceMoves: [Double] = []
    /// Gain per share, after fees, of buying the token at t and selling it at t1.
    public var buyGains: [Double] = []
    /// Gain per share, after fees, of buying the other token of the market at t and selling it at t1.
    public var sellGains: [Double] = []
    public var bids: [Double] = []
    public var asks: [Double] = []
    public var ticks: [Double] = []
    /// Taker fee rate r in fee = shares * r * p * (1 - p).
    public var feeRates: [Double] = []
    /// What a simulated world's own truth forecasts for each row, where the caller knows it; scored beside the models.
    public var oracleMoves: [Double]?

    public init(schema: SchemaHash, columnNames: [String]) {
        self.schema = schema
        self.columnNames = columnNames
    }

    public var rowCount: Int { times.count }
    public var columnCount: Int { columnNames.count }

    /// Mid price at the time of the row.
    public func mid(_ row: Int) -> Double { (bids[row] + asks[row]) / 2 }

    /// The UTC hour of the row, counted from 1970: the block of every bootstrap and the unit of evidence.
    public func hour(_ row: Int) -> Int64 { times[row].hour }

    /// The values of some columns, column after column, of some rows.
    public func columnMajor(columns: [Int], rows: [Int]) -> [Float] {
        var result = [Float](repeating: .nan, count: columns.count * rows.count)
        var output = result.mutableSpan
        let source = values.span
        let width = columnCount
        for (place, column) in columns.enumerated() {
            let start = place * rows.count
            for index in rows.indices { output[start + index] = source[rows[index] * width + column] }
        }
        return result
    }

    /// The values of some columns, row after row, of some rows.
    public func rowMajor(columns: [Int], rows: [Int]) -> [Float] {
        var result: [Float] = []
        result.reserveCapacity(columns.count * rows.count)
        for row in rows {
            for column in columns { result.append(values[row * columnCount + column]) }
        }
        return result
    }

    /// Positions of names among the columns; names that do not exist are left out.
    public func columnIndices(of names: [String]) -> [Int] {
        var positions: [String: Int] = [:]
        for (index, name) in columnNames.enumerated() { positions[name] = index }
        return names.compactMap { positions[$0] }
    }
}

extension Timestamp {
    /// Whole UTC hours since 1970.
    var hour: Int64 { floored(to: .hours(1)).nanoseconds / Duration.hours(1).nanoseconds }

    init(hour: Int64) { self.init(seconds: hour * 3_600) }
}
