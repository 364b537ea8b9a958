/// What can go wrong with what a caller hands in: parameters, data, model files.
///
/// Every case carries the values that explain it. What only a bug in this library could cause is a precondition.
public enum GBDTError: Error, Sendable, Hashable {
    /// A training parameter lies outside its range.
    case invalidParameter(name: String, value: String, requirement: String)
    /// A matrix has no rows or no columns, or more than this library can index (2^31 - 1 rows).
    case unsupportedShape(rowCount: Int, columnCount: Int)
    /// The values handed in are not rows times columns.
    case valueCountMismatch(expected: Int, got: Int)
    /// One label per row is needed.
    case labelCountMismatch(expected: Int, got: Int)
    /// One weight per row is needed.
    case weightCountMismatch(expected: Int, got: Int)
    /// Group sizes must be positive and add up to the number of rows.
    case groupCountMismatch(expected: Int, got: Int)
    /// Initial scores need one array per output.
    case outputCountMismatch(expected: Int, got: Int)
    /// One initial score per row is needed.
    case initialScoreCountMismatch(output: Int, expected: Int, got: Int)
    /// An initial score is NaN or infinite.
    case nonFiniteInitialScore(output: Int, row: Int)
    /// A column named in parameters or as categorical does not exist.
    case columnOutOfRange(Int, columnCount: Int)
    /// The data set was made without `keepsFeatures: true`, which continuing or refitting a model needs.
    case featuresNotKept
    /// The objective `.custom` needs the closure `gradients`.
    case gradientsMissing
    /// A fold of a cross-validation that cannot be trained or judged.
    case invalidFold(index: Int, reason: String)
    /// The task that trained was cancelled.
    case cancelled
    /// One feature name per column is needed.
    case featureNameCountMismatch(expected: Int, got: Int)
    /// A label is NaN or infinite. LightGBM silently turns such labels into 0; here they are refused.
    case nonFiniteLabel(row: Int)
    /// A label that the objective or a metric gives no meaning, such as a negative count.
    case invalidLabel(row: Int, value: Float, requirement: String)
    /// A ranking objective or metric (`name`) needs the rows per group.
    case groupsMissing(name: String)
    /// A weight is negative, NaN or infinite, or (`row` is nil) all weights are zero.
    case invalidWeight(row: Int?)
    /// A feature name is empty, doubled, or holds white space or control characters (the text format cannot carry it).
    case invalidFeatureName(String)
    /// Data and model, or training and validation data, differ in their number of columns.
    case columnCountMismatch(expected: Int, got: Int)
    /// A parameter that decides the bins was changed after the data set had been binned.
    case binningParameterChanged(name: String)
    /// Validation data must be binned by the mappers of the training data: pass `binnedLike:`.
    case validationNotBinnedLikeTraining
    /// Early stopping was asked for without validation data.
    case validationMissing
    /// A single-output prediction was asked of a model with several outputs per row.
    case multipleOutputs(count: Int)
    /// Contributions were asked of a model that does not say enough, or something else than LightGBM can explain.
    case contributionsUnavailable(reason: String)
    /// No parameter of LightGBM bears this name. `nearest` is the known name most like it, when one is near.
    case unknownParameter(name: String, nearest: String?)
    /// A parameter of LightGBM that this library cannot honour.
    case unsupportedParameter(name: String, value: String, reason: String)
    /// One parameter was given two values, perhaps under two of its names.
    case parameterGivenTwice(name: String, first: String, second: String)
    /// Parameters that cannot hold together. The reason names them as LightGBM does and says what to change.
    case contradictoryParameters(reason: String)
    /// What is wrong with a setting that stands in line `line` of a configuration text, counted from 1.
    indirect case configuration(line: Int, error: GBDTError)
    /// A text that breaks its format. `line` and `column`, the number of the field in its line, count from 1; `found`
    /// holds at most 40 characters of what stands there.
    case malformedText(line: Int, column: Int, found: String, reason: String)
    /// Sparse rows would become a dense table of more cells than the text's size justifies.
    case tableTooLarge(line: Int, columnIndex: Int, rowCount: Int, cellCountMax: Int)
    /// Options name a column that the table does not have, or give one column two roles.
    case invalidColumn(name: String, reason: String)
    /// Bytes that are no NPY array this library reads.
    case malformedArray(reason: String)
    /// A model text that breaks the format. `tree` is nil for the header.
    case malformedModel(tree: Int?, key: String, reason: String)
    /// A well-formed model that uses what this library cannot evaluate.
    case unsupportedModel(feature: String)
}
