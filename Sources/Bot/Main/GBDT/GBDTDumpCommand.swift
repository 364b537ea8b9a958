import ArgumentParser
import GBDT

struct GBDTDumpCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "dump", abstract: "A model as JSON, with the keys of LightGBM's dump_model.")

    @Option(help: "A model in LightGBM's text format.")
    var model: String

    @Option(help: "Where the JSON goes; stdout unless given.")
    var output = "-"

    @Flag(help: "List gains as importance in place of numbers of splits.")
    var gain = false

    func run() throws {
        let booster = try Booster(file: model)
        let file = try OutputFile(output)
        try file.write(booster.json(importance: gain ? .gain : .splits) + "\n")
        try file.commit()
    }
}

struct GBDTPlotCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "plot", abstract: "A drawing of one tree.",
        discussion: """
            EXAMPLES
              polybot gbdt plot --model model.txt --tree 0 --output tree.svg
              polybot gbdt plot --model model.txt --tree 3 --dot --output tree.dot
            """)

    @Option(help: "A model in LightGBM's text format.")
    var model: String

    @Option(help: "Number of the tree, from 0: iteration after iteration, class after class.")
    var tree: Int

    @Flag(help: "An SVG drawing, which is what comes unless --dot is given.")
    var svg = false

    @Flag(help: "The DOT language of Graphviz.")
    var dot = false

    @Option(help: "Where the drawing goes; - for stdout.")
    var output: String

    func validate() throws {
        if svg, dot { throw ValidationError("--svg and --dot are two formats: give one of them") }
    }

    func run() throws {
        let booster = try Booster(file: model)
        let text = try GBDTFailure.explain(model) {
            dot ? try booster.graphviz(tree: tree) : try booster.svg(tree: tree)
        }
        let file = try OutputFile(output)
        try file.write(text)
        try file.commit()
    }
}
