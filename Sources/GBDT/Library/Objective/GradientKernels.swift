// Unsafe on purpose: rows are filled by several threads, each its own range of one array, which spans cannot express.

/// A loss of each row by itself.
///
/// A type and not a closure: a closure handed on to other threads is called through a pointer, row by row.
protocol PointwiseObjective: Objective {
    var labels: [Float] { get }
    /// nil: every weight is 1.
    var weights: [Float]? { get }
    /// Gradient (x) and hessian (y) of a row.
    func derivatives(score: Double, label: Float, weight: Float) -> SIMD2<Float>
}

extension PointwiseObjective {
    func fillGradients(_ gradients: inout [[SIMD2<Float>]], scores: [[Double]], pool: WorkerPool) {
        fillRows(of: &gradients[0], scores: scores[0], weights: weights, pool: pool)
    }

    /// Fills one output row by row. Without weights every weight is 1, which changes no bit of a product.
    func fillRows(of target: inout [SIMD2<Float>], scores: [Double], weights: [Float]?, pool: WorkerPool) {
        let count = labels.count
        precondition(target.count == count && scores.count == count && (weights?.count ?? count) == count)
        target.withUnsafeMutableBufferPointer { target in
            scores.withUnsafeBufferPointer { scores in
                labels.withUnsafeBufferPointer { labels in
                    guard let target = target.baseAddress, let scores = scores.baseAddress,
                        let labels = labels.baseAddress
                    else { return }
                    guard let weights else {
                        pool.forEachRange(of: count) { rows in
                            for row in rows {
                                target[row] = derivatives(score: scores[row], label: labels[row], weight: 1)
                            }
                        }
                        return
                    }
                    weights.withUnsafeBufferPointer { weights in
                        guard let weights = weights.baseAddress else { return }
                        pool.forEachRange(of: count) { rows in
                            for row in rows {
                                target[row] = derivatives(score: scores[row], label: labels[row], weight: weights[row])
                            }
                        }
                    }
                }
            }
        }
    }
}

/// Fills the rows of each group of neighbouring rows by itself.
/// - Parameters:
///   - boundaries: rows at which groups start, and the number of rows at the end.
///   - fill: the number of a group and its rows alone.
func fillGroups(
    _ target: inout [SIMD2<Float>], boundaries: [Int], pool: WorkerPool,
    _ fill: (_ group: Int, _ rows: inout MutableSpan<SIMD2<Float>>) -> Void
) {
    let groupCount = max(0, boundaries.count - 1)
    precondition(zip(boundaries, boundaries.dropFirst()).allSatisfy { 0 <= $0 && $0 <= $1 })
    precondition((boundaries.last ?? 0) <= target.count)
    target.withUnsafeMutableBufferPointer { target in
        let rows = target
        pool.forEachRange(of: groupCount, rowsMin: 16) { groups in
            for group in groups {
                let part = UnsafeMutableBufferPointer(rebasing: rows[boundaries[group]..<boundaries[group + 1]])
                var span = part.mutableSpan
                fill(group, &span)
            }
        }
    }
}
