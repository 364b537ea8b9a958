// Unsafe on purpose: these loops run once per row or bin of every feature and leaf. Checked spans take 2.5 times as
// long, arrays stored in a class six times. `SweepWork`, the only caller besides tests, knows the sizes.

enum HistogramKernels {
    /// Adds the rows of a leaf for a feature of more than 256 bins: `sums[codes[row]] += gradients[row]`, in the order
    /// of `rows`; nil: every row in order.
    ///
    /// The pair is widened and added as one vector, which is what keeps up with C (a scalar version is a third slower).
    static func accumulateWide(
        codes: UnsafePointer<UInt16>, rows: UnsafePointer<UInt32>?, gradients: UnsafePointer<SIMD2<Float>>, count: Int,
        into sums: UnsafeMutablePointer<SIMD2<Double>>
    ) {
        if let rows {
            for index in 0..<count {
                let row = Int(rows[index])
                sums[Int(codes[row])] += SIMD2<Double>(gradients[row])
            }
        } else {
            for row in 0..<count { sums[Int(codes[row])] += SIMD2<Double>(gradients[row]) }
        }
    }

    /// Restores the bin that LightGBM does not add up: the leaf's sum minus all other bins in ascending order.
    ///
    /// Adding the rows would be more exact; equal trees need the same rounding.
    static func restore(bin: Int, of sums: UnsafeMutablePointer<SIMD2<Double>>, count: Int, leafSum: SIMD2<Double>) {
        var rest = leafSum
        for other in 0..<count where other != bin { rest -= sums[other] }
        sums[bin] = rest
    }

    /// Parent minus child gives the other child, in place of the parent.
    static func subtract(
        _ child: UnsafePointer<SIMD2<Double>>, from parent: UnsafeMutablePointer<SIMD2<Double>>, count: Int
    ) {
        for bin in 0..<count { parent[bin] -= child[bin] }
    }
}
