extension Booster {
    /// The model as JSON, with the keys and values of LightGBM's `dump_model`.
    /// - Parameters:
    ///   - iterations: which rounds to write, those the model has of them; nil: all. Trees keep their numbers.
    ///   - importance: what is listed, in whole numbers, as importance of the features: as in LightGBM's `dump_model`
    ///     that of as many rounds from the first one on, wherever `iterations` begins.
    public func json(iterations: Range<Int>? = nil, importance: ImportanceKind = .splits) -> String {
        let written = trees[treeRange(present(iterations))]
        return JSONWriter(
            header: header, trees: written, importance: importance, countedTrees: trees.prefix(written.count)
        ).text()
    }

    /// One tree in the DOT language of Graphviz.
    /// - Parameter tree: number of the tree: iteration after iteration, class after class.
    /// - Throws: ``GBDTError/invalidParameter(name:value:requirement:)`` for a tree the model does not have.
    public func graphviz(tree: Int) throws(GBDTError) -> String {
        GraphvizWriter(sketch: try sketch(tree)).text()
    }

    /// One tree as an SVG drawing, in the colour of the text around it.
    /// - Parameter tree: number of the tree: iteration after iteration, class after class.
    /// - Throws: ``GBDTError/invalidParameter(name:value:requirement:)`` for a tree the model does not have.
    public func svg(tree: Int) throws(GBDTError) -> String {
        SVGWriter(sketch: try sketch(tree)).text()
    }

    private func sketch(_ tree: Int) throws(GBDTError) -> TreeSketch {
        guard trees.indices.contains(tree) else {
            throw .invalidParameter(name: "tree", value: String(tree), requirement: "from 0 to \(trees.count - 1)")
        }
        return TreeSketch(trees[tree], featureNames: featureNames)
    }
}
