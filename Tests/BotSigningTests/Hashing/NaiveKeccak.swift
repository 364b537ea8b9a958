/// Keccak-256 as FIPS 202 describes it, with arrays and nothing unrolled: what the quick one is compared to.
enum NaiveKeccak {
    static func hash(_ message: [UInt8]) -> [UInt8] {
        let rate = 136
        var padded = message + [1]
        padded += repeatElement(0, count: (rate - padded.count % rate) % rate)
        padded[padded.count - 1] |= 0x80
        var state = [UInt64](repeating: 0, count: 25)
        for block in stride(from: 0, to: padded.count, by: rate) {
            for index in 0..<rate {
                state[index / 8] ^= UInt64(padded[block + index]) << UInt64(8 * (index % 8))
            }
            permute(&state)
        }
        return (0..<32).map { UInt8(truncatingIfNeeded: state[$0 / 8] >> UInt64(8 * ($0 % 8))) }
    }

    private static func permute(_ a: inout [UInt64]) {
        var register: UInt8 = 1
        for _ in 0..<24 {
            let parity = (0..<5).map { x in (0..<5).reduce(0) { $0 ^ a[x + 5 * $1] } }
            for index in 0..<25 { a[index] ^= parity[(index + 4) % 5] ^ turn(parity[(index + 1) % 5], 1) }
            // Rho and pi walk the lanes in one cycle (FIPS 202, algorithms 2 and 3).
            var (x, y, lane) = (1, 0, a[1])
            for step in 0..<24 {
                (x, y) = (y, (2 * x + 3 * y) % 5)
                (lane, a[x + 5 * y]) = (a[x + 5 * y], turn(lane, (step + 1) * (step + 2) / 2 % 64))
            }
            for y in 0..<5 {
                let row = Array(a[5 * y..<5 * y + 5])
                for x in 0..<5 { a[x + 5 * y] = row[x] ^ (~row[(x + 1) % 5] & row[(x + 2) % 5]) }
            }
            for power in 0..<7 {
                if register & 1 == 1 { a[0] ^= 1 << UInt64((1 << power) - 1) }
                register = register & 0x80 == 0 ? register << 1 : register << 1 ^ 0x71
            }
        }
    }

    private static func turn(_ lane: UInt64, _ bits: Int) -> UInt64 {
        bits == 0 ? lane : lane << UInt64(bits) | lane >> UInt64(64 - bits)
    }
}
