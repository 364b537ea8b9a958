// Unsafe on purpose: sorting and encoding touch every value of the data set once; with raw pointers they take about a
// third of the time of the checked loops. Both entry points take spans and own every buffer they point into.

enum BinningKernels {
    /// The values that are neither zero (within `ParityConstant.zeroThreshold`) nor NaN, ascending, and the NaN count.
    /// - Parameter isFloat: whether all values are Floats widened; they sort by half as many bits.
    static func sortedNonZeros(_ values: Span<Double>, isFloat: Bool) -> (values: [Double], nanCount: Int) {
        isFloat
            ? sortedNonZeros(values, key: { ascendingKey(Float($0).bitPattern) }, value: { value(ofKey: $0) })
            : sortedNonZeros(values, key: { ascendingKey($0.bitPattern) }, value: { value(ofKey: $0) })
    }

    @inline(__always)
    private static func sortedNonZeros<Key: FixedWidthInteger & UnsignedInteger>(
        _ values: Span<Double>, key: (Double) -> Key, value: (Key) -> Double
    ) -> (values: [Double], nanCount: Int) {
        var nanCount = 0
        var keys = [Key](unsafeUninitializedCapacity: values.count) { buffer, keptCount in
            for index in values.indices {
                let value = values[index]
                if abs(value) > ParityConstant.zeroThreshold {
                    buffer[keptCount] = key(value)
                    keptCount &+= 1
                } else if value.isNaN {
                    nanCount &+= 1
                }
            }
        }
        if keys.count < 512 { keys.sort() } else { radixSort(&keys) }
        return (keys.map(value), nanCount)
    }

    /// The code of every value: how many of `2 * firstStep - 1` ascending bounds are below it, or `nanCode`.
    @inline(__always)
    static func encode<Value: BinaryFloatingPoint, Code: FixedWidthInteger & UnsignedInteger>(
        _ values: UnsafePointer<Value>, step: Int, count: Int, bounds: UnsafePointer<Value>, firstStep: Int,
        nanCode: Code, into codes: UnsafeMutablePointer<Code>
    ) {
        var place = values
        for row in 0..<count {
            let value = place.pointee
            let bin = countBelow(value, bounds, firstStep: firstStep)
            codes[row] = value.isNaN ? nanCode : Code(truncatingIfNeeded: bin)
            place += step
        }
    }

    /// The code of every category: its entry in `table`, or what `code` says of one beyond.
    @inline(__always)
    static func encode<Value: BinaryFloatingPoint, Code: FixedWidthInteger & UnsignedInteger>(
        _ values: UnsafePointer<Value>, step: Int, count: Int, table: UnsafeBufferPointer<UInt16>,
        beyond code: (Int32) -> UInt16, into codes: UnsafeMutablePointer<Code>
    ) {
        for row in 0..<count {
            guard let category = BinMapper.category(Double(values[row &* step])) else {
                codes[row] = 0
                continue
            }
            codes[row] = Code(
                truncatingIfNeeded: Int(category) < table.count ? table[Int(category)] : code(category))
        }
    }

    /// How many of `2 * firstStep - 1` ascending bounds are below `value`.
    @inline(__always)
    private static func countBelow<Value: BinaryFloatingPoint>(
        _ value: Value, _ bounds: UnsafePointer<Value>, firstStep: Int
    ) -> Int {
        var position = 0
        var step = firstStep
        while step > 0 {
            position &+= bounds[position &+ step &- 1] < value ? step : 0
            step &>>= 1
        }
        return position
    }

    /// An integer that orders as the floating-point number with these bits does.
    @inline(__always)
    private static func ascendingKey<Key: FixedWidthInteger & UnsignedInteger>(_ bits: Key) -> Key {
        let sign = Key(1) &<< Key(Key.bitWidth - 1)
        return bits & sign == 0 ? bits ^ sign : ~bits
    }

    @inline(__always)
    private static func value(ofKey key: UInt32) -> Double {
        Double(Float(bitPattern: key >> 31 == 1 ? key ^ (1 << 31) : ~key))
    }

    @inline(__always)
    private static func value(ofKey key: UInt64) -> Double {
        Double(bitPattern: key >> 63 == 1 ? key ^ (1 << 63) : ~key)
    }

    /// Least significant digit first, 11 bits a digit. All digits are counted in one pass; digits that all keys share
    /// cost nothing more.
    @inline(__always)
    private static func radixSort<Key: FixedWidthInteger & UnsignedInteger>(_ keys: inout [Key]) {
        let digitCount = (Key.bitWidth + 10) / 11
        // Left uninitialised: a pass writes every element before the next one reads any.
        var scratch = [Key](unsafeUninitializedCapacity: keys.count) { $1 = keys.count }
        var offsets = [Int](repeating: 0, count: digitCount * 2_048)
        offsets.withUnsafeMutableBufferPointer { offsets in
            for key in keys {
                for digit in 0..<digitCount { offsets[digit &* 2_048 &+ value(of: digit, in: key)] &+= 1 }
            }
            for digit in 0..<digitCount {
                let counts = UnsafeMutableBufferPointer(rebasing: offsets[digit * 2_048..<(digit + 1) * 2_048])
                if counts[value(of: digit, in: keys[0])] == keys.count { continue }
                keys.withUnsafeMutableBufferPointer { source in
                    scratch.withUnsafeMutableBufferPointer { scatter(source, into: $0, by: digit, counts) }
                }
                swap(&keys, &scratch)
            }
        }
    }

    @inline(__always)
    private static func value<Key: FixedWidthInteger & UnsignedInteger>(of digit: Int, in key: Key) -> Int {
        Int(truncatingIfNeeded: (key &>> Key(truncatingIfNeeded: 11 &* digit)) & 2_047)
    }

    /// Moves keys to their places by one digit. `counts` become places.
    @inline(__always)
    private static func scatter<Key: FixedWidthInteger & UnsignedInteger>(
        _ source: UnsafeMutableBufferPointer<Key>, into target: UnsafeMutableBufferPointer<Key>, by digit: Int,
        _ counts: UnsafeMutableBufferPointer<Int>
    ) {
        var start = 0
        for index in counts.indices {
            let count = counts[index]
            counts[index] = start
            start += count
        }
        for key in source {
            let index = value(of: digit, in: key)
            target[counts[index]] = key
            counts[index] &+= 1
        }
    }
}
