/// The order into which the C++ library of LightGBM's packages (libstdc++, `bits/stl_algo.h`) sorts stably.
///
/// Of numbers that compare there is only one stable order. Categories without rows have the response 0 / 0 when they
/// are not smoothed: NaN compares with nothing, where it ends up depends on which pairs are compared, and the
/// categories around it follow.
struct LibraryOrder {
    private static let chunkCount = 7
    private let keys: [Double]
    private var order: [Int]

    /// Indices of `keys`, ascending by key.
    static func indices(of keys: [Double]) -> [Int] {
        guard keys.contains(where: \.isNaN) else { return keys.indices.sorted { (keys[$0], $0) < (keys[$1], $1) } }
        var sorting = LibraryOrder(keys: keys, order: Array(keys.indices))
        let middle = (keys.count + 1) / 2
        sorting.sortHalf(0..<middle)
        sorting.sortHalf(middle..<keys.count)
        sorting.joinHalves(at: middle)
        return sorting.order
    }

    private func isLess(_ first: Int, _ second: Int) -> Bool { keys[first] < keys[second] }

    /// Sorts chunks by insertion, then merges neighbours of growing length to and fro.
    private mutating func sortHalf(_ range: Range<Int>) {
        for start in stride(from: range.lowerBound, to: range.upperBound, by: Self.chunkCount) {
            insert(start..<min(start + Self.chunkCount, range.upperBound))
        }
        var step = Self.chunkCount
        while step < range.count {
            mergeNeighbours(range, step: step)
            mergeNeighbours(range, step: step * 2)
            step *= 4
        }
    }

    private mutating func insert(_ range: Range<Int>) {
        for place in range.dropFirst() {
            let index = order[place]
            var hole = place
            if isLess(index, order[range.lowerBound]) {
                while hole > range.lowerBound {
                    order[hole] = order[hole - 1]
                    hole -= 1
                }
            } else {
                // Stops at the first at the latest, which the index is not below.
                while hole > range.lowerBound, isLess(index, order[hole - 1]) {
                    order[hole] = order[hole - 1]
                    hole -= 1
                }
            }
            order[hole] = index
        }
    }

    private mutating func mergeNeighbours(_ range: Range<Int>, step: Int) {
        var start = range.lowerBound
        while start < range.upperBound {
            let middle = min(start + step, range.upperBound)
            let end = min(middle + step, range.upperBound)
            order.replaceSubrange(start..<end, with: merged(order[start..<middle], order[middle..<end]))
            start = end
        }
    }

    private func merged(_ first: ArraySlice<Int>, _ second: ArraySlice<Int>) -> [Int] {
        var (first, second, result) = (first, second, [Int]())
        while let left = first.first, let right = second.first {
            result.append(isLess(right, left) ? second.removeFirst() : first.removeFirst())
        }
        return result + first + second
    }

    /// The last merge goes from the end when the first half is the longer one.
    private mutating func joinHalves(at middle: Int) {
        guard middle > order.count - middle else {
            order = merged(order[..<middle], order[middle...])
            return
        }
        var (first, second, reversed) = (order[..<middle], order[middle...], [Int]())
        while let left = first.last, let right = second.last {
            reversed.append(isLess(right, left) ? first.removeLast() : second.removeLast())
        }
        order = first + second + reversed.reversed()
    }
}
