import Foundation
import GBDT
import Testing

/// Goal: the documentation lists the parameters the code knows.
/// Method: the part of docs/GBDT.md between its two markers is compared with what the code generates.
struct ParameterDocumentTests {
    /// Where the tests stand; docs is a sibling of Tests.
    private static let document = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
        .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()
        .appendingPathComponent("docs/GBDT.md")

    @Test func theTableOfTheDocumentIsTheCodes() throws {
        let text = try String(contentsOf: Self.document, encoding: .utf8)
        let begin = try #require(text.range(of: "<!-- parameters: begin -->\n"))
        let end = try #require(text.range(of: "<!-- parameters: end -->"))
        let written = text[begin.upperBound..<end.lowerBound].split(separator: "\n")
        let generated = ParameterTable.markdown().split(separator: "\n")
        #expect(written.count == generated.count)
        for (line, expected) in zip(written, generated) { #expect(line == expected) }
    }
}
