/// Finds the bins of one categorical feature from a sample of its values (`BinMapper::FindBin` in `src/io/bin.cpp`).
///
/// Categories are numbered by how often they occur. Those that cover 99 % of the rows get a bin each, even beyond
/// `binCountMax`; then as many as fit; rarer ones share bin 0 with missing values. Two bytes hold a bin, so categories
/// beyond 65,535 share bin 0 too.
struct CategoricalBinFinder: Sendable {
    let binCountMax: Int
    let minDataInBin: Int
    /// Whether NaN counts as category 0 when categories are counted (`use_missing=false` or `zero_as_missing=true`).
    var missingIsZero = false

    /// - Parameter sample: values of the sampled rows, in any order.
    func mapper(forSample sample: Span<Double>) -> BinMapper {
        var rowCounts: [Int32: Int] = [:]
        var missingCount = 0
        for index in sample.indices {
            if let category = BinMapper.category(sample[index]) {
                rowCounts[category, default: 0] += 1
            } else if missingIsZero, sample[index].isNaN {
                rowCounts[0, default: 0] += 1
            } else {
                missingCount += 1
            }
        }
        let byFrequency = rowCounts.sorted { ($1.value, $0.key) < ($0.value, $1.key) }
        let coverage = roundedToInt(Double(sample.count - missingCount) * Double(0.99 as Float))
        let limit = min(byFrequency.count + (missingCount > 0 ? 1 : 0), binCountMax)
        var categories: [Int32] = [-1]
        var counts = [0]
        var covered = 0
        for (index, entry) in byFrequency.enumerated() {
            let isWanted = covered < coverage || categories.count < limit
            if categories.count > Int(UInt16.max) { break }
            if !isWanted || (entry.value < minDataInBin && index > 1) { break }
            categories.append(entry.key)
            counts.append(entry.value)
            covered += entry.value
        }
        counts[0] = sample.count - covered
        let hasEveryCategory = categories.count - 1 == byFrequency.count && missingCount == 0
        let defaultBin = categories.firstIndex(of: 0) ?? 0
        return BinMapper(
            upperBounds: [], categories: categories, missing: hasEveryCategory ? .none : .nan, defaultBin: defaultBin,
            mostFrequentBin: BinCounts.mostFrequentBin(counts, defaultBin: defaultBin, rowCount: sample.count),
            minimum: 0, maximum: 0,
            balancedCutCount: counts.count <= 2 ? min(counts[0], sample.count - counts[0]) : .max)
    }
}
