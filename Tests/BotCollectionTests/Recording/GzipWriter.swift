/// Gzip without compression, so that the reader is tested against bytes that its own library did not write.
/// RFC 1952 around stored blocks of RFC 1951, section 3.2.4.
enum GzipWriter {
    static func gzip(_ text: String) -> [UInt8] {
        let content = Array(text.utf8)
        var out: [UInt8] = [0x1f, 0x8b, 8, 0, 0, 0, 0, 0, 0, 255]
        var start = 0
        repeat {
            let end = min(start + 0xffff, content.count)
            let length = UInt16(end - start)
            out.append(end == content.count ? 1 : 0)
            out += bytes(UInt64(length), 2) + bytes(UInt64(~length), 2) + content[start..<end]
            start = end
        } while start < content.count
        return out + bytes(UInt64(checksum(content)), 4) + bytes(UInt64(content.count), 4)
    }

    private static func bytes(_ value: UInt64, _ count: Int) -> [UInt8] {
        (0..<count).map { UInt8(truncatingIfNeeded: value >> UInt64(8 * $0)) }
    }

    /// CRC-32, bit by bit.
    private static func checksum(_ content: [UInt8]) -> UInt32 {
        ~content.reduce(0xffff_ffff as UInt32) { sum, byte in
            (0..<8).reduce(sum ^ UInt32(byte)) { rest, _ in rest & 1 == 1 ? rest >> 1 ^ 0xedb8_8320 : rest >> 1 }
        }
    }
}
