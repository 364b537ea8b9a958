private import Crypto

enum Fingerprint {
    /// SHA-256 as 64 lower-case hexadecimal digits.
    static func hex(of bytes: [UInt8]) -> String {
        SHA256.hash(data: bytes).reduce(into: "") { text, byte in
            let digits = String(byte, radix: 16)
            text += digits.count == 1 ? "0" + digits : digits
        }
    }
}
