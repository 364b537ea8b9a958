// Unsafe on purpose: these loops run once per row and feature of every leaf and are half of the training time. Checked
// spans take 2.5 times as long, arrays stored in a class six times. `LeafPairSweep`, the only caller besides tests,
// checks the sizes before it takes the pointers.

enum HistogramKernels {
    /// Adds every row: `sums[codes[i]] += gradients[i]`, in row order.
    ///
    /// The pair is widened and added as one vector, which is what keeps up with C (a scalar version is a third slower).
    static func accumulate(
        codes: UnsafePointer<UInt8>, gradients: UnsafePointer<SIMD2<Float>>, count: Int,
        into sums: UnsafeMutablePointer<SIMD2<Double>>
    ) {
        var row = 0
        while row &+ 4 <= count {
            let word = UnsafeRawPointer(codes + row).loadUnaligned(as: UInt32.self)
            sums[Int(word & 255)] += SIMD2<Double>(gradients[row])
            sums[Int((word &>> 8) & 255)] += SIMD2<Double>(gradients[row &+ 1])
            sums[Int((word &>> 16) & 255)] += SIMD2<Double>(gradients[row &+ 2])
            sums[Int(word &>> 24)] += SIMD2<Double>(gradients[row &+ 3])
            row &+= 4
        }
        while row < count {
            sums[Int(codes[row])] += SIMD2<Double>(gradients[row])
            row &+= 1
        }
    }

    /// Adds the rows of a leaf: `sums[codes[rows[i]]] += gradients[i]`, in the order of `rows`. The gradients are
    /// gathered beforehand, once for all features.
    static func accumulate(
        codes: UnsafePointer<UInt8>, rows: UnsafePointer<UInt32>, gradients: UnsafePointer<SIMD2<Float>>, count: Int,
        into sums: UnsafeMutablePointer<SIMD2<Double>>
    ) {
        var index = 0
        while index &+ 4 <= count {
            let first = Int(codes[Int(rows[index])])
            let second = Int(codes[Int(rows[index &+ 1])])
            let third = Int(codes[Int(rows[index &+ 2])])
            let fourth = Int(codes[Int(rows[index &+ 3])])
            sums[first] += SIMD2<Double>(gradients[index])
            sums[second] += SIMD2<Double>(gradients[index &+ 1])
            sums[third] += SIMD2<Double>(gradients[index &+ 2])
            sums[fourth] += SIMD2<Double>(gradients[index &+ 3])
            index &+= 4
        }
        while index < count {
            sums[Int(codes[Int(rows[index])])] += SIMD2<Double>(gradients[index])
            index &+= 1
        }
    }

    /// Adds the rows of a leaf for two features at once: row numbers and gradients are loaded and widened once, and the
    /// two histograms' additions do not wait for each other. A fifth faster than one feature after the other.
    static func accumulatePair(
        codes: (UnsafePointer<UInt8>, UnsafePointer<UInt8>), rows: UnsafePointer<UInt32>,
        gradients: UnsafePointer<SIMD2<Float>>, count: Int,
        into sums: (UnsafeMutablePointer<SIMD2<Double>>, UnsafeMutablePointer<SIMD2<Double>>)
    ) {
        var index = 0
        while index &+ 2 <= count {
            let first = Int(rows[index])
            let second = Int(rows[index &+ 1])
            let firstGradient = SIMD2<Double>(gradients[index])
            let secondGradient = SIMD2<Double>(gradients[index &+ 1])
            sums.0[Int(codes.0[first])] += firstGradient
            sums.1[Int(codes.1[first])] += firstGradient
            sums.0[Int(codes.0[second])] += secondGradient
            sums.1[Int(codes.1[second])] += secondGradient
            index &+= 2
        }
        if index < count {
            let row = Int(rows[index])
            let gradient = SIMD2<Double>(gradients[index])
            sums.0[Int(codes.0[row])] += gradient
            sums.1[Int(codes.1[row])] += gradient
        }
    }

    /// Adds every row for two features at once.
    static func accumulatePair(
        codes: (UnsafePointer<UInt8>, UnsafePointer<UInt8>), gradients: UnsafePointer<SIMD2<Float>>, count: Int,
        into sums: (UnsafeMutablePointer<SIMD2<Double>>, UnsafeMutablePointer<SIMD2<Double>>)
    ) {
        var row = 0
        while row &+ 4 <= count {
            let first = UnsafeRawPointer(codes.0 + row).loadUnaligned(as: UInt32.self)
            let second = UnsafeRawPointer(codes.1 + row).loadUnaligned(as: UInt32.self)
            for lane in 0..<4 {
                let gradient = SIMD2<Double>(gradients[row &+ lane])
                sums.0[Int((first &>> UInt32(8 &* lane)) & 255)] += gradient
                sums.1[Int((second &>> UInt32(8 &* lane)) & 255)] += gradient
            }
            row &+= 4
        }
        while row < count {
            let gradient = SIMD2<Double>(gradients[row])
            sums.0[Int(codes.0[row])] += gradient
            sums.1[Int(codes.1[row])] += gradient
            row &+= 1
        }
    }

    /// Adds the rows of a leaf for a feature of more than 256 bins; `rows` nil: every row in order.
    static func accumulateWide(
        codes: UnsafePointer<UInt16>, rows: UnsafePointer<UInt32>?, gradients: UnsafePointer<SIMD2<Float>>, count: Int,
        into sums: UnsafeMutablePointer<SIMD2<Double>>
    ) {
        if let rows {
            for index in 0..<count {
                sums[Int(codes[Int(rows[index])])] += SIMD2<Double>(gradients[index])
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
