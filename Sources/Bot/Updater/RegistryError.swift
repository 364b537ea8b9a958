public import BotForecasting

/// Why a model folder is not served, or could not be written. The model in force stays.
public enum RegistryError: Error, Hashable, Sendable {
    /// The operating system refused; `code` is errno.
    case file(operation: String, path: String, code: Int32)
    /// The pointer names something that is not a version.
    case malformedPointer(String)
    /// The folder or one of its files is not there.
    case missing(version: String, file: String)
    /// The file is shorter than its manifest says.
    case truncated(version: String, file: String, expected: Int, got: Int)
    /// The bytes are not those the version was named after.
    case contentChanged(version: String, expected: String, got: String)
    /// A file does not decode.
    case unreadable(version: String, file: String, reason: String)
    /// The model reads other columns than this build computes.
    case schemaMismatch(version: String, model: String, running: String)
    case refused(version: String, ForecastingError)
    /// A golden row is answered with NaN or infinity.
    case nonFinite(version: String, row: Int)
    /// A golden row is answered otherwise than on the day of training.
    case goldenMismatch(version: String, row: Int, expected: Double, got: Double)
}
