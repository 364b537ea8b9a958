// Unsafe in one place: the fields of a text are loaded eight bytes at a time and numbers stored without looking at the
// bounds again, which halves the time of reading. What makes it safe: a window of 16 bytes is only loaded when it lies
// within the text, and rows and columns are compared with those of the cells once per row. What is not plain is left to
// `DecimalNumber`, and the tests compare both.

import Glibc

enum DelimitedKernels {
    /// Where the lines of `range` end: the places of the line feeds, and the end itself after an unfinished line.
    static func lineEnds(_ text: Span<UInt8>, _ range: Range<Int>) -> [Int] {
        precondition(range.lowerBound >= 0 && range.upperBound <= text.count)
        var ends: [Int] = []
        text.withUnsafeBufferPointer { text in
            guard let base = text.baseAddress else { return }
            var place = range.lowerBound
            while place < range.upperBound {
                let found = memchr(base + place, Int32(UInt8(ascii: "\n")), range.upperBound - place)
                let end = found.map { UnsafeRawPointer($0) - UnsafeRawPointer(base) } ?? range.upperBound
                ends.append(end)
                place = end + 1
            }
        }
        return ends
    }

    /// Cells that are being written, by several threads, each its own rows.
    struct Cells {
        let rowCount: Int
        fileprivate let columnCount: Int
        fileprivate let base: UnsafeMutablePointer<Double>

        func set(_ value: Double, row: Int, column: Int) {
            precondition(row >= 0 && row < rowCount && column >= 0 && column < columnCount)
            (base + column * rowCount + row).initialize(to: value)
        }
    }

    /// A table of cells, column after column, as `fill` leaves it.
    /// - Parameter fill: writes every cell and returns true, or gives up and returns false: there are none then.
    static func cells(columnCount: Int, rowCount: Int, fill: (Cells) -> Bool) -> [Double] {
        // Room for one at least, so that there is a place even for none.
        [Double](unsafeUninitializedCapacity: max(columnCount * rowCount, 1)) { cells, initializedCount in
            guard let base = cells.baseAddress else { return }
            let isFilled = fill(Cells(rowCount: rowCount, columnCount: columnCount, base: base))
            initializedCount = isFilled ? columnCount * rowCount : 0
        }
    }

    /// Where a row is being read.
    struct Cursor {
        var place: Int
        /// Where the line ends.
        let end: Int
        /// The next field.
        var column: Int
        /// The line has ended: there is no next field.
        private(set) var isDone = false

        init(place: Int, end: Int, column: Int) {
            self.place = place
            self.end = end
            self.column = column
        }

        /// Goes behind the field at whose end it stands.
        @inline(__always)
        mutating func finishField() {
            column &+= 1
            if place == end { isDone = true } else { place &+= 1 }
        }
    }

    /// Bytes that may be looked at from the beginning of a field on.
    private static let window = 16

    /// Reads fields as long as they are plain: nothing at all, or digits with perhaps a minus sign and a point, and no
    /// blanks around them.
    ///
    /// Stops before a field that is something else, or after the last one.
    /// - Parameters:
    ///   - isSkipped: one per column; what it says of true is not plain.
    ///   - cells: of as many columns as `isSkipped` has.
    static func readPlainFields(
        _ text: Span<UInt8>, _ cursor: inout Cursor, separator: UInt8, isSkipped: Span<Bool>,
        into cells: Cells, row: Int
    ) {
        precondition(cursor.place >= 0 && cursor.end <= text.count && cursor.column >= 0)
        precondition(row >= 0 && row < cells.rowCount && isSkipped.count == cells.columnCount)
        text.withUnsafeBytes { text in
            guard let base = text.baseAddress else { return }
            let end = cursor.end
            // The last place where a window begins, if it lies within the line.
            let last = min(end, text.count &- window)
            var (place, column) = (cursor.place, cursor.column)
            var cell = cells.base + (column &* cells.rowCount &+ row)
            while place <= last, column < isSkipped.count, !isSkipped[unchecked: column] {
                guard let field = PlainField(base + place), field.length <= end &- place else { break }
                let next = place &+ field.length
                if next == end {
                    cell.pointee = field.value
                    cursor.place = next
                    cursor.column = column
                    return cursor.finishField()
                }
                guard base.load(fromByteOffset: next, as: UInt8.self) == separator else { break }
                cell.pointee = field.value
                place = next &+ 1
                column &+= 1
                cell += cells.rowCount
            }
            (cursor.place, cursor.column) = (place, column)
        }
    }
}

/// A field of up to 15 bytes that is nothing, or digits with perhaps a minus sign and a point.
///
/// Where a field ends the next one begins, so that nothing can go faster than ends are found: that takes one load and
/// few steps. What makes a number of the digits is not waited for.
private struct PlainField {
    let length: Int
    let value: Double

