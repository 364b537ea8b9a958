public import BotForecasting
import Crypto
import FoundationEssentials
import Features
import Market

/// The files of one model: trees, manifest, golden predictions and the report that promoted it.
///
/// Written into a temporary folder, flushed, then renamed to the name that its content gives it: a folder under a
/// version's name is complete or was tampered with.
public struct ModelFolder: Sendable {
    static let modelFile = "model.txt"
    static let manifestFile = "schema.json"
    static let goldenFile = "golden.json"
    static let reportFile = "report.json"
    static let temporaryPrefix = ".tmp-"

    public let version: ModelVersion
    public let manifest: ModelManifest
    public let modelText: String
    public let golden: GoldenPredictions

    /// A new model, named after its content and the market's date.
    public init(manifest: ModelManifest, modelText: String, golden: GoldenPredictions) {
        self.manifest = manifest
        self.modelText = modelText
        self.golden = golden
        let day = dayText(Timestamp(nanoseconds: manifest.created))
        let digits = Self.digest(model: Array(modelText.utf8), manifest: json(manifest))
        guard let version = ModelVersion("\(day)-\(digits)") else {
            preconditionFailure("\(day)-\(digits) is not the form of a version")
        }
        self.version = version
    }

    /// First 12 hex digits of the SHA-256 over model and manifest.
    static func digest(model: [UInt8], manifest: [UInt8]) -> String {
        var hash = SHA256()
        hash.update(data: model)
        hash.update(data: manifest)
        let hex = hash.finalize().prefix(6).map { byte in
            let digits = String(byte, radix: 16)
            return digits.count == 1 ? "0" + digits : digits
        }
        return hex.joined()
    }

    /// Writes the folder under `root`. One of that name which is there already holds the same bytes or is replaced.
    func write(report: [UInt8], under root: String, files: any FileOperations) throws(RegistryError) {
        let temporary = "\(root)/\(Self.temporaryPrefix)\(version)"
        try files.removeFolder(temporary)
        try files.createFolder(temporary)
        try files.write(Array(modelText.utf8), to: "\(temporary)/\(Self.modelFile)")
        try files.write(json(manifest), to: "\(temporary)/\(Self.manifestFile)")
        try files.write(json(golden), to: "\(temporary)/\(Self.goldenFile)")
        try files.write(report, to: "\(temporary)/\(Self.reportFile)")
        try files.syncFolder(temporary)
        // Left by a crash between rename and pointer; never one that the pointer names.
        try files.removeFolder("\(root)/\(version)")
        try files.rename(temporary, to: "\(root)/\(version)")
        try files.syncFolder(root)
    }

    /// Reads a folder and makes a forecaster of it, after everything that can be checked has been.
    static func load(
        _ version: ModelVersion, under root: String, schema: FeatureSchema, files: any FileOperations
    ) throws(RegistryError) -> Forecaster {
        let name = version.description
        let manifestBytes = try bytes(of: manifestFile, name, root, files)
        let manifest: ModelManifest = try decode(manifestBytes, manifestFile, name)
        let model = try bytes(of: modelFile, name, root, files)
        guard model.count >= manifest.modelByteCount else {
            throw .truncated(version: name, file: modelFile, expected: manifest.modelByteCount, got: model.count)
        }
        let digits = digest(model: model, manifest: manifestBytes)
        let expected = String(name.suffix(12))
        guard digits == expected else { throw .contentChanged(version: name, expected: expected, got: digits) }
        let forecaster: Forecaster
        do {
            forecaster = try Forecaster(
                version: version, manifest: manifest, modelText: String(decoding: model, as: UTF8.self), schema: schema)
        } catch .schemaMismatch(let wanted, let running) {
            throw .schemaMismatch(version: name, model: wanted, running: running)
        } catch {
            throw .refused(version: name, error)
        }
        let golden: GoldenPredictions = try decode(try bytes(of: goldenFile, name, root, files), goldenFile, name)
        try golden.verify(forecaster)
        return forecaster
    }

    static func bytes(
        of file: String, _ version: String, _ root: String, _ files: any FileOperations
    ) throws(RegistryError) -> [UInt8] {
        guard let bytes = try files.read("\(root)/\(version)/\(file)") else {
            throw .missing(version: version, file: file)
        }
        return bytes
    }

    static func decode<Value: Decodable>(
        _ bytes: [UInt8], _ file: String, _ version: String
    ) throws(RegistryError) -> Value {
        do {
            return try JSONDecoder().decode(Value.self, from: Data(bytes))
        } catch {
            throw .unreadable(version: version, file: file, reason: "\(error)")
        }
    }
}

/// Rows of the test part with the forecasts of the day of training: a loaded model must repeat them.
public struct GoldenPredictions: Codable, Hashable, Sendable {
    public static let rowCountMax = 64
    static let tolerance = 1e-9

    /// Values of the model's columns; nil is missing.
    public var rows: [[Float?]]
    public var moves: [Double]

    public init(rows: [[Float]], moves: [Double]) {
        self.rows = rows.map { row in row.map { $0.isNaN ? nil : $0 } }
        self.moves = moves
    }

    func verify(_ forecaster: Forecaster) throws(RegistryError) {
        let version = forecaster.version.description
        guard !moves.isEmpty, rows.count == moves.count,
            rows.allSatisfy({ $0.count == forecaster.manifest.columns.count })
        else {
            throw .unreadable(
                version: version, file: ModelFolder.goldenFile, reason: "rows and moves do not fit the model")
        }
        for (index, row) in rows.enumerated() {
            let got = forecaster.logitMove(row.map { $0 ?? .nan })
            guard got.isFinite else { throw .nonFinite(version: version, row: index) }
            guard abs(got - moves[index]) <= Self.tolerance else {
                throw .goldenMismatch(version: version, row: index, expected: moves[index], got: got)
            }
        }
    }
}

/// Sorted keys: the same value gives the same bytes in every process.
func json(_ value: some Encodable) -> [UInt8] {
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.sortedKeys, .prettyPrinted]
    do {
        return Array(try encoder.encode(value)) + [UInt8(ascii: "\n")]
    } catch {
        preconditionFailure("reports and manifests hold finite numbers only: \(error)")
    }
}

/// `yyyymmdd` of a UTC time, by Hinnant's civil-from-days.
func dayText(_ time: Timestamp) -> String {
    let day = time.floored(to: .days(1)).nanoseconds / Duration.days(1).nanoseconds + 719_468
    let era = (day >= 0 ? day : day - 146_096) / 146_097
    let dayOfEra = day - era * 146_097
    let yearOfEra = (dayOfEra - dayOfEra / 1_460 + dayOfEra / 36_524 - dayOfEra / 146_096) / 365
    let dayOfYear = dayOfEra - (365 * yearOfEra + yearOfEra / 4 - yearOfEra / 100)
    let monthIndex = (5 * dayOfYear + 2) / 153
    let month = monthIndex < 10 ? monthIndex + 3 : monthIndex - 9
    let year = yearOfEra + era * 400 + (month <= 2 ? 1 : 0)
    let number = year * 10_000 + month * 100 + dayOfYear - (153 * monthIndex + 2) / 5 + 1
    let digits = String(number)
    return String(repeating: "0", count: max(0, 8 - digits.count)) + digits
}
