// Unsafe on purpose: these loops run once per row and feature of every leaf and are half of the training time. Checked
// spans take 2.5 times as long, arrays stored in a class six times. `CodePanels` and `SweepWork`, the only callers
// besides tests, own the buffers and know their sizes; codes are bytes and a column's sums have room for all 256.

enum PanelKernels {
    /// Sums of one column: 256 codes, and four more so that the same code of neighbouring columns is not the same
    /// distance as a page, which would let stores delay loads of other columns.
    static let columnStride = 260
    private static let columnBytes = columnStride * MemoryLayout<SIMD2<Double>>.stride
    /// Rows copied at a time: at most 64 KiB of codes, which stay in the second-level cache beside the sums.
    static let blockRows = 1_024

    /// Bytes copied of a row when so many columns are wanted.
    static func laneCount(ofWidth width: Int) -> Int { width > 32 ? 64 : width > 16 ? 32 : width > 8 ? 16 : 8 }

    /// Codes of some rows from columns one after the other to rows one after the other, zeros between them.
    static func interleave(
        _ source: UnsafePointer<UInt8>, rowCount: Int, columns: Span<Int>, rows: Range<Int>, stride: Int,
        into target: UnsafeMutablePointer<UInt8>
    ) {
        (target + rows.lowerBound * stride).initialize(repeating: 0, count: rows.count * stride)
        for index in columns.indices {
            let column = source + columns[index] * rowCount
            var place = target + (rows.lowerBound * stride + index)
            for row in rows {
                place.pointee = column[row]
                place += stride
            }
        }
    }

