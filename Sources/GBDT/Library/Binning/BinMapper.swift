/// How values of one numeric feature become bins (`BinMapper` in `src/io/bin.cpp`).
///
/// Bins `0 ..< upperBounds.count` hold values in ascending order: bin `b` those of at most `upperBounds[b]` and above
/// the bound before; the last bound is +inf. When `missing` is `.nan` one bin more, the last, holds NaN.
struct BinMapper: Sendable, Hashable {
    /// What counts as missing. Raw values are those of the text format's `decision_type`.
    enum Missing: UInt8, Sendable {
        case none = 0
        case zero = 1
        case nan = 2
    }

    let upperBounds: [Double]
    let missing: Missing
    /// The bin of 0.
    let defaultBin: Int
    /// The bin LightGBM leaves out of histograms and restores by subtraction: the fullest one if it holds 70 % of the
    /// sample, else the bin of 0.
    let mostFrequentBin: Int
    /// Range of the sampled values, zeros included.
    let minimum: Double
    let maximum: Double
    /// The sampled rows on the smaller side of the most even cut between two bins.
    let balancedCutCount: Int

    var binCount: Int { upperBounds.count + (missing == .nan ? 1 : 0) }

    /// Smallest bin whose bound is not below `value`. NaN: its own bin, or where 0 goes.
    func bin(of value: Double) -> Int {
        if value.isNaN {
            return missing == .nan ? binCount - 1 : defaultBin
        }
        var low = 0
        var high = upperBounds.count - 1
        while low < high {
            let middle = (low + high) / 2
            if value <= upperBounds[middle] { high = middle } else { low = middle + 1 }
        }
        return low
    }

    /// Whether no split on this feature can leave `rowCountMin` sampled rows on both sides; such features are ignored.
    func isTrivial(rowCountMin: Int) -> Bool {
        binCount <= 1 || balancedCutCount < rowCountMin
    }
}
