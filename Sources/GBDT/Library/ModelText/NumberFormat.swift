// Unsafe in one place: C's `snprintf` family is the definition of the digits in LightGBM's text format and wants a
// buffer. It is sized for the longest number either format can produce.

import Glibc

/// Numbers as LightGBM prints them.
enum NumberFormat {
    /// Six significant digits (`%g`).
    static func general(_ value: Double) -> String { formatted(value, "%g") }

    /// 17 significant digits (`%.17g`), which any Double survives.
    static func exact(_ value: Double) -> String { formatted(value, "%.17g") }

    /// The shortest decimal that reads back as the same number, without a trailing ".0".
    static func shortest(_ value: Double) -> String {
        let text = value.description
        return text.hasSuffix(".0") ? String(text.dropLast(2)) : text
    }

    private static func formatted(_ value: Double, _ format: String) -> String {
        String(unsafeUninitializedCapacity: 40) { buffer in
            buffer.withMemoryRebound(to: CChar.self) { characters in
                withVaList([value]) { Int(vsnprintf(characters.baseAddress, characters.count, format, $0)) }
            }
        }
    }
}
