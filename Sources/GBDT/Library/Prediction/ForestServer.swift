/// The trees of a model in the layouts that score rows, and the choice among them. All give the same bits.
struct ForestServer: Sendable {
    let flat: FlatForest
    let walk: WalkForest?
    let ranks: RankForest?
    let instructionSet: InstructionSet
    let outputCount: Int
    let columnCount: Int
    let plan: ServingPlan

    init(_ trees: [Tree], columnCount: Int, outputCount: Int, instructionSet: InstructionSet) {
        let flat = FlatForest(trees)
        let walk = WalkForest(trees, columnCount: columnCount)
        let ranks = RankForest(trees, columnCount: columnCount, outputCount: outputCount)
        self.flat = flat
        self.walk = walk
        self.ranks = ranks
        self.instructionSet = min(instructionSet, .detected)
        self.outputCount = outputCount
        self.columnCount = columnCount
        plan = ServingPlan(
            trees, flat: flat, walk: walk, ranks: ranks, instructionSet: self.instructionSet, outputCount: outputCount)
    }

    /// The same trees for another instruction set.
    init(_ other: ForestServer, trees: [Tree], on instructionSet: InstructionSet) {
        flat = other.flat
        walk = other.walk
        ranks = other.ranks
        self.instructionSet = min(instructionSet, .detected)
        outputCount = other.outputCount
        columnCount = other.columnCount
        plan = ServingPlan(
            trees, flat: flat, walk: walk, ranks: ranks, instructionSet: self.instructionSet, outputCount: outputCount)
    }

    /// The sum over all trees for one row of a model with one output.
    func score(_ row: Span<Double>) -> Double {
        switch plan.singleRow {
        case .rankPermute: ServingKernels.score(row, self)
        case .interleavedWalk: ForestKernels.score(row, walk!, trees: 0..<plan.treeCount)
        case .rankPlanes, .plainWalk: flat.score(row)
        }
    }

    /// The sum over all trees for one row of a model with one output.
    func score(_ row: Span<Float>) -> Double {
        switch plan.singleRow {
        case .rankPermute: ServingKernels.score(row, self)
        case .interleavedWalk: ForestKernels.score(row, walk!, trees: 0..<plan.treeCount)
        case .rankPlanes, .plainWalk: flat.score(row)
        }
    }
}
