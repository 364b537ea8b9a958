/// An array of NumPy's NPY format: what `numpy.save` writes of numbers and Booleans.
///
/// Versions 1 to 3; little-endian `f4`, `f8`, `i1` ... `i8`, `u1` ... `u8` and `b1`; row-major (C) and column-major
/// (Fortran) order. `f4` stays Float; everything else becomes Double, in which integers beyond 2^53 are rounded.
public struct NumPyArray: Sendable {
    /// Sizes along each axis; empty for a single number.
    public let shape: [Int]
    private let isColumnMajor: Bool
    private let values: FeatureMatrix.Values

    /// - Parameter bytes: the whole file. Sizes are compared with the number of bytes before anything is allocated.
    /// - Throws: ``GBDTError/malformedArray(reason:)``.
    public init(_ bytes: [UInt8]) throws(GBDTError) {
        let header = try NumPyHeader(bytes.span)
        shape = header.shape
        isColumnMajor = header.isColumnMajor
        func read<Stored: BitwiseCopyable, Value>(_ kind: Stored.Type, _ value: (Stored) -> Value) -> [Value] {
            NumPyKernels.values(bytes, from: header.start, count: header.count, value)
        }
        switch header.element {
        case .float4: values = .float(read(UInt32.self) { Float(bitPattern: .init(littleEndian: $0)) })
        case .float8: values = .double(read(UInt64.self) { Double(bitPattern: .init(littleEndian: $0)) })
        case .integer1: values = .double(read(Int8.self) { Double($0) })
        case .integer2: values = .double(read(Int16.self) { Double(Int16(littleEndian: $0)) })
        case .integer4: values = .double(read(Int32.self) { Double(Int32(littleEndian: $0)) })
        case .integer8: values = .double(read(Int64.self) { Double(Int64(littleEndian: $0)) })
        case .unsigned1: values = .double(read(UInt8.self) { Double($0) })
        case .unsigned2: values = .double(read(UInt16.self) { Double(UInt16(littleEndian: $0)) })
        case .unsigned4: values = .double(read(UInt32.self) { Double(UInt32(littleEndian: $0)) })
        case .unsigned8: values = .double(read(UInt64.self) { Double(UInt64(littleEndian: $0)) })
        case .boolean: values = .double(read(UInt8.self) { $0 == 0 ? 0 : 1 })
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
