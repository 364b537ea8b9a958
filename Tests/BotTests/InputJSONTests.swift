import Testing

@testable import Bot

/// Goal: JSON that could be read in two ways is not read. Method: texts by hand.
struct InputJSONTests {
    @Test func valuesKeepTheirText() throws {
        let value = try InputJSON.read(
            Array(#" {"a": [1.50, -0, 1e+5], "b": "x\n\u00e9\ud83d\ude00/", "c": null} "#.utf8))
        #expect(
            value
                == .object([
                    .init(name: "a", value: .array([.number("1.50"), .number("-0"), .number("1e+5")])),
                    .init(name: "b", value: .text("x\né😀/")), .init(name: "c", value: .null),
                ]))
    }

    @Test(arguments: [
        ("", "line 1, column 1"), (#"{"a":1,"a":1}"#, "column 11"), ("[1,]", "column 4"), ("[01]", "column 4"),
        ("[1 2]", "column 4"), ("[\n  x]", "line 2, column 3"), ("[1.]", "column 4"), ("[.5]", "column 2"),
        (#"["\x"]"#, "column 5"), (#"["\ud800"]"#, "column 9"), ("[\"a\u{9}\"]", "column 4"), ("truth", "column 1"),
        ("[] []", "column 4"), ("{1:2}", "column 2"), (#"{"a"}"#, "column 5"), ("[[[[[[[[[]]]]]]]]]", "column 9"),
    ])
    func whatIsNoJSONIsRefusedWithItsPlace(_ text: String, _ place: String) {
        #expect { try InputJSON.read(Array(text.utf8)) } throws: { error in
            guard let failure = error as? SigningFailure else { return false }
            return failure.status == .badData && failure.description.contains(place)
        }
    }
}
