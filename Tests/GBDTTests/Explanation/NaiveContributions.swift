@testable import GBDT

/// TreeSHAP as its authors and LightGBM write it down: one recursion per row that carries the path along. Slow, and
/// equal to what the quick way must give.
struct NaiveContributions {
    private struct Element {
        var column: Int
        var zero: Double
        var one: Double
        var weight: Double
    }

    let tree: Tree
    let goesLeft: (_ node: Int) -> Bool
    private(set) var contributions: [Double]

    init(_ tree: Tree, columnCount: Int, goesLeft: @escaping (_ node: Int) -> Bool) {
        self.tree = tree
        self.goesLeft = goesLeft
        contributions = Array(repeating: 0, count: columnCount)
        visit(tree.splitFeature.isEmpty ? ~0 : 0, path: [], zero: 1, one: 1, column: -1)
    }

    private mutating func visit(_ child: Int, path: [Element], zero: Double, one: Double, column: Int) {
        var path = path
        extend(&path, zero, one, column)
        guard child >= 0 else {
            for index in path.indices.dropFirst() {
                var rest = path
                unwind(&rest, index)
                let weight = rest.reduce(0) { $0 + $1.weight }
                contributions[path[index].column] +=
                    weight * (path[index].one - path[index].zero) * tree.leafValue[~child]
            }
            return
        }
        let feature = tree.splitFeature[child]
        var incoming = (zero: 1.0, one: 1.0)
        if let index = path.indices.dropFirst().first(where: { path[$0].column == feature }) {
            incoming = (path[index].zero, path[index].one)
            unwind(&path, index)
        }
        let left = tree.leftChild[child]
        let right = tree.rightChild[child]
        let (hot, cold) = goesLeft(child) ? (left, right) : (right, left)
        let count = Double(rowCount(child))
        visit(
            hot, path: path, zero: incoming.zero * Double(rowCount(hot)) / count, one: incoming.one, column: feature)
        visit(cold, path: path, zero: incoming.zero * Double(rowCount(cold)) / count, one: 0, column: feature)
    }

    private func rowCount(_ child: Int) -> Int { child >= 0 ? tree.internalCount[child] : tree.leafCounts[~child] }

    private func extend(_ path: inout [Element], _ zero: Double, _ one: Double, _ column: Int) {
        let length = Double(path.count)
        path.append(Element(column: column, zero: zero, one: one, weight: path.isEmpty ? 1 : 0))
        for index in (0..<path.count - 1).reversed() {
            let place = Double(index)
            path[index + 1].weight += one * path[index].weight * (place + 1) / (length + 1)
            path[index].weight *= zero * (length - place) / (length + 1)
        }
    }

    private func unwind(_ path: inout [Element], _ index: Int) {
        let last = path.count - 1
        let length = Double(last)
        let (zero, one) = (path[index].zero, path[index].one)
        var next = path[last].weight
        for place in (0..<last).reversed() {
            let position = Double(place)
            if one != 0 {
                let weight = path[place].weight
                path[place].weight = next * (length + 1) / ((position + 1) * one)
                next = weight - path[place].weight * zero * (length - position) / (length + 1)
            } else {
                path[place].weight = path[place].weight * (length + 1) / (zero * (length - position))
            }
        }
        for place in index..<last {
            path[place].column = path[place + 1].column
            path[place].zero = path[place + 1].zero
            path[place].one = path[place + 1].one
        }
        path.removeLast()
    }
}
