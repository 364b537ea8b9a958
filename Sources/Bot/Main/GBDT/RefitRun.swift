import GBDT

/// The trees of a model with leaf values of other data: `task=refit`.
struct RefitRun {
    let setup: CommandSetup

    struct Report: Encodable {
        var model: String
        var inputModel: String
        var rows: Int
        var iterations: Int
        var notes: [String]
    }

    func run(printsJSON: Bool) throws {
        let path = try setup.inputModelFile()
        let dataFile = try setup.dataFile()
        let output = try OutputFile(setup.command.outputModelFile ?? "LightGBM_model.txt")
        setup.printNotes()
        let model = try Booster(file: path)
        let examples = try ExampleFile(dataFile, setup: setup, featureCount: model.columnCount)
        for note in examples.notes where setup.command.verbosity >= 0 { Console.note(note) }
        let data = try examples.dataset(setup.parameters, keepsFeatures: true)
        let refitted = try GBDTFailure.explain(path) {
            try model.refitted(on: data, decay: setup.command.refitDecayRate, parameters: setup.parameters)
        }
        try output.write(refitted.modelText())
        try output.commit()
        if printsJSON {
            try Console.json(
                Report(
                    model: output.path, inputModel: path, rows: data.rowCount, iterations: refitted.iterationCount,
                    notes: setup.notes))
        } else {
            Console.output("\(output.path): \(refitted.iterationCount) iterations refitted on \(data.rowCount) rows")
        }
    }
}
