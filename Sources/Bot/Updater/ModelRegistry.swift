public import BotForecasting
public import Features

/// The champions on disk: one folder each, and a pointer file that names the one in force.
///
///     models/current_model.txt              the version, a line
///     models/<version>/model.txt ...        see ModelFolder
///     models/verdicts/<time>-<decision>.json   every candidate's report, promoted or not
///
/// A crash at any step leaves the old or the new champion. Folders that nothing refers to are ignored and swept later.
public struct ModelRegistry: Sendable {
    public static let pointerFile = "current_model.txt"
    static let verdictFolder = "verdicts"
    /// Champions that stay on disk, the one in force included.
    public static let championsMax = 10

    public let root: String
    public let schema: FeatureSchema
    private let files: any FileOperations

    public init(root: String, schema: FeatureSchema = .current, files: any FileOperations = SystemFiles()) {
        self.root = root
        self.schema = schema
        self.files = files
    }

    /// The version in force; nil before the first champion. One small read: cheap enough for every second.
    public func currentVersion() throws(RegistryError) -> ModelVersion? {
        guard let bytes = try files.read("\(root)/\(Self.pointerFile)") else { return nil }
        let line = String(decoding: bytes, as: UTF8.self).split(separator: "\n", omittingEmptySubsequences: false)
        guard line.count == 2, line[1].isEmpty, let version = ModelVersion(String(line[0])) else {
            throw .malformedPointer(String(decoding: bytes.prefix(64), as: UTF8.self))
        }
        return version
    }

    /// The champion, ready to serve; nil before the first.
    public func champion() throws(RegistryError) -> Forecaster? {
        guard let version = try currentVersion() else { return nil }
        return try load(version)
    }

    /// A model that is on disk, after every check.
    public func load(_ version: ModelVersion) throws(RegistryError) -> Forecaster {
        try ModelFolder.load(version, under: root, schema: schema, files: files)
    }

    /// Writes the folder, checks it as a reader would, then moves the pointer. Old champions beyond the tenth go.
    public func promote(_ folder: ModelFolder, report: CandidateReport) throws(RegistryError) {
        if try currentVersion() != folder.version {
            try files.createFolder(root)
            try folder.write(report: json(report), under: root, files: files)
        }
        _ = try load(folder.version)
        try point(to: folder.version)
        try sweep()
    }

    /// Moves the pointer to a model that is on disk and sound: a promotion's last step, or a rollback.
    public func point(to version: ModelVersion) throws(RegistryError) {
        _ = try load(version)
        let temporary = "\(root)/\(ModelFolder.temporaryPrefix)pointer"
        try files.write(Array("\(version)\n".utf8), to: temporary)
        try files.rename(temporary, to: "\(root)/\(Self.pointerFile)")
        try files.syncFolder(root)
    }

    /// The champion and those before it, newest first, as far as they are on disk.
    public func lineage() throws(RegistryError) -> [ModelVersion] {
        var chain: [ModelVersion] = []
        var next = try currentVersion()
        while let version = next, !chain.contains(version) {
            guard let bytes = try files.read("\(root)/\(version)/\(ModelFolder.manifestFile)") else { break }
            let manifest: ModelManifest = try ModelFolder.decode(bytes, ModelFolder.manifestFile, version.description)
            chain.append(version)
            next = manifest.parent.flatMap { ModelVersion($0) }
        }
        return chain
    }

    /// Manifest of a model on disk.
    public func manifest(of version: ModelVersion) throws(RegistryError) -> ModelManifest {
        let bytes = try ModelFolder.bytes(of: ModelFolder.manifestFile, version.description, root, files)
        return try ModelFolder.decode(bytes, ModelFolder.manifestFile, version.description)
    }

    /// The report that promoted a model on disk.
    public func report(of version: ModelVersion) throws(RegistryError) -> CandidateReport {
        let bytes = try ModelFolder.bytes(of: ModelFolder.reportFile, version.description, root, files)
        return try ModelFolder.decode(bytes, ModelFolder.reportFile, version.description)
    }

    /// Removes temporary folders and all models but the last ten champions.
    private func sweep() throws(RegistryError) {
        let kept = Set(try lineage().prefix(Self.championsMax).map(\.description))
        for name in try files.names(in: root) {
            let isModel = ModelVersion(name) != nil && !kept.contains(name)
            let isTemporary =
                name.hasPrefix(ModelFolder.temporaryPrefix) && name != "\(ModelFolder.temporaryPrefix)pointer"
            if isModel || isTemporary { try files.removeFolder("\(root)/\(name)") }
        }
    }
}

extension ModelRegistry {
    /// Keeps a candidate's report, whatever became of it. The same report twice is one file.
    public func record(_ report: CandidateReport) throws(RegistryError) {
        let folder = "\(root)/\(Self.verdictFolder)"
        try files.createFolder(folder)
        let temporary = "\(folder)/\(ModelFolder.temporaryPrefix)verdict"
        try files.write(json(report), to: temporary)
        try files.rename(temporary, to: "\(folder)/\(Self.verdictName(report))")
        try files.syncFolder(folder)
    }

    /// Every candidate's report, oldest first; the newest `limit` of them when one is given.
    public func verdicts(limit: Int? = nil) throws(RegistryError) -> [CandidateReport] {
        var reports: [CandidateReport] = []
        for name in try verdictNames().suffix(limit ?? .max) {
            guard let bytes = try files.read("\(root)/\(Self.verdictFolder)/\(name)") else { continue }
            reports.append(try ModelFolder.decode(bytes, name, Self.verdictFolder))
        }
        return reports
    }

    /// How many candidates were judged before `report`, rehearsals not counted.
    func trialCount(before report: CandidateReport) throws(RegistryError) -> Int {
        let own = Self.timeText(report)
        return try verdictNames().count { !$0.hasPrefix(own) && !$0.hasSuffix(Self.rehearsalSuffix) }
    }

    private func verdictNames() throws(RegistryError) -> [String] {
        try files.names(in: "\(root)/\(Self.verdictFolder)").filter { $0.hasSuffix(".json") }
    }

    private static let rehearsalSuffix = "-\(PromotionVerdict.Decision.rehearsed.rawValue).json"

    /// Market time in twenty digits, so that names sort as times do.
    private static func timeText(_ report: CandidateReport) -> String {
        let digits = String(max(0, report.identity.asOf))
        return String(repeating: "0", count: max(0, 20 - digits.count)) + digits
    }

    static func verdictName(_ report: CandidateReport) -> String {
        "\(timeText(report))-\(report.decision.decision.rawValue).json"
    }
}
