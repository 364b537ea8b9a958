import Features
import Foundation
import Testing

/// Goal: the documentation lists the features the code computes.
/// Method: the part of docs/FEATURES.md between its two markers is compared with what the schema generates.
struct FeatureDocumentTests {
    private static let document = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
        .deletingLastPathComponent().deletingLastPathComponent().appendingPathComponent("docs/FEATURES.md")

    @Test func theTableOfTheDocumentIsTheSchemas() throws {
        let text = try String(contentsOf: Self.document, encoding: .utf8)
        let begin = try #require(text.range(of: "<!-- features: begin -->\n"))
        let end = try #require(text.range(of: "<!-- features: end -->"))
        let written = text[begin.upperBound..<end.lowerBound].split(separator: "\n")
        let generated = FeatureSchema.current.markdown().split(separator: "\n")
        #expect(written.count == generated.count)
        for (line, expected) in zip(written, generated) { #expect(line == expected) }
    }
}
