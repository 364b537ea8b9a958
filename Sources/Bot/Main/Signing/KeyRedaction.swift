/// Hides what could be a secret key in the text of an error: somebody may have typed one as an argument.
enum KeyRedaction {
    /// Half a key.
    private static let digitsMin = 32

    /// The text with each run of so many hexadecimal digits replaced.
    static func hidden(_ text: String) -> String {
        var result = ""
        var run = ""
        func close() {
            result += run.utf8.count >= digitsMin ? "[digits not shown]" : run
            run = ""
        }
        for character in text {
            if character.isASCII, character.isHexDigit {
                run.append(character)
            } else {
                close()
                result.append(character)
            }
        }
        close()
        return result
    }
}
