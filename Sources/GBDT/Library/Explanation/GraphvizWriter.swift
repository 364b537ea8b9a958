/// A tree in the DOT language of Graphviz.
struct GraphvizWriter {
    let sketch: TreeSketch

    func text() -> String {
        var lines = ["digraph tree {", "    node [shape=box, style=rounded];"]
        for item in sketch.items {
            lines.append("    \(item.name) [label=\"\(escaped(item.title))\\n\(escaped(item.detail))\"];")
            guard item.right > 0 else { continue }
            lines.append("    \(item.name) -> \(sketch.items[item.left].name) [label=\"yes\"];")
            lines.append("    \(item.name) -> \(sketch.items[item.right].name) [label=\"no\"];")
        }
        return lines.joined(separator: "\n") + "\n}\n"
    }

    private func escaped(_ text: String) -> String {
        text.replacing("\\", with: "\\\\").replacing("\"", with: "\\\"")
    }
}
