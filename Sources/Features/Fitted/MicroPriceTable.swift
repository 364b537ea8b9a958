private import Glibc

/// The expected future mid less the present one, by imbalance and spread, as the limit of Stoikov's iteration
/// (Stoikov, The micro-price, 2018).
///
/// States are the bins of (imbalance, spread). From transitions between states at successive book changes, together
/// with their mirror images, come Q (no change of the mid), T (a change of the mid, to the state after it) and R (the
/// change's size). G1 = (1 - Q)^-1 R is the expected first change, and G = sum over k of B^k G1 with B = (1 - Q)^-1 T.
struct MicroPriceTable: Hashable, Sendable {
    static let imbalanceBins = 10
    static let spreadBins = 5
    static let stateCount = imbalanceBins * spreadBins

    /// Ticks, by `spread * imbalanceBins + imbalance`.
    let adjustments: [Double]

    /// - Parameter adjustments: one per state.
    init(adjustments: [Double]) {
        precondition(adjustments.count == Self.stateCount)
        self.adjustments = adjustments
    }

    /// Bin of I = B / (A + B), 0 ... 9, and of the spread in ticks, 1 to 5 and more.
    static func state(imbalance: Double, spreadTicks: Int) -> Int {
        let column = min(max(Int(imbalance * Double(imbalanceBins)), 0), imbalanceBins - 1)
        return min(max(spreadTicks, 1), spreadBins) * imbalanceBins - imbalanceBins + column
    }

    /// (G(I, s) - G(1 - I, s)) / 2 in ticks, I = B / (A + B), 1 - I = A / (A + B): exactly odd, as a table alone is not
    /// where I lies on the edge of a bin. NaN without sizes.
    func gap(bidSize: Double, askSize: Double, spreadTicks: Int) -> Double {
        let sum = bidSize + askSize
        guard sum > 0 else { return .nan }
        let own = adjustments[Self.state(imbalance: bidSize / sum, spreadTicks: spreadTicks)]
        let other = adjustments[Self.state(imbalance: askSize / sum, spreadTicks: spreadTicks)]
        return (own - other) / 2
    }
}

/// Transitions between the states of a book, from which a table is made.
struct MicroPriceFit: Sendable {
    /// Changes of the mid are counted in half ticks up to this many.
    private static let jumpMax = 4.0
    private static let iterations = 6

    /// From state to state without a change of the mid, and with one.
    private var still: [Double]
    private var moved: [Double]
    /// Changes of the book that were counted.
    private(set) var count = 0.0
    /// Sum of the changes of the mid in ticks, by state.
    private var jumps: [Double]

    init() {
        let count = MicroPriceTable.stateCount
        still = Array(repeating: 0, count: count * count)
        moved = still
        jumps = Array(repeating: 0, count: count)
    }

    /// A book followed another of the same epoch and tick size.
    /// - Parameter midChange: ticks.
    mutating func add(
        from old: (imbalance: Double, spreadTicks: Int), to new: (imbalance: Double, spreadTicks: Int),
        midChange: Double
    ) {
        guard !old.imbalance.isNaN, !new.imbalance.isNaN, abs(midChange) <= Self.jumpMax else { return }
        count += 1
        tally(from: old, to: new, midChange)
        tally(
            from: (1 - old.imbalance, old.spreadTicks), to: (1 - new.imbalance, new.spreadTicks), -midChange)
    }

    private mutating func tally(
        from old: (imbalance: Double, spreadTicks: Int), to new: (imbalance: Double, spreadTicks: Int),
        _ midChange: Double
    ) {
        let from = MicroPriceTable.state(imbalance: old.imbalance, spreadTicks: old.spreadTicks)
        let to = MicroPriceTable.state(imbalance: new.imbalance, spreadTicks: new.spreadTicks)
        let place = from * MicroPriceTable.stateCount + to
        if midChange == 0 {
            still[place] += 1
        } else {
            moved[place] += 1
            jumps[from] += midChange
        }
    }

    /// A state that never occurred keeps the mid; nil when the mid never moved.
    var table: MicroPriceTable? {
        let count = MicroPriceTable.stateCount
        guard moved.contains(where: { $0 > 0 }) else { return nil }
        var transient = LinearRows(count: count)
        var right = Array(repeating: 0.0, count: count)
        var exits = Array(repeating: 0.0, count: count * count)
        for state in 0..<count {
            let row = state * count..<(state + 1) * count
            let total = still[row].reduce(0, +) + moved[row].reduce(0, +)
            transient[state, state] = 1
            guard total > 0 else { continue }
            for other in 0..<count {
                transient[state, other] -= still[state * count + other] / total
                exits[state * count + other] = moved[state * count + other] / total
            }
            right[state] = jumps[state] / total
        }
        guard let first = transient.solved(right) else { return nil }
        var sum = first
        var term = first
        for _ in 0..<Self.iterations {
            let pushed = (0..<count).map { state in
                (0..<count).reduce(0.0) { $0 + exits[state * count + $1] * term[$1] }
            }
            guard let next = transient.solved(pushed) else { return nil }
            term = next
            for state in 0..<count { sum[state] += term[state] }
        }
        return sum.allSatisfy(\.isFinite) ? MicroPriceTable(adjustments: sum) : nil
    }
}

/// A square system of linear equations, solved by elimination with row exchange.
struct LinearRows {
    private let count: Int
    private var values: [Double]

    init(count: Int) {
        self.count = count
        values = Array(repeating: 0, count: count * count)
    }

    subscript(row: Int, column: Int) -> Double {
        get { values[row * count + column] }
        set { values[row * count + column] = newValue }
    }

    /// nil when the rows depend on each other.
    func solved(_ right: [Double]) -> [Double]? {
        var rows = self
        var right = right
        for pivot in 0..<count {
            guard let best = (pivot..<count).max(by: { abs(rows[$0, pivot]) < abs(rows[$1, pivot]) }),
                abs(rows[best, pivot]) > 1e-12
            else { return nil }
            if best != pivot {
                for column in 0..<count {
                    (rows[best, column], rows[pivot, column]) = (rows[pivot, column], rows[best, column])
                }
                right.swapAt(best, pivot)
            }
            for row in (pivot + 1)..<count where rows[row, pivot] != 0 {
                let factor = rows[row, pivot] / rows[pivot, pivot]
                for column in pivot..<count { rows[row, column] -= factor * rows[pivot, column] }
                right[row] -= factor * right[pivot]
            }
        }
        for row in (0..<count).reversed() {
            for column in (row + 1)..<count { right[row] -= rows[row, column] * right[column] }
            right[row] /= rows[row, row]
        }
        return right
    }
}
