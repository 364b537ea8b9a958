/// What a model text says besides its trees.
struct ModelHeader: Sendable, Hashable {
    /// Outputs per row, which is also the number of trees per iteration.
    var outputCount = 1
    var labelIndex = 0
    /// The `objective` line. nil: a custom objective, predictions are raw.
    var objective: String?
    /// Predictions are means over iterations, not sums (random forests).
    var averagesOutput = false
    var featureNames: [String]
    /// The `monotone_constraints` line, if any.
    var monotoneConstraints: String?
    /// Per column `none`, `[min:max]`, or its categories.
    var featureInfos: [String]
    /// From the line `parameters:` to the end, verbatim.
    var tail = "\npandas_categorical:null\n"
}
