/// The parameters that decide the bins, fixed when a data set is made.
struct BinningOptions: Sendable, Hashable {
    var binCountMax: Int
    var minDataInBin: Int
    var sampleCount: Int
    var useMissing: Bool
    var zeroAsMissing: Bool
    var seed: Int

    init(_ parameters: TrainingParameters) {
        binCountMax = parameters.binCountMax
        minDataInBin = parameters.minDataInBin
        sampleCount = parameters.binSampleCount
        useMissing = parameters.useMissing
        zeroAsMissing = parameters.zeroAsMissing
        seed = parameters.seeds.dataRandom
    }

    /// - Throws: ``GBDTError/binningParameterChanged(name:)`` when bins of `rowCount` rows would have come out
    ///   otherwise
    ///   under `parameters`. Seed and sample size matter only when not every row was sampled.
    func checkUnchanged(by parameters: TrainingParameters, rowCount: Int) throws(GBDTError) {
        let other = BinningOptions(parameters)
        if binCountMax != other.binCountMax { throw .binningParameterChanged(name: "binCountMax") }
        if minDataInBin != other.minDataInBin { throw .binningParameterChanged(name: "minDataInBin") }
        if useMissing != other.useMissing { throw .binningParameterChanged(name: "useMissing") }
        if zeroAsMissing != other.zeroAsMissing { throw .binningParameterChanged(name: "zeroAsMissing") }
        if min(sampleCount, rowCount) != min(other.sampleCount, rowCount) {
            throw .binningParameterChanged(name: "binSampleCount")
        }
        if sampleCount < rowCount, seed != other.seed { throw .binningParameterChanged(name: "dataRandomSeed") }
    }
}
