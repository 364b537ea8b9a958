/// Settings that say what to do with which data and files, rather than how to train: for a command-line program.
///
/// Nothing here is read or written by the library itself.
public struct CommandSettings: Sendable, Hashable {
    public enum Task: Sendable, Hashable {
        case train, predict, refit
    }

    public var task: Task = .train
    /// Path of a configuration file.
    public var configurationFile: String? = nil
    /// Path of the training data, or of the rows to predict.
    public var dataFile: String? = nil
    /// Paths of validation data (`valid`), without those equal to `dataFile`.
    public var validationFiles: [String] = []
    /// Where the model goes; LightGBM's default is `LightGBM_model.txt`.
    public var outputModelFile: String? = nil
    /// The model to predict with, to refit or to continue from.
    public var inputModelFile: String? = nil
    /// Save a model every so many rounds. 0 or less: only at the end.
    public var snapshotFrequency = -1
    /// Where predictions go; LightGBM's default is `LightGBM_predict_result.txt`.
    public var resultFile: String? = nil
    /// The first line of data files holds column names.
    public var hasHeader = false
    /// nil: the first column.
    public var labelColumn: ColumnReference? = nil
    public var weightColumn: ColumnReference? = nil
    public var groupColumn: ColumnReference? = nil
    public var ignoredColumns: [ColumnReference] = []
    public var categoricalColumns: [ColumnReference] = []
    /// Path of a JSON file of bin bounds.
    public var forcedBinsFile: String? = nil
    /// Path of a JSON file of splits.
    public var forcedSplitsFile: String? = nil
    /// Predict raw scores instead of converted outputs.
    public var predictsRawScores = false
    /// Predict the leaf of every tree.
    public var predictsLeaves = false
    /// Predict Shapley values.
    public var predictsContributions = false
    /// Predict rows whose number of columns is not the model's.
    public var allowsOtherShapes = false
    /// The first iteration used in predictions.
    public var firstIteration = 0
    /// Iterations used in predictions. 0 or less: all.
    public var iterationCount = -1
    /// Report metrics every so many rounds.
    public var metricFrequency = 1
    /// Report metrics of the training data too.
    public var reportsTrainingMetrics = false
    /// No metric at all is wanted (`metric=None`).
    public var metricsAreOff = false
    /// Share of the old leaf values that refitting keeps.
    public var refitDecayRate = 0.9
    /// Below 0: only errors; 0: also warnings; 1: also information; above: everything.
    public var verbosity = 1
    /// The number of threads was left open (`num_threads=0`, or not given); parameters then say 1.
    public var leavesThreadCountOpen = true

    public init() {}
}