    /// Copies the codes of the rows of a leaf side by side, `Lanes` bytes each, and their gradients.
    @inline(__always)
    static func gather<Lanes>(
        _ codes: UnsafePointer<UInt8>, stride: Int, rows: UnsafePointer<UInt32>, count: Int,
        _ gradients: UnsafePointer<SIMD2<Float>>, into block: UnsafeMutablePointer<Lanes>,
        _ ordered: UnsafeMutablePointer<SIMD2<Float>>
    ) {
        for index in 0..<count {
            let row = Int(rows[index])
            block[index] = UnsafeRawPointer(codes + row &* stride).loadUnaligned(as: Lanes.self)
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

    /// The same for six columns: half of a panel of 28 in two passes.
    static func accumulate6(
        _ codes: UnsafePointer<UInt8>, stride: Int, _ gradients: UnsafePointer<SIMD2<Float>>, count: Int,
        into sums: UnsafeMutablePointer<SIMD2<Double>>
    ) {
        let sums = UnsafeMutableRawPointer(sums)
        var place = UnsafeRawPointer(codes)
        for row in 0..<count {
            let gradient = SIMD2<Double>(gradients[row])
            let last = Int((place + 4).loadUnaligned(as: UInt16.self))
            add4(place.loadUnaligned(as: UInt32.self), gradient, sums)
            add(sums + 4 &* columnBytes, (last &<< 4) & 0xFF0, gradient)
            add(sums + 5 &* columnBytes, (last &>> 4) & 0xFF0, gradient)
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

    /// Adds all rows in order to the sums of eight columns, each of which stands by itself. Without it two threads that
    /// want half of a row's codes each would both read all of them.
    static func accumulate8(
        columns: UnsafePointer<UnsafePointer<UInt8>>, _ gradients: UnsafePointer<SIMD2<Float>>, count: Int,
        into sums: UnsafeMutablePointer<SIMD2<Double>>
    ) {
        let sums = UnsafeMutableRawPointer(sums)
        let (first, second, third, fourth) = (columns[0], columns[1], columns[2], columns[3])
        let (fifth, sixth, seventh, eighth) = (columns[4], columns[5], columns[6], columns[7])
        for row in 0..<count {
            let gradient = SIMD2<Double>(gradients[row])
            add(sums, Int(first[row]) &<< 4, gradient)
            add(sums + columnBytes, Int(second[row]) &<< 4, gradient)
            add(sums + 2 &* columnBytes, Int(third[row]) &<< 4, gradient)
            add(sums + 3 &* columnBytes, Int(fourth[row]) &<< 4, gradient)
            add(sums + 4 &* columnBytes, Int(fifth[row]) &<< 4, gradient)
            add(sums + 5 &* columnBytes, Int(sixth[row]) &<< 4, gradient)
            add(sums + 6 &* columnBytes, Int(seventh[row]) &<< 4, gradient)
            add(sums + 7 &* columnBytes, Int(eighth[row]) &<< 4, gradient)
        }
    }

    /// The same for six columns.
    static func accumulate6(
        columns: UnsafePointer<UnsafePointer<UInt8>>, _ gradients: UnsafePointer<SIMD2<Float>>, count: Int,
        into sums: UnsafeMutablePointer<SIMD2<Double>>
    ) {
        let sums = UnsafeMutableRawPointer(sums)
        let (first, second, third, fourth) = (columns[0], columns[1], columns[2], columns[3])
        let (fifth, sixth) = (columns[4], columns[5])
        for row in 0..<count {
            let gradient = SIMD2<Double>(gradients[row])
            add(sums, Int(first[row]) &<< 4, gradient)
            add(sums + columnBytes, Int(second[row]) &<< 4, gradient)
            add(sums + 2 &* columnBytes, Int(third[row]) &<< 4, gradient)
            add(sums + 3 &* columnBytes, Int(fourth[row]) &<< 4, gradient)
            add(sums + 4 &* columnBytes, Int(fifth[row]) &<< 4, gradient)
            add(sums + 5 &* columnBytes, Int(sixth[row]) &<< 4, gradient)
        }
    }

    /// The same for four columns.
    static func accumulate4(
        columns: UnsafePointer<UnsafePointer<UInt8>>, _ gradients: UnsafePointer<SIMD2<Float>>, count: Int,
        into sums: UnsafeMutablePointer<SIMD2<Double>>
    ) {
        let sums = UnsafeMutableRawPointer(sums)
        let (first, second, third, fourth) = (columns[0], columns[1], columns[2], columns[3])
        for row in 0..<count {
            let gradient = SIMD2<Double>(gradients[row])
            add(sums, Int(first[row]) &<< 4, gradient)
            add(sums + columnBytes, Int(second[row]) &<< 4, gradient)
            add(sums + 2 &* columnBytes, Int(third[row]) &<< 4, gradient)
            add(sums + 3 &* columnBytes, Int(fourth[row]) &<< 4, gradient)
        }
    }

    /// The same for two columns.
    static func accumulate2(
        columns: UnsafePointer<UnsafePointer<UInt8>>, _ gradients: UnsafePointer<SIMD2<Float>>, count: Int,
        into sums: UnsafeMutablePointer<SIMD2<Double>>
    ) {
        let sums = UnsafeMutableRawPointer(sums)
        let (first, second) = (columns[0], columns[1])
        for row in 0..<count {
            let gradient = SIMD2<Double>(gradients[row])
            add(sums, Int(first[row]) &<< 4, gradient)
            add(sums + columnBytes, Int(second[row]) &<< 4, gradient)
        }
    }

    /// `HistogramKernels.restore` for four neighbouring columns at once, each of whose chains of subtractions waits for
    /// itself only. `bins` below 0: nothing to restore.
    static func restore4(
        _ sums: UnsafeMutablePointer<SIMD2<Double>>, bins: SIMD4<Int>, count: Int, leafSum: SIMD2<Double>
    ) {
        for column in 0..<4 where bins[column] >= 0 { sums[column &* columnStride &+ bins[column]] = .zero }
        var rest = (leafSum, leafSum, leafSum, leafSum)
        for bin in 0..<count {
            rest.0 -= sums[bin]
            rest.1 -= sums[columnStride &+ bin]
            rest.2 -= sums[2 &* columnStride &+ bin]
            rest.3 -= sums[3 &* columnStride &+ bin]
        }
        if bins[0] >= 0 { sums[bins[0]] = rest.0 }
        if bins[1] >= 0 { sums[columnStride &+ bins[1]] = rest.1 }
        if bins[2] >= 0 { sums[2 &* columnStride &+ bins[2]] = rest.2 }
        if bins[3] >= 0 { sums[3 &* columnStride &+ bins[3]] = rest.3 }
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
