internal import Market

/// What a state is made of.
extension StateCoder {
    /// Counters stay far from overflow.
    static let countMax = 1 << 48

    mutating func count(_ x: inout Int) throws(SnapshotError) { try number(&x, 0...Self.countMax) }

    /// Any bit pattern, NaN of any kind included.
    @inline(__always)
    mutating func double(_ x: inout Double) throws(SnapshotError) {
        var pattern = x.bitPattern
        try bits(&pattern)
        x = Double(bitPattern: pattern)
    }

    mutating func flag(_ x: inout Bool) throws(SnapshotError) {
        var byte: UInt8 = x ? 1 : 0
        try number(&byte, 0...1)
        x = byte == 1
    }

    /// Between never before and never after, so that differences of times do not overflow.
    mutating func time(_ x: inout Timestamp) throws(SnapshotError) {
        try number(&x.nanoseconds, Timestamp.distantPast.nanoseconds...Timestamp.distantFuture.nanoseconds)
    }

    /// The number of a step of `nanoseconds` since 1970.
    mutating func step(_ x: inout Int64, of nanoseconds: Int64) throws(SnapshotError) {
        let range = Timestamp.distantPast.nanoseconds...Timestamp.distantFuture.nanoseconds
        try number(&x, range.lowerBound / nanoseconds...range.upperBound / nanoseconds)
    }

    mutating func doubles<let count: Int>(_ x: inout InlineArray<count, Double>) throws(SnapshotError) {
        for index in 0..<count { try double(&x[index]) }
    }

    mutating func choice<Choice: RawRepresentable>(
        _ x: inout Choice
    ) throws(SnapshotError) where Choice.RawValue == UInt8 {
        var code = x.rawValue
        try bits(&code)
        guard let choice = Choice(rawValue: code) else { throw failure("\(code) stands for no \(Choice.self)") }
        x = choice
    }

    /// - Parameter blank: any value, to read over.
    mutating func optional<Value>(
        _ x: inout Value?, blank: @autoclosure () -> Value,
        _ archive: (inout Value, inout StateCoder) throws(SnapshotError) -> Void
    ) throws(SnapshotError) {
        var isPresent = x != nil
        try flag(&isPresent)
        guard isPresent else {
            x = nil
            return
        }
        var value = x ?? blank()
        try archive(&value, &self)
        x = value
    }

    mutating func optional<Value: Restorable>(
        _ x: inout Value?, blank: @autoclosure () -> Value
    ) throws(SnapshotError) {
        try optional(&x, blank: blank()) { (value: inout Value, coder: inout StateCoder) throws(SnapshotError) in
            try value.archive(&coder)
        }
    }

    mutating func optional(_ x: inout Double?) throws(SnapshotError) { try optional(&x, blank: 0) }
    mutating func optional(_ x: inout Timestamp?) throws(SnapshotError) { try optional(&x, blank: .distantPast) }

    mutating func text(_ x: inout String) throws(SnapshotError) {
        var bytes = Array(x.utf8)
        try blob(&bytes)
        guard let text = String(validating: bytes, as: UTF8.self) else { throw failure("a name is not UTF-8") }
        x = text
    }

    /// Elements behind their number.
    /// - Parameter blank: any element, to read over.
    mutating func array<Element: Restorable>(
        _ x: inout [Element], countMax: Int, blank: @autoclosure () -> Element
    ) throws(SnapshotError) {
        var count = x.count
        try number(&count, 0...countMax)
        guard isReading else {
            for var element in x { try element.archive(&self) }
            return
        }
        // An element takes a byte at least.
        guard count <= rest else { throw failure("\(count) elements do not fit into \(rest) bytes") }
        x = []
        x.reserveCapacity(min(count, 2_048))
        for _ in 0..<count {
            var element = blank()
            try element.archive(&self)
            x.append(element)
        }
    }

    /// A ring that grows up to its capacity, and the position of its oldest element.
    mutating func ring<Element: Restorable>(
        _ x: inout [Element], head: inout Int, capacity: Int, blank: @autoclosure () -> Element
    ) throws(SnapshotError) {
        try array(&x, countMax: capacity, blank: blank())
        try number(&head, 0...(x.count == capacity ? capacity - 1 : 0))
    }
}

extension Double: Restorable {
    mutating func archive(_ coder: inout StateCoder) throws(SnapshotError) { try coder.double(&self) }
}

extension Timestamp: Restorable {
    mutating func archive(_ coder: inout StateCoder) throws(SnapshotError) { try coder.time(&self) }
}

extension Int: Restorable {
    mutating func archive(_ coder: inout StateCoder) throws(SnapshotError) { try coder.count(&self) }
}
