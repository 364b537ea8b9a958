/// The `tree_sizes` line of a model text, made right: else hardly a mutation would come further than to that check.
enum TreeSizes {
    static func corrected(_ text: [UInt8]) -> [UInt8] {
        var starts: [Int] = []
        var sizesLine: Range<Int>?
        var place = 0
        while place < text.count {
            let end = text[place...].firstIndex(of: UInt8(ascii: "\n")) ?? text.count
            let line = text[place..<end]
            if line.starts(with: "tree_sizes=".utf8), sizesLine == nil { sizesLine = place..<end }
            if line.starts(with: "Tree=".utf8) { starts.append(place) }
            if line.elementsEqual("end of trees".utf8) {
                starts.append(place)
                break
            }
            place = end + 1
        }
        guard let sizesLine, sizesLine.upperBound < starts.first ?? 0 else { return text }
        let sizes = zip(starts, starts.dropFirst()).map { String($1 - $0) }
        var corrected = text
        corrected.replaceSubrange(sizesLine, with: Array(("tree_sizes=" + sizes.joined(separator: " ")).utf8))
        return corrected
    }
}
