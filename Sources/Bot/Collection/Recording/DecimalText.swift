internal import Market

/// Decimal text to integers, exactly: no number ever passes through Double.
enum DecimalText {
    enum Scaled: Hashable {
        case value(Int64)
        /// A number with more places than were asked for, which are left off here.
        case tooFine(Int64)
        case notANumber
    }

    /// The value of `line[range]`, in units of 10^-`places`. Zeros beyond the last place are allowed; exponents and
    /// signs are not.
    static func scaled(_ line: Span<UInt8>, _ range: Range<Int>, places: Int) -> Scaled {
        var value: Int64 = 0
        var digits = 0
        var fraction = -1
        var isTooFine = false
        for index in range {
            let byte = line[index]
            if byte == UInt8(ascii: "."), fraction < 0, digits > 0 {
                fraction = 0
                continue
            }
            guard byte >= UInt8(ascii: "0"), byte <= UInt8(ascii: "9") else { return .notANumber }
            digits += 1
            if fraction == places {
                if byte != UInt8(ascii: "0") { isTooFine = true }
                continue
            }
            if fraction >= 0 { fraction += 1 }
            guard let next = appending(Int64(byte - UInt8(ascii: "0")), to: value) else { return .notANumber }
            value = next
        }
        guard digits > 0, fraction != 0 || line[range.upperBound - 1] != UInt8(ascii: ".") else { return .notANumber }
        for _ in max(fraction, 0)..<places {
            guard let next = appending(0, to: value) else { return .notANumber }
            value = next
        }
        return isTooFine ? .tooFine(value) : .value(value)
    }

    private static func appending(_ digit: Int64, to value: Int64) -> Int64? {
        let (tens, overflowed) = value.multipliedReportingOverflow(by: 10)
        let (sum, carried) = tens.addingReportingOverflow(digit)
        return overflowed || carried ? nil : sum
    }

    static func price(_ line: Span<UInt8>, _ range: Range<Int>) throws(LineProblem) -> Price {
        switch scaled(line, range, places: 4) {
        case .value(let units) where units > 0 && units < Int64(Price.one): return Price(checked: Int32(units))
        case .value: throw LineProblem(.price, "price \(text(line, range)) is not between 0 and 1")
        case .tooFine(let units) where units >= Int64(Price.one):
            throw LineProblem(.price, "price \(text(line, range)) is not between 0 and 1")
        case .tooFine: throw LineProblem(.priceOffGrid, "price \(text(line, range)) is finer than 0.0001")
        case .notANumber: throw LineProblem(.price, "price '\(text(line, range))' is no decimal number")
        }
    }

    static func size(_ line: Span<UInt8>, _ range: Range<Int>) throws(LineProblem) -> Size {
        switch scaled(line, range, places: 6) {
        case .value(let microshares): return Size(microshares: microshares)
        case .tooFine: throw LineProblem(.size, "size \(text(line, range)) is finer than 0.000001")
        case .notANumber: throw LineProblem(.size, "size '\(text(line, range))' is no decimal number")
        }
    }

    /// Milliseconds since 1970, between the years 2000 and 2100.
    static func time(_ line: Span<UInt8>, _ range: Range<Int>) throws(LineProblem) -> Timestamp {
        guard case .value(let milliseconds) = scaled(line, range, places: 0),
            (946_684_800_000..<4_102_444_800_000).contains(milliseconds)
        else { throw LineProblem(.time, "time '\(text(line, range))' is no number of milliseconds of this century") }
        return Timestamp(milliseconds: milliseconds)
    }

    /// The bytes as text, for names and messages; what is not UTF-8 is replaced.
    static func text(_ line: Span<UInt8>, _ range: Range<Int>) -> String {
        String(unsafeUninitializedCapacity: range.count) { target in
            for (offset, index) in range.enumerated() { target[offset] = line[index] }
            return range.count
        }
    }
}
