import FoundationEssentials
import Testing

@testable import GBDT

/// Goal: pictures show every node and leaf once, are well formed whatever features are called, and place nothing on top
/// of another thing.
struct PictureTests {
    private let booster: Booster

    init() throws {
        let text = ModelTextTests.text.replacing("alpha", with: "a<&\"b").replacing("tree_sizes=345 227\n", with: "")
        booster = try Booster(modelText: text)
    }

    @Test func dotNamesEveryNodeLeafAndEdge() throws {
        let dot = try booster.graphviz(tree: 0)
        #expect(dot.hasPrefix("digraph tree {\n") && dot.hasSuffix("}\n"))
        #expect(dot.contains("split0 [label=\"a<&\\\"b <= 0.5\\n100 rows, gain 4\"];"))
        #expect(dot.contains("b=c <= inf\\n30 rows, gain 2, missing right"))
        #expect(dot.contains("gamma in {1, 2, 40}") && dot.contains("leaf3 [label=\"leaf 3: 4.5\\n40 rows\"];"))
        for edge in ["split0 -> split1 [label=\"yes\"]", "split0 -> split2 [label=\"no\"]", "split2 -> leaf3"] {
            #expect(dot.contains(edge), "\(edge)")
        }
        #expect(dot.split(separator: "->").count == 7)
    }

    @Test func aTreeOfOneLeafIsDrawn() throws {
        #expect(try booster.graphviz(tree: 1).contains("leaf0 [label=\"leaf 0: 0.25\\n100 rows\"];"))
        #expect(try booster.svg(tree: 1).split(separator: "<rect").count == 2)
    }

    @Test func svgIsWellFormedAndTakesTheColourOfTheText() throws {
        let svg = try booster.svg(tree: 0)
        #expect(svg.contains("a&lt;&amp;\"b &lt;= 0.5") && !svg.contains("a<&"))
        #expect(svg.contains("stroke=\"currentColor\"") && svg.contains("fill=\"currentColor\""))
        #expect(svg.split(separator: "<rect").count == 8 && svg.split(separator: "<path").count == 7)
        for tag in ["svg", "g", "text", "title"] {
            let opened = svg.ranges(of: "<\(tag) ").count + svg.ranges(of: "<\(tag)>").count
            #expect(opened > 0 && opened == svg.ranges(of: "</\(tag)>").count, "\(tag)")
        }
    }

    @Test func boxesDoNotOverlap() throws {
        let data = SampleData(rowCount: 2_000)
        var parameters = TrainingParameters()
        parameters.iterations = 1
        let svg = try data.booster(parameters).svg(tree: 0)
        var places: [(x: Int, y: Int)] = []
        for line in svg.split(separator: "\n") where line.hasPrefix("<rect") {
            let words = line.split(separator: "\"")
            places.append((Int(words[1])!, Int(words[3])!))
        }
        #expect(places.count > 20)
        for (index, one) in places.enumerated() {
            for other in places[..<index] where one.y == other.y { #expect(abs(one.x - other.x) >= 190) }
        }
    }

    @Test func unknownTreesAreRefused() {
        for tree in [-1, 2] {
            let error = GBDTError.invalidParameter(name: "tree", value: "\(tree)", requirement: "from 0 to 1")
            #expect(throws: error) { try booster.svg(tree: tree) }
            #expect(throws: error) { try booster.graphviz(tree: tree) }
        }
    }
}
