/// The parameters that decide the bins, fixed when a data set is made.
struct BinningOptions: Sendable, Hashable {
    var binCountMax: Int
    var minDataInBin: Int
    var sampleCount: Int
    var useMissing: Bool
    var zeroAsMissing: Bool
    var seed: Int
    var binCountMaxByColumn: [Int]
    var forcedBins: [Int: [Double]]
    var categoricalColumns: Set<Int>
    var enableBundle: Bool

    init(_ parameters: TrainingParameters, categoricalColumns: Set<Int> = []) {
        binCountMax = parameters.binCountMax
        minDataInBin = parameters.minDataInBin
        sampleCount = parameters.binSampleCount
        useMissing = parameters.useMissing
        zeroAsMissing = parameters.zeroAsMissing
        seed = parameters.seeds.dataRandom
        binCountMaxByColumn = parameters.binCountMaxByColumn
        forcedBins = parameters.forcedBins
        self.categoricalColumns = categoricalColumns
        enableBundle = parameters.enableBundle
    }

    func binCountMax(ofColumn column: Int) -> Int {
        column < binCountMaxByColumn.count ? binCountMaxByColumn[column] : binCountMax
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
        if binCountMaxByColumn != other.binCountMaxByColumn {
            throw .binningParameterChanged(name: "binCountMaxByColumn")
        }
        if forcedBins != other.forcedBins { throw .binningParameterChanged(name: "forcedBins") }
        if min(sampleCount, rowCount) != min(other.sampleCount, rowCount) {
            throw .binningParameterChanged(name: "binSampleCount")
        }
        if sampleCount < rowCount, seed != other.seed { throw .binningParameterChanged(name: "dataRandomSeed") }
    }
}
