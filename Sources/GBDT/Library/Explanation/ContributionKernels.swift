// Unsafe on purpose: the two passes over a tree's places are nothing but loads, multiplications and stores of a few
// kilobytes; checked they take twice as long. Places refer to places before them (parent, previous) or inside of the
// tree (right), as `PathTree` builds them; the scratch memory is sized by `ContributionScratch` for the largest tree.

/// Memory for one tree's explanation, used again for every tree and row.
struct ContributionScratch {
    /// Three values per place and point of the quadrature, two points to a vector.
    fileprivate var vectors: [SIMD2<Double>]
    /// Per place: whether the row satisfies all conditions on the place's feature down to there.
    fileprivate var isSatisfied: [Bool]
    /// Per place, of inner nodes: whether the row goes left.
    fileprivate var goesLeft: [Bool]

    init(placeCountMax: Int, vectorCountMax: Int) {
        vectors = Array(repeating: .zero, count: 3 * placeCountMax * vectorCountMax)
        isSatisfied = Array(repeating: true, count: placeCountMax)
        goesLeft = Array(repeating: false, count: placeCountMax)
    }
}

/// Shapley values of one tree for one row (see ``ContributionExplainer`` for the formulas).
enum ContributionKernels {
    /// Adds the tree's contributions to `sums`, one per feature from `first` on.
    static func add(
        _ tree: ExplainedTree, _ row: Span<Double>, _ forest: FlatForest, _ scratch: inout ContributionScratch,
        to sums: inout MutableSpan<Double>, from first: Int
    ) {
        let placeCount = tree.path.places.count
        let vectorCount = tree.weights.count
        precondition(scratch.vectors.count >= 3 * placeCount * vectorCount)
        precondition(scratch.isSatisfied.count >= placeCount && scratch.goesLeft.count >= placeCount)
        precondition(first >= 0 && first + row.count <= sums.count && row.count > tree.columnMax)
        if placeCount == 1 { return }
        scratch.goesLeft.withUnsafeMutableBufferPointer { goesLeft in
            tree.path.places.withUnsafeBufferPointer { places in
                for place in places.indices where places[place].node >= 0 {
                    let node = forest.nodes[Int(places[place].node)]
                    goesLeft[place] = forest.goesLeft(row[Int(node.feature)], node)
                }
            }
        }
        sums.withUnsafeMutableBufferPointer { sums in
            tree.path.places.withUnsafeBufferPointer { places in
                scratch.vectors.withUnsafeMutableBufferPointer { vectors in
                    scratch.isSatisfied.withUnsafeMutableBufferPointer { isSatisfied in
                        scratch.goesLeft.withUnsafeBufferPointer { goesLeft in
                            guard let places = places.baseAddress, let vectors = vectors.baseAddress,
                                let isSatisfied = isSatisfied.baseAddress, let goesLeft = goesLeft.baseAddress,
                                let sums = sums.baseAddress
                            else { return }
                            let pass = TreePass(
                                places: places, placeCount: placeCount, isSatisfied: isSatisfied, goesLeft: goesLeft,
                                product: vectors, inverse: vectors + placeCount &* vectorCount,
                                change: vectors + 2 &* placeCount &* vectorCount, sums: sums + first)
                            tree.points.withUnsafeBufferPointer { points in
                                tree.weights.withUnsafeBufferPointer { weights in
                                    // A constant lets the compiler unroll the loops over vectors.
                                    switch vectorCount {
                                    case 1: pass.run(points, weights, 1)
                                    case 2: pass.run(points, weights, 2)
                                    case 3: pass.run(points, weights, 3)
                                    case 4: pass.run(points, weights, 4)
                                    default: pass.run(points, weights, vectorCount)
                                    }
                                }
                            }
                        }
                    }
                }
            }
        }
    }
}

/// The places of a tree, and for each place the values at all points of the quadrature.
private struct TreePass {
    let places: UnsafePointer<PathTree.Place>
    let placeCount: Int
    let isSatisfied: UnsafeMutablePointer<Bool>
    let goesLeft: UnsafePointer<Bool>
    /// Going down the product of the factors of the path's features; going up sums of that times leaf value.
    let product: UnsafeMutablePointer<SIMD2<Double>>
    /// 1 / factor of the place's feature, where the row satisfies its conditions.
    let inverse: UnsafeMutablePointer<SIMD2<Double>>
    /// What the edge above the place changes in the coefficient of its feature.
    let change: UnsafeMutablePointer<SIMD2<Double>>
    let sums: UnsafeMutablePointer<Double>

    @inline(__always)
    func run(
        _ points: UnsafeBufferPointer<SIMD2<Double>>, _ weights: UnsafeBufferPointer<SIMD2<Double>>,
        _ vectorCount: Int
    ) {
        isSatisfied[0] = true
        for vector in 0..<vectorCount {
            product[vector] = weights[vector]
            inverse[vector] = .one
        }
        for place in 1..<placeCount { descend(place, points, vectorCount) }
        var place = placeCount &- 1
        while place > 0 {
            ascend(place, vectorCount)
            place &-= 1
        }
    }

    /// Three cases, because divisions are dear and most edges need none: a feature's coefficient
    /// `(o - z) / ((1-t) z + t o)` is `-1 / (1-t)` from the first edge on that the row does not satisfy.
    @inline(__always)
    private func descend(_ index: Int, _ points: UnsafeBufferPointer<SIMD2<Double>>, _ vectorCount: Int) {
        let place = places[index]
        let parent = Int(place.parent) &* vectorCount
        let previous = Int(place.previous) &* vectorCount
        let wasSatisfied = isSatisfied[Int(place.previous)]
        let satisfies = goesLeft[Int(place.parent)] == place.isLeft
        let scale = place.right == 0 ? place.value : 1
        let oldCover = places[Int(place.previous)].cover
        let target = index &* vectorCount
        isSatisfied[index] = satisfies && wasSatisfied
        if !wasSatisfied {
            let share = SIMD2(repeating: place.cover / oldCover * scale)
            for vector in 0..<vectorCount {
                product[target &+ vector] = product[parent &+ vector] * share
                change[target &+ vector] = .zero
            }
        } else if satisfies {
            for vector in 0..<vectorCount {
                let point = points[2 &* vector]
                let factor = place.cover + point * (1 - place.cover)
                let inverse = 1 / factor
                let oldInverse = self.inverse[previous &+ vector]
                product[target &+ vector] = product[parent &+ vector] * (factor * oldInverse) * scale
                self.inverse[target &+ vector] = inverse
                change[target &+ vector] = (1 - place.cover) * inverse - (1 - oldCover) * oldInverse
            }
        } else {
            let share = SIMD2(repeating: place.cover * scale)
            for vector in 0..<vectorCount {
                let point = points[2 &* vector]
                let oldInverse = self.inverse[previous &+ vector]
                product[target &+ vector] = product[parent &+ vector] * ((1 - point) * share * oldInverse)
                change[target &+ vector] = points[2 &* vector &+ 1] - (1 - oldCover) * oldInverse
            }
        }
    }

    @inline(__always)
    private func ascend(_ index: Int, _ vectorCount: Int) {
        let place = places[index]
        let right = Int(place.right)
        var total = SIMD2<Double>.zero
        for vector in 0..<vectorCount {
            if right > 0 {
                product[index &* vectorCount &+ vector] =
                    product[(index &+ 1) &* vectorCount &+ vector] + product[right &* vectorCount &+ vector]
            }
            total += product[index &* vectorCount &+ vector] * change[index &* vectorCount &+ vector]
        }
        sums[Int(place.column)] += total[0] + total[1]
    }
}
