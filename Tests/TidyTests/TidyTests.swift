import Foundation
import Testing

/// Goal: taste that can be checked is checked (see the style rules in docs/ARCHITECTURE.md).
/// Method: read the sources as text, comments removed.
struct TidyTests {
    static let root = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
        .deletingLastPathComponent()

    struct SourceFile: Sendable, CustomTestStringConvertible {
        var path: String
        var lines: [String]
        var testDescription: String { path }
    }

    static func files(below folders: [String]) -> [SourceFile] {
        folders.flatMap { folder -> [SourceFile] in
            let base = root.appendingPathComponent(folder)
            let names = FileManager.default.enumerator(atPath: base.path)?.compactMap { $0 as? String } ?? []
            return names.filter { $0.hasSuffix(".swift") && !$0.contains(".build") }.sorted().compactMap { name in
                guard let text = try? String(contentsOf: base.appendingPathComponent(name), encoding: .utf8) else {
                    return nil
                }
                return SourceFile(path: folder + "/" + name, lines: text.components(separatedBy: "\n"))
            }
        }
    }

    static let sources = files(below: ["Sources"])
    static let everything = files(below: ["Sources", "Tests"])

    static func code(_ line: String) -> String {
        let trimmed = line.drop { $0 == " " }
        return trimmed.hasPrefix("//") ? "" : String(trimmed)
    }

    @Test func theSourcesAreFound() { #expect(Self.sources.count > 40) }

    /// What is banned in the sources, and the only files that may hold it, each with its reason.
    static let bans: [(word: String, allowed: [String: String])] = [
        ("Date()", [:]),
        ("SystemRandomNumberGenerator", [:]),
        (".random(in", ["Sources/Bot/Simulation/": "draws from the seeded generator it is given"]),
        ("fatalError(", [:]),
        (" try!", [:]),
        (" try?", [:]),
        (".shared", [:]),
        (
            "nonisolated(unsafe)", ["Sources/GBDT/Library/Parallel/": "disjoint chunks of one buffer, see the file"]
        ),
        (
            "@unchecked",
            [
                "Sources/GBDT/Layout/": "pointers into memory that is written once, before they are made",
                "Sources/GBDT/Library/Prediction/TableMemory.swift": "the same memory",
                "Sources/GBDT/Library/Prediction/IncrementalKernels.swift": "memory of one value that is never copied",
                "Sources/Bot/Signing/Keys/Secp256k1.swift": "tables that are never written once they are made",
            ]
        ),
        ("ContinuousClock", ["Sources/Bot/Main/": "wall time of reports is measured at the rim"]),
        (" print(", [:]),
    ]

    @Test(arguments: sources) func nothingBannedIsUsed(_ file: SourceFile) {
        for (number, line) in file.lines.enumerated() {
            let code = " " + Self.code(line)
            for ban in Self.bans where code.contains(ban.word) {
                let isAllowed = ban.allowed.keys.contains { file.path.hasPrefix($0) }
                #expect(isAllowed, "\(file.path):\(number + 1) uses \(ban.word)")
            }
        }
    }

    @Test(arguments: everything) func nothingIsLeftForLater(_ file: SourceFile) {
        guard !file.path.contains("TidyTests") else { return }
        for (number, line) in file.lines.enumerated() {
            for word in ["TODO", "FIXME", "HACK:"] {
                #expect(!line.contains(word), "\(file.path):\(number + 1) holds \(word)")
            }
        }
    }

    /// Market, GBDT, Features, forecasting, strategy, engine and signing stay free of Foundation: what decides about
    /// money is testable in microseconds and free of locale, time zone and threads.
    @Test func thePureModulesImportNoFoundation() {
        let pure = [
            "Sources/Market/", "Sources/GBDT/", "Sources/Features/", "Sources/Bot/Forecasting/",
            "Sources/Bot/Strategy/", "Sources/Bot/Engine/", "Sources/Bot/Signing/",
        ]
        for file in Self.sources where pure.contains(where: file.path.hasPrefix) {
            for line in file.lines where line.contains("import Foundation") {
                Issue.record("\(file.path): \(line)")
            }
        }
    }

    /// Files over 400 lines and functions over 70 lines, which may only become fewer.
    static let longFiles: Set<String> = []
    static let longFunctions: Set<String> = []

    @Test(arguments: sources) func filesAndFunctionsStayShort(_ file: SourceFile) {
        #expect(
            file.lines.count <= 401 || Self.longFiles.contains(file.path), "\(file.path) has \(file.lines.count) lines")
        var start: (line: Int, indent: Int)?
        for (number, line) in file.lines.enumerated() {
            let indent = line.prefix { $0 == " " }.count
            let code = Self.code(line)
            if let open = start, code.hasPrefix("}"), indent == open.indent {
                let length = number - open.line + 1
                let name = file.path + ":" + Self.functionName(file.lines[open.line])
                #expect(length <= 70 || Self.longFunctions.contains(name), "\(name) has \(length) lines")
                start = nil
            }
            if start == nil, code.contains("func ") || code.hasPrefix("init(") || code.contains(" init(") {
                if !(code.contains("{") && code.contains("}")) { start = (number, indent) }
            }
        }
    }

    static func functionName(_ line: String) -> String {
        let code = Self.code(line)
        guard let range = code.range(of: "func ") else { return "init" }
        return String(code[range.upperBound...].prefix { $0 != "(" && $0 != "<" })
    }

    /// The formatter keeps code within the limit; this is for comments and strings of the sources.
    @Test(arguments: sources) func linesStayWithin120Columns(_ file: SourceFile) {
        for (number, line) in file.lines.enumerated() {
            #expect(line.count <= 120, "\(file.path):\(number + 1) has \(line.count) columns")
        }
    }

    /// Tests mirror sources: each module has its folder of tests.
    @Test func everyModuleHasTests() {
        let inner = [
            "Collection", "Engine", "Forecasting", "Labeling", "Polymarket", "Signing", "Simulation",
            "SimulationServer", "Strategy", "Updater",
        ]
        let modules = ["Market", "GBDT", "Features", "Store", "Bot"] + inner.map { "Bot" + $0 }
        for module in modules {
            let folder = Self.root.appendingPathComponent("Tests/\(module)Tests").path
            let names = FileManager.default.enumerator(atPath: folder)?.compactMap { $0 as? String } ?? []
            #expect(names.contains { $0.hasSuffix("Tests.swift") }, "\(module) has no tests")
        }
    }
}
