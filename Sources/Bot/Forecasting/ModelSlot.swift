public import Features
import Synchronization

/// The place of the model in force. Installing is one reference swap; whoever holds the old one finishes with it.
public final class ModelSlot: Sendable {
    public let schema: SchemaHash
    private let current: Mutex<Forecaster?>

    /// - Parameter schema: of the rows that the running bot computes.
    public init(schema: SchemaHash = FeatureSchema.current.hash) {
        self.schema = schema
        current = Mutex(nil)
    }

    /// Nil until the first champion.
    public var forecaster: Forecaster? { current.withLock { $0 } }

    /// - Throws: ``ForecastingError/schemaMismatch(model:running:)``; the model in force then stays.
    public func install(_ next: Forecaster) throws(ForecastingError) {
        guard next.schema == schema else { throw .schemaMismatch(model: next.schema.hex, running: schema.hex) }
        current.withLock { $0 = next }
    }
}
