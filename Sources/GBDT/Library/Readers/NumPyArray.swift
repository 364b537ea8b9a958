/// An array of NumPy's NPY format: what `numpy.save` writes of numbers and Booleans.
///
/// Versions 1 to 3; little-endian `f4`, `f8`, `i1` ... `i8`, `u1` ... `u8` and `b1`; row-major (C) and column-major
/// (Fortran) order. `f4` stays Float; everything else becomes Double, in which integers beyond 2^53 are rounded.
public struct NumPyArray: Sendable {
    /// Sizes along each axis; empty for a single number.
    public let shape: [Int]
    private let isColumnMajor: Bool
    private let values: FeatureMatrix.Values

    /// The sizes along each axis that the beginning of a file tells.
    /// - Throws: as ``init(beginning:byteCount:rest:)``.
    public static func shape(beginning: [UInt8], byteCount: Int) throws(GBDTError) -> [Int] {
        try NumPyHeader(beginning.span, byteCount: byteCount).shape
    }

    /// - Parameter bytes: the whole file. Sizes are compared with the number of bytes before anything is allocated.
    /// - Throws: ``GBDTError/malformedArray(reason:)``.
    public init(_ bytes: [UInt8]) throws(GBDTError) {
        let header = try NumPyHeader(bytes.span, byteCount: bytes.count)
        (shape, isColumnMajor) = (header.shape, header.isColumnMajor)
        values = Self.values(header, bytes, from: header.start)
    }

    /// Reads a file whose floats go straight into the array.
    /// - Parameters:
    ///   - beginning: its first bytes: all of the header at least, which is mostly 128 bytes long.
    ///   - byteCount: bytes of the whole file, compared with the shape before anything is allocated.
    ///   - rest: appends the bytes behind the beginning, as many as there is room for.
    /// - Throws: ``GBDTError/malformedArray(reason:)``, and what `rest` throws.
    public init(beginning: [UInt8], byteCount: Int, rest: (inout OutputRawSpan) throws -> Void) throws {
        let header = try NumPyHeader(beginning.span, byteCount: byteCount)
        (shape, isColumnMajor) = (header.shape, header.isColumnMajor)
        let known = beginning.span.extracting(header.start...)
        switch (header.element, header.hasNativeFloats) {
        case (.float4, true):
            values = .float(try NumPyKernels.values(count: header.count, beginning: known, rest: rest))
        case (.float8, true):
            values = .double(try NumPyKernels.values(count: header.count, beginning: known, rest: rest))
        default:
            let bytes: [UInt8] = try NumPyKernels.values(
                count: header.count * header.element.size, beginning: known, rest: rest)
            values = Self.values(header, bytes, from: 0)
        }
    }

    private static func values(_ header: NumPyHeader, _ bytes: [UInt8], from start: Int) -> FeatureMatrix.Values {
        func read<Stored: BitwiseCopyable, Value>(_ kind: Stored.Type, _ value: (Stored) -> Value) -> [Value] {
            NumPyKernels.values(bytes, from: start, count: header.count, value)
        }
        return switch header.element {
        case .float4: .float(read(UInt32.self) { Float(bitPattern: .init(littleEndian: $0)) })
        case .float8: .double(read(UInt64.self) { Double(bitPattern: .init(littleEndian: $0)) })
        case .integer1: .double(read(Int8.self) { Double($0) })
        case .integer2: .double(read(Int16.self) { Double(Int16(littleEndian: $0)) })
        case .integer4: .double(read(Int32.self) { Double(Int32(littleEndian: $0)) })
        case .integer8: .double(read(Int64.self) { Double(Int64(littleEndian: $0)) })
        case .unsigned1: .double(read(UInt8.self) { Double($0) })
        case .unsigned2: .double(read(UInt16.self) { Double(UInt16(littleEndian: $0)) })
        case .unsigned4: .double(read(UInt32.self) { Double(UInt32(littleEndian: $0)) })
        case .unsigned8: .double(read(UInt64.self) { Double(UInt64(littleEndian: $0)) })
        case .boolean: .double(read(UInt8.self) { $0 == 0 ? 0 : 1 })
        }
    }

    /// The array as rows of features: two axes, or one axis as a single column.
    /// - Throws: ``GBDTError/malformedArray(reason:)`` for other shapes,
    ///   ``GBDTError/unsupportedShape(rowCount:columnCount:)`` for an axis without elements.
    public func matrix() throws(GBDTError) -> FeatureMatrix {
        guard shape.count == 1 || shape.count == 2 else {
            throw .malformedArray(reason: "a table has two axes, this array has \(shape.count)")
        }
        let (rows, columns) = (shape[0], shape.count == 2 ? shape[1] : 1)
        switch (values, isColumnMajor) {
        case (.float(let values), false):
            return try FeatureMatrix(rowCount: rows, columnCount: columns, rowMajor: values)
        case (.float(let values), true):
            return try FeatureMatrix(rowCount: rows, columnCount: columns, columnMajor: values)
        case (.double(let values), false):
            return try FeatureMatrix(rowCount: rows, columnCount: columns, rowMajor: values)
        case (.double(let values), true):
            return try FeatureMatrix(rowCount: rows, columnCount: columns, columnMajor: values)
        }
    }

    /// The array as a list, for labels and weights: one axis, or two of which one has a single element.
    /// - Throws: ``GBDTError/malformedArray(reason:)`` for other shapes.
    public func vector() throws(GBDTError) -> [Double] {
        guard shape.count == 1 || (shape.count == 2 && shape.contains(1)) else {
            throw .malformedArray(reason: "a list has one axis, this array has the shape \(shape)")
        }
        switch values {
        case .float(let values): return values.map { Double($0) }
        case .double(let values): return values
        }
    }
}
