/// What a leaf of a linear tree says: a linear function of the row, in LightGBM's order of terms (`Tree::Predict` in
/// `include/LightGBM/tree.h`).
struct LinearLeaf: Sendable, Hashable {
    var constant: Double
    /// Which columns the function reads, and the factor of each.
    var columns: [Int] = []
    var coefficients: [Double] = []

    /// nil when a value that is needed is missing; the leaf's plain value stands in then.
    @inline(__always)
    func output<Value: BinaryFloatingPoint>(_ row: Span<Value>) -> Double? {
        var output = constant
        for term in columns.indices {
            let value = Double(row[columns[term]])
            if value.isNaN { return nil }
            output += coefficients[term] * value
        }
        return output
    }

    mutating func multiply(by factor: Double) {
        constant *= factor
        for term in coefficients.indices { coefficients[term] *= factor }
    }
}
