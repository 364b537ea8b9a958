import Testing

@testable import Bot

/// Goal: what could be a key is hidden, and nothing else. Method: texts by hand.
struct KeyRedactionTests {
    @Test func longRunsOfDigitsAreHidden() {
        let digits = String(repeating: "aB3", count: 11)
        #expect(
            KeyRedaction.hidden("no '0x\(digits)', 0x\(digits)") == "no '0x[digits not shown]', 0x[digits not shown]")
        #expect(KeyRedaction.hidden(digits) == "[digits not shown]")
    }

    @Test func wordsAndShortHashesStay() {
        for text in ["", "Unexpected argument 'deadbeef'", String(repeating: "a", count: 31)] {
            #expect(KeyRedaction.hidden(text) == text)
        }
    }
}
