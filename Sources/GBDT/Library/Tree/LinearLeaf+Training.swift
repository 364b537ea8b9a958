extension LinearLeaf {
    /// The output for a row of a matrix, whose values are rounded to Float as during LightGBM's training; nil when a
    /// value that is needed is missing.
    func output(_ row: Int, of features: FeatureMatrix) -> Double? {
        var output = constant
        for term in columns.indices {
            let value = Double(Float(features.value(row: row, column: columns[term])))
            if value.isNaN { return nil }
            output += coefficients[term] * value
        }
        return output
    }
}
