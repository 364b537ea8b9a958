extension TrainingParameters {
    /// The `parameters:` block of a model text and what follows it: what this training was given, under LightGBM's
    /// names and in its order (`Config::ToString`), for all parameters that LightGBM saves.
    ///
    /// For the record: of LightGBM's block its loader reads back `linear_tree` alone.
    func modelTextTail() -> String {
        var block = ""
        for entry in ParameterTable.entries {
            guard let printed = entry.printed else { continue }
            block += "[\(entry.name): \(printed(self))]\n"
        }
        return "\nparameters:\n\(block)\nend of parameters\n\npandas_categorical:null\n"
    }
}
