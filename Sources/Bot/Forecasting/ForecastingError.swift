public import GBDT

/// Why a model cannot serve. The one in force stays.
public enum ForecastingError: Error, Hashable, Sendable {
    /// The model was trained on other columns than this build computes: retrain, or run the build it was made by.
    case schemaMismatch(model: String, running: String)
    /// The manifest names a column that the schema does not have.
    case unknownColumn(String)
    /// Manifest and trees disagree on the number of columns.
    case columnCountMismatch(manifest: Int, model: Int)
    /// A number of the manifest is not finite, or outside its range.
    case invalidManifest(field: String, value: Double)
    /// The model text is broken.
    case model(GBDTError)
}
