/// The header of an NPY file, versions 1 to 3 (NumPy Enhancement Proposal 1, `numpy/lib/format.py`).
struct NumPyHeader {
    /// Kinds of elements that can be read: little-endian, or of one byte.
    enum Element: String, CaseIterable {
        case float4 = "<f4"
        case float8 = "<f8"
        case integer1 = "|i1"
        case integer2 = "<i2"
        case integer4 = "<i4"
        case integer8 = "<i8"
        case unsigned1 = "|u1"
        case unsigned2 = "<u2"
        case unsigned4 = "<u4"
        case unsigned8 = "<u8"
        case boolean = "|b1"

        /// Bytes: the digit at the end of the name.
        var size: Int { rawValue.last?.wholeNumberValue ?? 1 }
    }

    let element: Element
    let isColumnMajor: Bool
    let shape: [Int]
    /// Where the elements start.
    let start: Int
    /// Product of the shape, as many as there are bytes for.
    let count: Int

    /// Elements lie in the file as they lie in memory: Float or Double, on all but rare kinds of processors.
    var hasNativeFloats: Bool { [.float4, .float8].contains(element) && UInt16(1).littleEndian == 1 }

    /// - Parameters:
    ///   - bytes: the beginning of the file, or all of it.
    ///   - byteCount: bytes of the file.
    /// - Throws: ``GBDTError/malformedArray(reason:)``, also when the bytes are not exactly as many as the shape says.
    init(_ bytes: Span<UInt8>, byteCount: Int) throws(GBDTError) {
        let magic: [UInt8] = [0x93] + Array("NUMPY".utf8)
        guard bytes.count >= 10, magic.indices.allSatisfy({ bytes[$0] == magic[$0] }) else {
            throw .malformedArray(reason: "the bytes do not begin as an NPY file does")
        }
        let version = bytes[6]
        guard (1...3).contains(version), version == 1 || bytes.count >= 12 else {
            throw .malformedArray(reason: "version \(version) of the format is not known")
        }
        var length = Int(bytes[8]) | Int(bytes[9]) << 8
        if version > 1 { length |= Int(bytes[10]) << 16 | Int(bytes[11]) << 24 }
        let textStart = version == 1 ? 10 : 12
        guard length <= bytes.count - textStart else {
            throw .malformedArray(
                reason: "the header says to be \(length) bytes long, \(bytes.count - textStart) are there")
        }
        start = textStart + length
        let text = TextLines.string(bytes, textStart..<start)
        var parser = NumPyDictionary(text)
        try parser.read()
        guard let element = Element(rawValue: parser.element) else {
            throw .malformedArray(
                reason: "elements of kind \(parser.element.shortened) cannot be read, only little-endian f4, f8, "
                    + "i1 to i8, u1 to u8 and b1")
        }
        self.element = element
        isColumnMajor = parser.isColumnMajor
        shape = parser.shape
        var count = 1
        for size in shape {
            let (product, overflows) = count.multipliedReportingOverflow(by: size)
            if overflows { throw .malformedArray(reason: "the shape has too many elements") }
            count = product
        }
        let (size, overflows) = count.multipliedReportingOverflow(by: element.size)
        guard !overflows, size == byteCount - start else {
            throw .malformedArray(
                reason:
                    "the shape needs \(overflows ? "too many" : String(size)) bytes, \(byteCount - start) are there")
        }
        self.count = count
    }
}

/// The dictionary in the header: `{'descr': '<f8', 'fortran_order': False, 'shape': (3, 4), }`.
private struct NumPyDictionary {
    private(set) var element = ""
    private(set) var isColumnMajor = false
    private(set) var shape: [Int] = []
    private var rest: Substring.UTF8View

    init(_ text: String) { rest = Substring(text).utf8 }

    mutating func read() throws(GBDTError) {
        var keys: Set<String> = []
        try expect("{")
        while !accept("}") {
            let key = try text()
            try expect(":")
            guard keys.insert(key).inserted else { throw damaged("\(key.shortened) stands twice") }
            switch key {
            case "descr": element = try text()
            case "fortran_order": isColumnMajor = try flag()
            case "shape": shape = try sizes()
            default: throw damaged("unknown key \(key.shortened)")
            }
            if !accept(",") {
                try expect("}")
                break
            }
        }
        skipBlanks()
        guard rest.isEmpty else { throw damaged("something follows the dictionary") }
        guard keys.count == 3 else { throw damaged("descr, fortran_order or shape is missing") }
        // NumPy writes "=" never, and "|" only for single bytes, yet "<i1" means the same.
        if element.hasSuffix("1"), element.hasPrefix("<") { element = "|" + element.dropFirst() }
    }

    private mutating func text() throws(GBDTError) -> String {
        skipBlanks()
        guard let quote = rest.first, quote == UInt8(ascii: "'") || quote == UInt8(ascii: "\"") else {
            throw damaged("expected a text")
        }
        rest = rest.dropFirst()
        guard let end = rest.firstIndex(of: quote) else { throw damaged("a text does not end") }
        defer { rest = rest[rest.index(after: end)...] }
        return String(Substring(rest[..<end]))
    }

    private mutating func flag() throws(GBDTError) -> Bool {
        if accept("True") { return true }
        try expect("False")
        return false
    }

    private mutating func sizes() throws(GBDTError) -> [Int] {
        var sizes: [Int] = []
        try expect("(")
        while !accept(")") {
            skipBlanks()
            let digits = rest.prefix { (48...57).contains($0) }
            guard let size = Int(Substring(digits)), sizes.count < 32 else { throw damaged("expected a size") }
            rest = rest[digits.endIndex...]
            sizes.append(size)
            if !accept(",") {
                try expect(")")
                break
            }
        }
        return sizes
    }

    private mutating func skipBlanks() {
        rest = rest.drop { $0 == UInt8(ascii: " ") || $0 == UInt8(ascii: "\n") }
    }

    private mutating func accept(_ word: String) -> Bool {
        skipBlanks()
        guard rest.starts(with: word.utf8) else { return false }
        rest = rest.dropFirst(word.utf8.count)
        return true
    }

    private mutating func expect(_ word: String) throws(GBDTError) {
        if !accept(word) { throw damaged("expected \(word)") }
    }

    private func damaged(_ reason: String) -> GBDTError {
        .malformedArray(reason: "damaged header: \(reason)")
    }
}
