import Testing
import TestSupport

@testable import BotSigning

/// Goal: the digest is Ethereum's, for every length and however the bytes come in. Method: published digests, and a
/// naive implementation on random bytes.
struct Keccak256Tests {
    @Test(arguments: [
        ("", "0xc5d2460186f7233c927e7db2dcc703c0e500b653ca82273b7bfad8045d85a470"),
        ("abc", "0x4e03657aea45a94fc7d47ba826c8d667c0d1e6e33a64a036ec44f58fa12d6c45"),
    ])
    func publishedDigests(_ text: String, _ digest: String) {
        #expect(Keccak256.hash(text.utf8).hex == digest)
    }

    @Test func everyLengthOfThreeBlocksIsAsTheNaiveOneSays() {
        var random = SeededGenerator(seed: 1)
        for length in 0...410 {
            let bytes = (0..<length).map { _ in UInt8.random(in: 0...255, using: &random) }
            #expect(Keccak256.hash(bytes).bytes == NaiveKeccak.hash(bytes), "\(length) bytes")
        }
    }

    /// Words land at every offset of a lane and across the ends of blocks.
    @Test func wordsAreBytes() {
        var random = SeededGenerator(seed: 2)
        for before in 0...140 {
            var pieces = Keccak256()
            var bytes = (0..<before).map { _ in UInt8.random(in: 0...255, using: &random) }
            pieces.absorb(bytes)
            for _ in 0..<5 {
                let word = Bytes32(random.next(), random.next(), random.next(), random.next())
                pieces.absorb(word)
                bytes += word.bytes
            }
            #expect(pieces.digest() == Keccak256.hash(bytes), "\(before) bytes before")
        }
    }

    @Test func askingForTheDigestChangesNothing() {
        var keccak = Keccak256()
        keccak.absorb("ab".utf8)
        _ = keccak.digest()
        keccak.absorb("c".utf8)
        #expect(keccak.digest() == Keccak256.hash("abc".utf8))
    }

    @Test(.enabled(if: Vectors.folder != nil, "skipped: no ../shared"))
    func vectors() throws {
        for vector in try Vectors.list("keccak256", "utf8", count: 26) {
            #expect(Keccak256.hash(try vector.text("text").utf8) == (try vector.word("keccak256")))
        }
        for vector in try Vectors.list("keccak256", "bytes", count: 6) {
            #expect(Keccak256.hash(try vector.bytes("hex")) == (try vector.word("keccak256")))
        }
    }
}
