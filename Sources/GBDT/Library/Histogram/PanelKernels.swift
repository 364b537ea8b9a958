// Unsafe on purpose: these loops run once per row and feature of every leaf and are half of the training time. Checked
// spans take 2.5 times as long, arrays stored in a class six times. `CodePanels` and `SweepWork`, the only callers
// besides tests, own the buffers and know their sizes; codes are bytes and a column's sums have room for all 256.

enum PanelKernels {
    /// Sums of one column: 256 codes, and four more so that the same code of neighbouring columns is not the same
    /// distance as a page, which would let stores delay loads of other columns.
    static let columnStride = 260
    private static let columnBytes = columnStride * MemoryLayout<SIMD2<Double>>.stride
    /// Rows copied at a time: with 32 columns 64 KiB of codes, which stay in the second-level cache.
    static let blockRows = 2_048

    /// Codes of some rows from columns one after the other to rows one after the other.
    static func interleave(
        _ source: UnsafePointer<UInt8>, rowCount: Int, columns: Span<Int>, rows: Range<Int>,
        into target: UnsafeMutablePointer<UInt8>
    ) {
        let width = columns.count
        for index in 0..<width {
            let column = source + columns[index] * rowCount
            var place = target + (rows.lowerBound * width + index)
            for row in rows {
                place.pointee = column[row]
                place += width
            }
        }
    }

    /// Copies the codes of the rows of a leaf side by side, `Lanes` bytes each, and their gradients.
    @inline(__always)
    static func gather<Lanes>(
        _ codes: UnsafePointer<UInt8>, width: Int, rows: UnsafePointer<UInt32>, count: Int,
        _ gradients: UnsafePointer<SIMD2<Float>>, into block: UnsafeMutablePointer<Lanes>,
        _ ordered: UnsafeMutablePointer<SIMD2<Float>>
    ) {
        for index in 0..<count {
            let row = Int(rows[index])
            block[index] = UnsafeRawPointer(codes + row &* width).loadUnaligned(as: Lanes.self)
            ordered[index] = gradients[row]
        }
    }

    /// Adds rows in order to the sums of eight neighbouring columns. The pair of gradient and hessian is widened once
    /// and added as one vector; the columns' additions do not wait for each other.
    static func accumulate8(
        _ codes: UnsafePointer<UInt8>, stride: Int, _ gradients: UnsafePointer<SIMD2<Float>>, count: Int,
        into sums: UnsafeMutablePointer<SIMD2<Double>>
    ) {
        let sums = UnsafeMutableRawPointer(sums)
        var place = UnsafeRawPointer(codes)
        for row in 0..<count {
            let gradient = SIMD2<Double>(gradients[row])
            add4(place.loadUnaligned(as: UInt32.self), gradient, sums)
            add4((place + 4).loadUnaligned(as: UInt32.self), gradient, sums + 4 &* columnBytes)
            place += stride
        }
    }

    /// The same for four columns.
    static func accumulate4(
        _ codes: UnsafePointer<UInt8>, stride: Int, _ gradients: UnsafePointer<SIMD2<Float>>, count: Int,
        into sums: UnsafeMutablePointer<SIMD2<Double>>
    ) {
        let sums = UnsafeMutableRawPointer(sums)
        var place = UnsafeRawPointer(codes)
        for row in 0..<count {
            add4(place.loadUnaligned(as: UInt32.self), SIMD2<Double>(gradients[row]), sums)
            place += stride
        }
    }

    /// The same for two columns.
    static func accumulate2(
        _ codes: UnsafePointer<UInt8>, stride: Int, _ gradients: UnsafePointer<SIMD2<Float>>, count: Int,
        into sums: UnsafeMutablePointer<SIMD2<Double>>
    ) {
        let sums = UnsafeMutableRawPointer(sums)
        var place = codes
        for row in 0..<count {
            let gradient = SIMD2<Double>(gradients[row])
            add(sums, Int(place[0]) &<< 4, gradient)
            add(sums + columnBytes, Int(place[1]) &<< 4, gradient)
            place += stride
        }
    }

    /// The same for one column.
    static func accumulate1(
        _ codes: UnsafePointer<UInt8>, stride: Int, _ gradients: UnsafePointer<SIMD2<Float>>, count: Int,
        into sums: UnsafeMutablePointer<SIMD2<Double>>
    ) {
        let sums = UnsafeMutableRawPointer(sums)
        var place = codes
        for row in 0..<count {
            add(sums, Int(place[0]) &<< 4, SIMD2<Double>(gradients[row]))
            place += stride
        }
    }

    @inline(__always)
    private static func add4(_ codes: UInt32, _ gradient: SIMD2<Double>, _ sums: UnsafeMutableRawPointer) {
        add(sums, Int((codes &<< 4) & 0xFF0), gradient)
        add(sums + columnBytes, Int((codes &>> 4) & 0xFF0), gradient)
        add(sums + 2 &* columnBytes, Int((codes &>> 12) & 0xFF0), gradient)
        add(sums + 3 &* columnBytes, Int((codes &>> 20) & 0xFF0), gradient)
    }

    @inline(__always)
    private static func add(_ sums: UnsafeMutableRawPointer, _ offset: Int, _ gradient: SIMD2<Double>) {
        (sums + offset).assumingMemoryBound(to: SIMD2<Double>.self).pointee += gradient
    }
}
