/// The permutation Keccak-f[1600] (FIPS 202, section 3.3) on 25 lanes, lane `x + 5 * y` at that index.
///
/// All lanes live in local variables for the 24 rounds: an array in memory costs three times as much.
func permuteKeccak(_ lanes: inout InlineArray<25, UInt64>) {
    var (a0, a1, a2, a3, a4) = (lanes[0], lanes[1], lanes[2], lanes[3], lanes[4])
    var (a5, a6, a7, a8, a9) = (lanes[5], lanes[6], lanes[7], lanes[8], lanes[9])
    var (a10, a11, a12, a13, a14) = (lanes[10], lanes[11], lanes[12], lanes[13], lanes[14])
    var (a15, a16, a17, a18, a19) = (lanes[15], lanes[16], lanes[17], lanes[18], lanes[19])
    var (a20, a21, a22, a23, a24) = (lanes[20], lanes[21], lanes[22], lanes[23], lanes[24])
    let constants = keccakRoundConstants
    for round in 0..<24 {
        // Theta: each column takes the parities of its two neighbours.
        let (c0, c1) = (a0 ^ a5 ^ a10 ^ a15 ^ a20, a1 ^ a6 ^ a11 ^ a16 ^ a21)
        let (c2, c3) = (a2 ^ a7 ^ a12 ^ a17 ^ a22, a3 ^ a8 ^ a13 ^ a18 ^ a23)
        let c4 = a4 ^ a9 ^ a14 ^ a19 ^ a24
        let (d0, d1, d2) = (c4 ^ turn(c1, 1), c0 ^ turn(c2, 1), c1 ^ turn(c3, 1))
        let (d3, d4) = (c2 ^ turn(c4, 1), c3 ^ turn(c0, 1))
        // Rho and pi: lanes turned and moved, row by row of the result.
        let (b0, b1, b2) = (a0 ^ d0, turn(a6 ^ d1, 44), turn(a12 ^ d2, 43))
        let (b3, b4) = (turn(a18 ^ d3, 21), turn(a24 ^ d4, 14))
        let (b5, b6, b7) = (turn(a3 ^ d3, 28), turn(a9 ^ d4, 20), turn(a10 ^ d0, 3))
        let (b8, b9) = (turn(a16 ^ d1, 45), turn(a22 ^ d2, 61))
        let (b10, b11, b12) = (turn(a1 ^ d1, 1), turn(a7 ^ d2, 6), turn(a13 ^ d3, 25))
        let (b13, b14) = (turn(a19 ^ d4, 8), turn(a20 ^ d0, 18))
        let (b15, b16, b17) = (turn(a4 ^ d4, 27), turn(a5 ^ d0, 36), turn(a11 ^ d1, 10))
        let (b18, b19) = (turn(a17 ^ d2, 15), turn(a23 ^ d3, 56))
        let (b20, b21, b22) = (turn(a2 ^ d2, 62), turn(a8 ^ d3, 55), turn(a14 ^ d4, 39))
        let (b23, b24) = (turn(a15 ^ d0, 41), turn(a21 ^ d1, 2))
        // Chi, and iota on the first lane.
        (a0, a1, a2, a3, a4) = chi(b0, b1, b2, b3, b4)
        a0 ^= constants[round]
        (a5, a6, a7, a8, a9) = chi(b5, b6, b7, b8, b9)
        (a10, a11, a12, a13, a14) = chi(b10, b11, b12, b13, b14)
        (a15, a16, a17, a18, a19) = chi(b15, b16, b17, b18, b19)
        (a20, a21, a22, a23, a24) = chi(b20, b21, b22, b23, b24)
    }
    lanes = [
        a0, a1, a2, a3, a4, a5, a6, a7, a8, a9, a10, a11, a12, a13, a14, a15, a16, a17, a18, a19, a20, a21, a22, a23,
        a24,
    ]
}

@inline(__always)
private func turn(_ lane: UInt64, _ bits: UInt64) -> UInt64 { lane &<< bits | lane &>> (64 &- bits) }

private typealias Row = (UInt64, UInt64, UInt64, UInt64, UInt64)

@inline(__always)
private func chi(_ a: UInt64, _ b: UInt64, _ c: UInt64, _ d: UInt64, _ e: UInt64) -> Row {
    (a ^ (~b & c), b ^ (~c & d), c ^ (~d & e), d ^ (~e & a), e ^ (~a & b))
}

/// FIPS 202, algorithm 5: the output of an eight-bit shift register.
private let keccakRoundConstants: InlineArray<24, UInt64> = [
    0x0000_0000_0000_0001, 0x0000_0000_0000_8082, 0x8000_0000_0000_808a, 0x8000_0000_8000_8000, 0x0000_0000_0000_808b,
    0x0000_0000_8000_0001, 0x8000_0000_8000_8081, 0x8000_0000_0000_8009, 0x0000_0000_0000_008a, 0x0000_0000_0000_0088,
    0x0000_0000_8000_8009, 0x0000_0000_8000_000a, 0x0000_0000_8000_808b, 0x8000_0000_0000_008b, 0x8000_0000_0000_8089,
    0x8000_0000_0000_8003, 0x8000_0000_0000_8002, 0x8000_0000_0000_0080, 0x0000_0000_0000_800a, 0x8000_0000_8000_000a,
    0x8000_0000_8000_8081, 0x8000_0000_0000_8080, 0x0000_0000_8000_0001, 0x8000_0000_8000_8008,
]
