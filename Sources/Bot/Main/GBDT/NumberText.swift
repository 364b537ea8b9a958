#if canImport(Glibc)
    import Glibc
#endif

/// Numbers as LightGBM's command line prints them.
enum NumberText {
    /// 17 significant digits (`%.17g`), of which every Double is read back exactly; `nan`, `inf` and `-inf`.
    static func exact(_ value: Double) -> String {
        if let whole = Int(exactly: value), abs(whole) < 1_000_000_000_000_000, whole != 0 || value.sign == .plus {
            return String(whole)
        }
        return formatted(value, "%.17g")
    }

    /// Six significant digits (`%g`).
    static func general(_ value: Double) -> String { formatted(value, "%g") }

    private static func formatted(_ value: Double, _ format: String) -> String {
        if value.isNaN { return "nan" }
        return String(unsafeUninitializedCapacity: 40) { buffer in
            buffer.withMemoryRebound(to: CChar.self) { characters in
                withVaList([value]) { Int(vsnprintf(characters.baseAddress, characters.count, format, $0)) }
            }
        }
    }
}
