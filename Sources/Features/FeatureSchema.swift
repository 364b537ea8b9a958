/// The SHA-256 of a schema's ordered `name:version` lines, as 64 lower-case hexadecimal digits.
public struct SchemaHash: Hashable, Sendable, CustomStringConvertible {
    public let hex: String

    public init(hex: String) { self.hex = hex }

    public var description: String { hex }

    init(of columns: [FeatureColumn]) {
        hex = Fingerprint.hex(of: Array(columns.map { "\($0.name):\($0.version)\n" }.joined().utf8))
    }
}

/// The ordered columns of a feature row.
///
/// A row, a stored sample and a model belong together only if their schema hashes are equal. The order is that of the
/// catalogue; the hash covers names and versions in that order.
public struct FeatureSchema: Hashable, Sendable {
    public let columns: [FeatureColumn]
    public let hash: SchemaHash
    private let indices: [String: Int]

    /// Every feature of this build, in the order of the catalogue.
    public static let current = FeatureSchema(columns: FeatureCatalogue.definitions.map(\.column))

    /// A schema of some columns. Names must be unique.
    public init(columns: [FeatureColumn]) {
        self.columns = columns
        hash = SchemaHash(of: columns)
        indices = Dictionary(uniqueKeysWithValues: columns.enumerated().map { ($1.name, $0) })
    }

    /// The position of a column in a row's values. Look it up once, not per row.
    public func index(of name: String) -> Int? { indices[name] }

    public static func == (a: FeatureSchema, b: FeatureSchema) -> Bool { a.columns == b.columns }
    public func hash(into hasher: inout Hasher) { hasher.combine(hash) }
}
