// Unsafe on purpose: rows are filled by several threads, each its own range of one array, which spans cannot express.

/// Fills one output row by row. Without weights every weight is 1, which changes no bit of a product.
@inline(__always)
func fillRows(
    _ target: inout [SIMD2<Float>], scores: [Double], labels: [Float], weights: [Float]?,
    pool: WorkerPool = WorkerPool(threadCount: 1),
    _ derivatives: (_ score: Double, _ label: Float, _ weight: Float) -> SIMD2<Float>
) {
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
                        for row in rows { target[row] = derivatives(scores[row], labels[row], 1) }
                    }
                    return
                }
                weights.withUnsafeBufferPointer { weights in
                    guard let weights = weights.baseAddress else { return }
                    pool.forEachRange(of: count) { rows in
                        for row in rows { target[row] = derivatives(scores[row], labels[row], weights[row]) }
                    }
                }
            }
        }
    }
}
