/// How values of one feature become bins (`BinMapper` in `src/io/bin.cpp`).
///
/// Numeric: bins `0 ..< upperBounds.count` hold values in ascending order: bin `b` those of at most `upperBounds[b]`
/// and above the bound before; the last bound is +inf. When `missing` is `.nan` one bin more, the last, holds NaN.
///
/// Categorical: bin `b` holds category `categories[b]`, the most frequent first; bin 0 everything else: NaN, negative,
/// rare and unseen values.
struct BinMapper: Sendable, Hashable {
    /// What counts as missing. Raw values are those of the text format's `decision_type`.
    enum Missing: UInt8, Sendable {
        case none = 0
        case zero = 1
        case nan = 2
    }

    let upperBounds: [Double]
    /// Empty for a numeric feature. The first entry is -1.
    let categories: [Int32]
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

    var isCategorical: Bool { !categories.isEmpty }

    var binCount: Int { isCategorical ? categories.count : upperBounds.count + (missing == .nan ? 1 : 0) }

    /// What a model text says of the column.
    var info: String {
        if isCategorical { return categories.map(String.init).joined(separator: ":") }
        return "[\(NumberFormat.exact(minimum)):\(NumberFormat.exact(maximum))]"
    }

    /// The category a value stands for: truncated; nil for NaN, negative numbers and what no Int32 holds.
    static func category(_ value: Double) -> Int32? {
        guard value > -1, value < 2_147_483_648 else { return nil }
        return Int32(value)
    }

    /// Smallest bin whose bound is not below `value`. NaN: its own bin, or where 0 goes. Categorical: the category's.
    func bin(of value: Double) -> Int {
        if isCategorical {
            return Self.category(value).flatMap { category in categories.firstIndex(of: category) } ?? 0
        }
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
