public import Features
import GBDT

/// A model ready to serve: trees, the columns they read, and the calibration. Immutable, shared by reference.
public final class Forecaster: Sendable {
    public let version: ModelVersion
    public let schema: SchemaHash
    public let manifest: ModelManifest
    let booster: Booster
    /// Position in a row of each column of the model.
    let columns: [Int]

    /// - Parameters:
    ///   - modelText: trees in LightGBM's text format.
    ///   - schema: of the rows that will be scored.
    /// - Throws: ``ForecastingError`` when model, manifest and schema do not belong together.
    public init(
        version: ModelVersion, manifest: ModelManifest, modelText: String, schema: FeatureSchema = .current
    ) throws(ForecastingError) {
        guard manifest.schemaHash == schema.hash.hex else {
            throw .schemaMismatch(model: manifest.schemaHash, running: schema.hash.hex)
        }
        try Self.check(manifest)
        var columns: [Int] = []
        for name in manifest.columns {
            guard let index = schema.index(of: name) else { throw .unknownColumn(name) }
            columns.append(index)
        }
        do {
            booster = try Booster(modelText: modelText)
        } catch {
            throw .model(error)
        }
        guard booster.columnCount == columns.count else {
            throw .columnCountMismatch(manifest: columns.count, model: booster.columnCount)
        }
        if let linear = manifest.linear, linear.columnCount != columns.count {
            throw .columnCountMismatch(manifest: columns.count, model: linear.columnCount)
        }
        guard booster.outputCount == 1 else { throw .model(.multipleOutputs(count: booster.outputCount)) }
        self.version = version
        self.schema = schema.hash
        self.manifest = manifest
        self.columns = columns
    }

    /// A NaN fails every one of these.
    private static func check(_ manifest: ModelManifest) throws(ForecastingError) {
        let slope = manifest.calibrationSlope
        guard slope >= 0, slope <= 1 else { throw .invalidManifest(field: "calibrationSlope", value: slope) }
        let deviation = manifest.residualStandardDeviation
        guard deviation > 0, deviation.isFinite else {
            throw .invalidManifest(field: "residualStandardDeviation", value: deviation)
        }
        let limits = manifest.winsorUpper - manifest.winsorLower
        guard limits >= 0, limits.isFinite else { throw .invalidManifest(field: "winsorLimits", value: limits) }
        let weight = manifest.blendWeightMax
        guard weight >= 0, weight <= 1 else { throw .invalidManifest(field: "blendWeightMax", value: weight) }
    }

    /// The forecast for a row of the forecaster's schema.
    public func forecast(_ row: FeatureRow) -> Forecast {
        let values = columns.map { row.values[$0] }
        return Forecast(
            asset: row.asset, time: row.time, logitMove: logitMove(values),
            standardDeviation: manifest.residualStandardDeviation, source: .model(version))
    }

    /// The calibrated move for values of the model's own columns, in their order.
    public func logitMove(_ values: [Float]) -> Double { logitMove(values.span) }

    /// Calibrated moves of many rows: `rowMajor` holds the model's own columns, row after row.
    public func logitMoves(rowMajor values: [Float]) -> [Double] {
        let width = columns.count
        let all = values.span
        return (0..<values.count / width).map { logitMove(all.extracting($0 * width..<($0 + 1) * width)) }
    }

    private func logitMove(_ values: Span<Float>) -> Double {
        manifest.deployedMove(trees: booster.predict(values), linear: manifest.linear?.predict(values) ?? 0)
    }

    /// Sum of split gains per column of the manifest.
    public var gains: [Double] { booster.importance(.gain) }
}
