/// Base 64 (RFC 4648), with padding.
enum Base64 {
    static func text(_ bytes: [UInt8], isURLSafe: Bool = false) -> String {
        let alphabet = Array((plain + (isURLSafe ? "-_" : "+/")).utf8)
        var result: [UInt8] = []
        var index = 0
        while index < bytes.count {
            let group = bytes[index..<min(index + 3, bytes.count)]
            let word = group.reduce(0) { $0 << 8 | Int($1) } << (8 * (3 - group.count))
            for place in 0..<4 {
                result.append(place <= group.count ? alphabet[word >> (18 - 6 * place) & 63] : 0x3d)
            }
            index += 3
        }
        return String(decoding: result, as: UTF8.self)
    }

    /// Either alphabet, padded or not; nil for anything else.
    static func bytes(_ text: some StringProtocol) -> [UInt8]? {
        var result: [UInt8] = []
        var (word, bits) = (0, 0)
        for byte in text.utf8 {
            let value: Int
            switch byte {
            case 0x41...0x5a: value = Int(byte) - 0x41
            case 0x61...0x7a: value = Int(byte) - 0x61 + 26
            case 0x30...0x39: value = Int(byte) - 0x30 + 52
            case 0x2b, 0x2d: value = 62
            case 0x2f, 0x5f: value = 63
            case 0x3d: continue
            default: return nil
            }
            word = (word << 6 | value) & 0xfff
            bits += 6
            if bits >= 8 {
                bits -= 8
                result.append(UInt8(word >> bits & 0xff))
            }
        }
        return result
    }

    private static let plain = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789"
}
