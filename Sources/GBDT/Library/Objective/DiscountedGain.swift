import Glibc

/// Gains of relevance grades and discounts of ranks (`src/metric/dcg_calculator.cpp`).
struct DiscountedGain: Sendable, Hashable {
    private let gains: [Double]

    /// - Parameter labelGain: gain of each grade. Empty: 2^grade - 1 for 31 grades.
    init(labelGain: [Double] = []) {
        gains = labelGain.isEmpty ? (0..<31).map { Double((1 << $0) - 1) } : labelGain
    }

    var gradeCount: Int { gains.count }

    /// NaN for a label that is no grade.
    func gain(of label: Float) -> Double {
        guard let grade = Int(exactly: label), gains.indices.contains(grade) else { return .nan }
        return gains[grade]
    }

    /// 1 / log2(2 + rank), ranks from 0.
    static func discount(rank: Int) -> Double { 1 / log2(2 + Double(rank)) }

    /// Discounted gains of the first `count` labels, in the order given.
    func sum(_ labels: some Sequence<Float>, count: Int) -> Double {
        var sum = 0.0
        for (rank, label) in labels.enumerated().prefix(count) {
            sum += gain(of: label) * Self.discount(rank: rank)
        }
        return sum
    }

    /// The largest sum that any order of the labels gives. Grades are taken to have gains in their own order, as in
    /// LightGBM.
    func largestSum(_ labels: some Sequence<Float>, count: Int) -> Double {
        sum(labels.sorted(by: >), count: count)
    }
}

/// Rows of a range by falling score; equal scores keep their order.
func rowsByScore(_ rows: Range<Int>, _ scores: [Double]) -> [Int] {
    rows.sorted { scores[$0] != scores[$1] ? scores[$0] > scores[$1] : $0 < $1 }
}