    /// The field that begins at `text` and ends before the first byte below "-", which all separators are.
    @inline(__always)
    init?(_ text: UnsafeRawPointer) {
        let bytes = Bytes(text)
        let ends = bytes.ends
        let sign: UInt64 = bytes.first == UInt8(ascii: "-") ? 1 : 0
        let digits: UInt64
        let fractionCount: Int
        if ends != 0 {
            length = ends.trailingZeroBitCount &>> 3
            if length == 0 {
                value = .nan
                return
            }
            let word = bytes.withoutFirst(sign).moved(by: 8 &- length)
            let others = word.others
            guard let count = word.fractionCount(others), length > Int(sign) &+ (others == 0 ? 0 : count &+ 1) else {
                return nil
            }
            fractionCount = count
            digits = word.withoutPoint(others).value
        } else {
            let second = Bytes(text + 8)
            let ends = second.ends
            if ends == 0 { return nil }
            length = 8 &+ ends.trailingZeroBitCount &>> 3
            let words = bytes.withoutFirst(sign).moved(by: 16 &- length, second)
            guard let long = Self.long(words.0, words.1), length > Int(sign) &+ 1 &+ long.fractionCount else {
                return nil
            }
            (digits, fractionCount) = long
        }
        // As `DecimalNumber.nearest`: 14 digits and the power of ten are Doubles. But the usual conversion would wait
        // for the last field's division, as it leaves half a register alone. These bits are 2^52 and the digits.
        let whole = Double(bitPattern: digits | 0x4330_0000_0000_0000) - 0x1p52
        let magnitude = whole / PowersOfTen.exact[unchecked: fractionCount]
        value = Double(bitPattern: magnitude.bitPattern | sign &<< 63)
    }

    /// Digits and a point in 16 bytes.
    @inline(__always)
    private static func long(_ upper: Bytes, _ lower: Bytes) -> (digits: UInt64, fractionCount: Int)? {
        let (upperOthers, lowerOthers) = (upper.others, lower.others)
        let isUpper = upperOthers != 0
        guard isUpper != (lowerOthers != 0) else { return nil }
        let withPoint = isUpper ? upper : lower
        guard let count = withPoint.fractionCount(upperOthers | lowerOthers) else { return nil }
        let digits = isUpper ? upper.withoutPoint(upperOthers) : upper.moved(by: 1)
        let rest = isUpper ? lower : lower.withoutPoint(lowerOthers, after: upper)
        return (digits.value &* 100_000_000 &+ rest.value, isUpper ? count &+ 8 : count)
    }
}

/// Eight bytes of text, the first in the lowest byte; digits as numbers.
private struct Bytes {
    private var bytes: UInt64

    private static let zeros: UInt64 = 0x3030_3030_3030_3030
    private static let highest: UInt64 = 0x8080_8080_8080_8080

    @inline(__always)
    init(_ text: UnsafeRawPointer) {
        bytes = UInt64(littleEndian: text.loadUnaligned(as: UInt64.self)) ^ Self.zeros
    }

    @inline(__always)
    private init(bytes: UInt64) { self.bytes = bytes }

    /// The first byte of the text.
    @inline(__always)
    var first: UInt8 { UInt8(truncatingIfNeeded: bytes ^ Self.zeros) }

    /// The highest bit of each byte of text below "-": separators, ends of lines, blanks.
    @inline(__always)
    var ends: UInt64 {
        let text = bytes ^ Self.zeros
        return ~((text | Self.highest) &- 0x2d2d_2d2d_2d2d_2d2d | text) & Self.highest
    }

    /// The highest bit of each byte that is no digit.
    @inline(__always)
    var others: UInt64 {
        // No digit when adding 118 to its lower seven bits reaches the eighth, or when that is set already.
        ((bytes & ~Self.highest) &+ 0x7676_7676_7676_7676 | bytes) & Self.highest
    }

    /// With a zero for the first byte, if `count` is 1 and not 0.
    @inline(__always)
    func withoutFirst(_ count: UInt64) -> Bytes { Bytes(bytes: bytes & ~(count &* 0xff)) }

    /// Moved up by 0 to 8 bytes, zeros before them.
    @inline(__always)
    func moved(by count: Int) -> Bytes {
        // In two steps, since a shift by 64 bits is one by none.
        let half = UInt64(count) &* 4
        return Bytes(bytes: (bytes &<< half) &<< half)
    }

    /// These and the next eight bytes moved up by 1 to 8.
    @inline(__always)
    func moved(by count: Int, _ next: Bytes) -> (Bytes, Bytes) {
        let carried = bytes &>> (64 &- UInt64(count) &* 8)
        return (moved(by: count), Bytes(bytes: next.moved(by: count).bytes | carried))
    }

    /// How many bytes follow the only one that is no digit; 0 when all are; nil when it is no point or not alone.
    @inline(__always)
    func fractionCount(_ others: UInt64) -> Int? {
        if others == 0 { return 0 }
        let count = others.leadingZeroBitCount &>> 3
        let byte = bytes &>> (56 &- UInt64(count) &* 8) & 0xff
        return others & (others &- 1) == 0 && byte == UInt64(UInt8(ascii: ".") ^ UInt8(ascii: "0")) ? count : nil
    }

    /// The bytes before the point moved up over it, and the last of those `before` too.
    @inline(__always)
    func withoutPoint(_ others: UInt64, after before: Bytes = Bytes(bytes: 0)) -> Bytes {
        if others == 0 { return self }
        let rest = others &<< 1 &- 1
        return Bytes(bytes: bytes & ~rest | (bytes &<< 8 | before.bytes &>> 56) & rest)
    }

    /// The number that the eight digits write.
    @inline(__always)
    var value: UInt64 {
        // Pairs of digits, pairs of pairs, pairs of fours.
        let pairs = bytes &* 10 &+ bytes &>> 8
        let mask: UInt64 = 0x0000_00ff_0000_00ff
        let upper = (pairs & mask) &* (100 &+ 1_000_000 &<< 32)
        let lower = (pairs &>> 16 & mask) &* (1 &+ 10_000 &<< 32)
        return (upper &+ lower) &>> 32
    }
}
