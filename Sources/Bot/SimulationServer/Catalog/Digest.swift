import Crypto

/// Names that must look random and be the same in every process: cut from SHA-256 of what they name.
enum Digest {
    static func sha256(_ text: String) -> [UInt8] { Array(SHA256.hash(data: Array(text.utf8))) }

    /// Lower-case digits of SHA-1, as the venue hashes books.
    static func sha1Hex(_ text: String) -> String { hex(Array(Insecure.SHA1.hash(data: Array(text.utf8)))) }

    /// Lower-case digits, without a prefix.
    static func hex(_ bytes: [UInt8]) -> String {
        let digits = Array("0123456789abcdef".utf8)
        return String(decoding: bytes.flatMap { [digits[Int($0 >> 4)], digits[Int($0 & 15)]] }, as: UTF8.self)
    }

    /// A UUID of version 4's form.
    static func uuid(_ text: String) -> String {
        var bytes = Array(sha256(text).prefix(16))
        bytes[6] = bytes[6] & 0x0f | 0x40
        bytes[8] = bytes[8] & 0x3f | 0x80
        let digits = hex(bytes)
        var result = ""
        for (index, digit) in digits.enumerated() {
            if [8, 12, 16, 20].contains(index) { result.append("-") }
            result.append(digit)
        }
        return result
    }

    /// Big-endian bytes as a decimal number.
    static func decimal(_ bytes: [UInt8]) -> String {
        var rest = bytes
        var digits: [UInt8] = []
        repeat {
            var remainder = 0
            for index in rest.indices {
                let value = remainder << 8 | Int(rest[index])
                rest[index] = UInt8(value / 10)
                remainder = value % 10
            }
            digits.append(0x30 + UInt8(remainder))
        } while rest.contains { $0 > 0 }
        return String(decoding: digits.reversed(), as: UTF8.self)
    }
}
