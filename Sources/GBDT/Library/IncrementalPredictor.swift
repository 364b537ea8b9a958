/// Predicts for a row that changes a little from call to call, as an order book does: only what changed is looked at
/// anew. Results are those of ``Booster/predict(_:)-(Span<Double>)``, to the last bit. Calls allocate nothing.
///
/// One per row that is followed, for example one per token; they share the model's tables.
public struct IncrementalPredictor: ~Copyable, Sendable {
    private let booster: Booster
    private var row: [Double]
    /// nil where the model's plan is to walk: there is nothing to keep but the row.
    private var ranks: KeptRanks?

    /// - Parameter row: exactly as many values as the model has columns, NaN for missing. The model must have one
    ///   output.
    public init(_ booster: Booster, row: Span<Double>) {
        precondition(booster.outputCount == 1, "a model with several outputs is asked by rawScores or predictions")
        precondition(row.count == booster.columnCount, "a row has as many values as the model has columns")
        self.booster = booster
        self.row = row.indices.map { row[$0] }
        ranks = KeptRanks(booster.server)
        ranks?.rank(row)
    }

    /// Puts another value in one column.
    public mutating func set(_ value: Double, column: Int) {
        row[column] = value
        ranks?.rank(value, ofColumn: column)
    }

    /// Takes the changed columns from a row.
    /// - Parameters:
    ///   - row: the whole row; only the changed columns are read.
    ///   - changed: bit `c % 64` of word `c / 64` is set when column `c` may have changed.
    public mutating func update(_ row: Span<Double>, changed: Span<UInt64>) {
        precondition(row.count == booster.columnCount, "a row has as many values as the model has columns")
        precondition(changed.count == (row.count + 63) / 64, "a mask has a bit for each column")
        for word in changed.indices {
            var bits = changed[word]
            while bits != 0 {
                let column = 64 * word + bits.trailingZeroBitCount
                precondition(column < row.count, "a bit of the mask has no column")
                set(row[column], column: column)
                bits &= bits - 1
            }
        }
    }

    /// The sum of the trees' outputs, before conversion.
    public mutating func rawScore() -> Double {
        if let score = ranks?.score() { return score }
        return booster.rawScore(row.span)
    }

    /// The prediction, in label units or as a probability, as the objective says.
    public mutating func predict() -> Double {
        booster.transform(booster.averaged(rawScore(), over: booster.iterationCount))
    }
}
