/// Why bytes from the venue could not be understood: what, where, and how they begin.
struct WireError: Error, Hashable, Sendable {
    enum Problem: Hashable, Sendable {
        /// Not JSON, or not what the place demands.
        case syntax(String)
        case wrongType(expected: String, found: String)
        /// A member that must be there is not.
        case missing(String)
        /// Of the right type, and not a value of its kind.
        case invalid(String)
        /// Containers within containers, beyond the limit.
        case tooDeep(limit: Int)
        case tooLarge(byteCount: Int, limit: Int)
    }

    static let beginningMax = 200

    var problem: Problem
    /// Members and elements down to the place, such as `markets[3].conditionId`; empty at the top.
    var path: String
    /// In bytes.
    var offset: Int
    /// The first bytes of the input, at most 200; none where the input holds a secret.
    var beginning: [UInt8]

    init(_ problem: Problem, path: String = "", offset: Int = 0, input: [UInt8] = []) {
        self.problem = problem
        self.path = path
        self.offset = offset
        beginning = Array(input.prefix(Self.beginningMax))
    }
}

extension WireError: CustomStringConvertible {
    var description: String {
        let what =
            switch problem {
            case .syntax(let text): text
            case .wrongType(let expected, let found): "\(expected) is due, not \(found)"
            case .missing(let name): "no \(name)"
            case .invalid(let text): text
            case .tooDeep(let limit): "nested deeper than \(limit)"
            case .tooLarge(let count, let limit): "\(count) bytes, at most \(limit) are read"
            }
        let place = path.isEmpty ? "" : " at \(path)"
        return "\(what)\(place), byte \(offset), in: \(Self.printable(beginning))"
    }

    /// ASCII as it is, all else as `\xNN`: a log line stays one line whatever the venue sends.
    static func printable(_ bytes: [UInt8]) -> String {
        var text = ""
        for byte in bytes {
            if byte >= 0x20, byte < 0x7f {
                text.unicodeScalars.append(Unicode.Scalar(byte))
            } else {
                let digits = String(byte, radix: 16)
                text += "\\x" + (digits.count == 1 ? "0" : "") + digits
            }
        }
        return text
    }
}
