public import Features
import Glibc

/// What a column goes through before a linear model sees it. Trees see it as it is.
public enum ColumnTransform: String, Codable, Hashable, Sendable {
    case identity
    /// sign(x) ln(1 + |x|): for amounts of shares and USDC, whose size spans decades (feature catalogue, section 4).
    case signedLog

    public init(_ column: FeatureColumn) { self = column.isLevel ? .signedLog : .identity }

    public func callAsFunction(_ value: Double) -> Double {
        switch self {
        case .identity: value
        case .signedLog: value < 0 ? -log1p(-value) : log1p(value)
        }
    }
}
