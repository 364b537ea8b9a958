/// A linear forecast on standardised columns. A missing value is the mean of training: it says nothing.
///
/// Columns are cut at 5 standard deviations: beyond what training saw, a line has no business going on.
public struct LinearModel: Codable, Hashable, Sendable {
    /// One of each per column.
    public let transforms: [ColumnTransform]
    public let means: [Double]
    /// 1 / sd of training; 0 for a column that did not vary there.
    public let scales: [Double]
    /// Per standard deviation of a column.
    public let coefficients: [Double]

    public init(transforms: [ColumnTransform], means: [Double], scales: [Double], coefficients: [Double]) {
        precondition(
            transforms.count == means.count && means.count == scales.count && scales.count == coefficients.count,
            "one of each per column")
        self.transforms = transforms
        self.means = means
        self.scales = scales
        self.coefficients = coefficients
    }

    static let deviationsMax = 5.0

    public var columnCount: Int { coefficients.count }

    /// A column's value as the coefficients see it.
    public func standardised(_ value: Float, column: Int) -> Double {
        let transformed = transforms[column](Double(value))
        guard transformed.isFinite else { return 0 }
        let deviations = (transformed - means[column]) * scales[column]
        return min(max(deviations, -Self.deviationsMax), Self.deviationsMax)
    }

    /// The forecast for one value per column.
    public func predict(_ values: Span<Float>) -> Double {
        precondition(values.count == columnCount, "a row has as many values as the model has columns")
        var sum = 0.0
        for column in values.indices { sum += term(values[column], column: column) }
        return sum
    }

    /// What a column's value adds to the forecast.
    func term(_ value: Float, column: Int) -> Double {
        coefficients[column] * standardised(value, column: column)
    }
}
