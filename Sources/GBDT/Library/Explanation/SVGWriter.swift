/// A tree as a drawing. Leaves stand side by side, nodes in the middle above their children, levels below each other;
/// lines and letters take the colour of the text around, so that it can be read on light and dark.
struct SVGWriter {
    private static let boxWidth = 190
    private static let boxHeight = 42
    private static let columnWidth = 204
    private static let levelHeight = 84
    private static let margin = 12

    let sketch: TreeSketch

    func text() -> String {
        let (centers, levels) = layout()
        let leafCount = sketch.items.count / 2 + 1
        let width = leafCount * Self.columnWidth + 2 * Self.margin
        let height = (levels.max() ?? 0) * Self.levelHeight + Self.boxHeight + 2 * Self.margin
        var lines = [
            "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"\(width)\" height=\"\(height)\""
                + " viewBox=\"0 0 \(width) \(height)\" role=\"img\" style=\"color-scheme: light dark\">",
            "<title>Decision tree of \(leafCount) leaves</title>",
            "<g fill=\"none\" stroke=\"currentColor\" stroke-opacity=\"0.6\">",
        ]
        func top(_ item: Int) -> Int { Self.margin + levels[item] * Self.levelHeight }
        for (index, item) in sketch.items.enumerated() {
            let left = centers[index] - Self.boxWidth / 2
            let corner = item.right > 0 ? 4 : Self.boxHeight / 2
            lines.append(
                "<rect x=\"\(left)\" y=\"\(top(index))\" width=\"\(Self.boxWidth)\" height=\"\(Self.boxHeight)\""
                    + " rx=\"\(corner)\"/>")
            guard item.right > 0 else { continue }
            for child in [item.left, item.right] {
                lines.append(
                    "<path d=\"M\(centers[index]) \(top(index) + Self.boxHeight)L\(centers[child]) \(top(child))\"/>")
            }
        }
        lines += ["</g>", "<g fill=\"currentColor\" font-family=\"sans-serif\" text-anchor=\"middle\">"]
        for (index, item) in sketch.items.enumerated() {
            let x = centers[index]
            lines.append(
                "<text x=\"\(x)\" y=\"\(top(index) + 18)\" font-size=\"13\">\(shortened(item.title, to: 28))"
                    + "<title>\(escaped(item.title))</title></text>")
            lines.append(
                "<text x=\"\(x)\" y=\"\(top(index) + 34)\" font-size=\"10\">\(shortened(item.detail, to: 38))"
                    + "<title>\(escaped(item.detail))</title></text>")
            guard item.right > 0 else { continue }
            let y = top(index) + (Self.boxHeight + Self.levelHeight) / 2 + 3
            for (child, word) in [(item.left, "yes"), (item.right, "no")] {
                let between = (x + centers[child]) / 2
                lines.append("<text x=\"\(between)\" y=\"\(y)\" font-size=\"10\" dy=\"-4\">\(word)</text>")
            }
        }
        return lines.joined(separator: "\n") + "\n</g>\n</svg>\n"
    }

    /// The middle of every item, and its level from the top. Items come parents first, left before right.
    private func layout() -> (centers: [Int], levels: [Int]) {
        var centers = [Int](repeating: 0, count: sketch.items.count)
        var levels = centers
        var leafCount = 0
        for (index, item) in sketch.items.enumerated() {
            if item.right > 0 {
                levels[item.left] = levels[index] + 1
                levels[item.right] = levels[index] + 1
            } else {
                centers[index] = Self.margin + leafCount * Self.columnWidth + Self.columnWidth / 2
                leafCount += 1
            }
        }
        for (index, item) in sketch.items.enumerated().reversed() where item.right > 0 {
            centers[index] = (centers[item.left] + centers[item.right]) / 2
        }
        return (centers, levels)
    }

    private func shortened(_ text: String, to length: Int) -> String {
        escaped(text.count <= length ? text : text.prefix(length - 3) + "...")
    }

    private func escaped(_ text: String) -> String {
        text.replacing("&", with: "&amp;").replacing("<", with: "&lt;").replacing(">", with: "&gt;")
    }
}
