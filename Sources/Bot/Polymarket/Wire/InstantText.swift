import Market

/// The venue's spellings of instants.
enum InstantText {
    /// Later years are as good as never, and would not fit 64 bits of nanoseconds.
    private static let yearMax = 2_200

    /// Unix time, whose unit is told by its magnitude: seconds until the year 5138, milliseconds from March 1973.
    static func unix(_ number: WireDecimal) -> Timestamp? {
        guard let whole = number.units(places: 0) else {
            guard let milliseconds = number.units(places: 3) else { return nil }
            return milliseconds < 100_000_000_000_000 ? Timestamp(milliseconds: milliseconds) : nil
        }
        return unix(whole)
    }

    static func unix(_ whole: Int64) -> Timestamp {
        switch whole {
        case ..<0: .distantPast
        case ..<9_000_000_000: Timestamp(seconds: whole)
        case ..<100_000_000_000: .distantFuture
        case ..<9_000_000_000_000: Timestamp(milliseconds: whole)
        case ..<100_000_000_000_000: .distantFuture
        case ..<9_000_000_000_000_000: Timestamp(nanoseconds: whole * 1_000)
        case ..<100_000_000_000_000_000: .distantFuture
        default: Timestamp(nanoseconds: min(whole, Timestamp.distantFuture.nanoseconds))
        }
    }

    /// `2026-10-05T23:15:00.123Z`, also with a space for the T, zones `+00`, `+00:00` or none (then UTC), or the date
    /// alone. `distantPast` for years before 1970, `distantFuture` for those after 2200; nil for anything else.
    static func iso(_ bytes: [UInt8]) -> Timestamp? {
        var scanner = Scanner(bytes: bytes)
        guard let year = scanner.number(4), scanner.take("-"), let month = scanner.number(2), scanner.take("-"),
            let day = scanner.number(2), (1...12).contains(month), (1...31).contains(day)
        else { return nil }
        var nanoseconds: Int64 = 0
        if !scanner.isAtEnd {
            guard scanner.take("T") || scanner.take(" "), let time = scanner.timeOfDay() else { return nil }
            nanoseconds = time
        }
        guard scanner.isAtEnd else { return nil }
        if year < 1_970 { return .distantPast }
        if year > yearMax { return .distantFuture }
        return Timestamp(nanoseconds: daysSince1970(year, month, day) * 86_400_000_000_000 + nanoseconds)
    }

    /// Days of the proleptic Gregorian calendar (H. Hinnant, "chrono-Compatible Low-Level Date Algorithms").
    private static func daysSince1970(_ year: Int64, _ month: Int64, _ day: Int64) -> Int64 {
        let y = month <= 2 ? year - 1 : year
        let era = y / 400
        let yearOfEra = y - era * 400
        let dayOfYear = (153 * (month + (month > 2 ? -3 : 9)) + 2) / 5 + day - 1
        let dayOfEra = yearOfEra * 365 + yearOfEra / 4 - yearOfEra / 100 + dayOfYear
        return era * 146_097 + dayOfEra - 719_468
    }

    private struct Scanner {
        let bytes: [UInt8]
        var offset = 0

        init(bytes: [UInt8]) { self.bytes = bytes }

        var isAtEnd: Bool { offset == bytes.count }

        mutating func take(_ byte: Unicode.Scalar) -> Bool {
            guard offset < bytes.count, bytes[offset] == UInt8(ascii: byte) else { return false }
            offset += 1
            return true
        }

        mutating func number(_ digitCount: Int) -> Int64? {
            var value: Int64 = 0
            for _ in 0..<digitCount {
                guard offset < bytes.count, bytes[offset] >= UInt8(ascii: "0"), bytes[offset] <= UInt8(ascii: "9")
                else { return nil }
                value = value * 10 + Int64(bytes[offset] - UInt8(ascii: "0"))
                offset += 1
            }
            return value
        }

        /// Nanoseconds since midnight UTC.
        mutating func timeOfDay() -> Int64? {
            guard let hour = number(2), take(":"), let minute = number(2), hour < 24, minute < 60 else { return nil }
            var nanoseconds = (hour * 60 + minute) * 60_000_000_000
            if take(":") {
                guard let second = number(2), second <= 60 else { return nil }
                nanoseconds += second * 1_000_000_000
            }
            if take(".") {
                var unit: Int64 = 100_000_000
                var count = 0
                while let digit = number(1) {
                    nanoseconds += digit * unit
                    unit /= 10
                    count += 1
                }
                guard count > 0 else { return nil }
            }
            if isAtEnd || take("Z") { return nanoseconds }
            let isEast = take("+")
            guard isEast || take("-"), let hours = number(2) else { return nil }
            _ = take(":")
            let minutes = isAtEnd ? 0 : number(2)
            guard let minutes, hours < 24, minutes < 60 else { return nil }
            let shift = (hours * 60 + minutes) * 60_000_000_000
            return isEast ? nanoseconds - shift : nanoseconds + shift
        }
    }
}
