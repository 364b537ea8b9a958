/// Configuration as LightGBM's command line takes it: a text of `name = value` lines, and `name=value` arguments.
public enum ConfigText {
    /// The settings of a configuration text, each with its line.
    ///
    /// One setting a line; `#` starts a comment; blank lines, white space around names and values, and quotation marks
    /// around either are left out. What the settings mean is ``ParameterSettings``'s matter.
    /// - Throws: ``GBDTError/malformedText(line:column:found:reason:)`` for a line without `=` or without a name.
    public static func parse(_ text: String) throws(GBDTError) -> [Setting] {
        var settings: [Setting] = []
        let lines = text.utf8.split(separator: UInt8(ascii: "\n"), omittingEmptySubsequences: false)
        for (number, line) in lines.enumerated() {
            let written = line.prefix { $0 != UInt8(ascii: "#") }
            var content = String(Substring(written)).trimmed
            // A byte order mark stands before the text, not in it.
            if number == 0, content.unicodeScalars.first == "\u{FEFF}" {
                content = String(content.unicodeScalars.dropFirst()).trimmed
            }
            if content.isEmpty { continue }
            guard var setting = setting(content) else {
                throw .malformedText(
                    line: number + 1, column: 1, found: content.shortened, reason: "expected name = value")
            }
            setting.line = number + 1
            settings.append(setting)
        }
        return settings
    }

    /// The settings of a command line: each argument is `name=value`.
    /// - Throws: ``GBDTError/malformedText(line:column:found:reason:)`` with the argument's number, from 1, as column.
    public static func parse(arguments: [String]) throws(GBDTError) -> [Setting] {
        var settings: [Setting] = []
        for (number, argument) in arguments.enumerated() {
            guard let setting = setting(argument.trimmed) else {
                throw .malformedText(
                    line: 1, column: number + 1, found: argument.shortened, reason: "expected name=value")
            }
            settings.append(setting)
        }
        return settings
    }

    /// All settings of a file that the command line does not also make, under whichever of their names, then those of
    /// the command line.
    public static func merge(file: [Setting], commandLine: [Setting]) -> [Setting] {
        let overridden = Set(commandLine.map { canonicalName($0.name) })
        return file.filter { !overridden.contains(canonicalName($0.name)) } + commandLine
    }

    private static func canonicalName(_ name: String) -> String { ParameterTable.entry(name)?.name ?? name }

    private static func setting(_ content: String) -> Setting? {
        guard let mark = content.firstIndex(of: "=") else { return nil }
        let name = unquoted(content[..<mark])
        return name.isEmpty ? nil : Setting(name, unquoted(content[content.index(after: mark)...]))
    }

    private static func unquoted(_ part: Substring) -> String {
        var text = String(part).trimmed[...]
        while let first = text.first, first == "\"" || first == "'" { text = text.dropFirst() }
        while let last = text.last, last == "\"" || last == "'" { text = text.dropLast() }
        return String(text).trimmed
    }
}
