import GBDT

extension GBDTError {
    /// What is wrong and what to do, in LightGBM's words, for a person at a shell.
    var explanation: String { settingExplanation ?? dataExplanation ?? modelExplanation ?? "\(self)" }

    private var settingExplanation: String? {
        switch self {
        case .invalidParameter(let name, let value, let requirement): "\(name)=\(value): expected \(requirement)"
        case .unknownParameter(let name, let nearest):
            "unknown parameter '\(name)'" + (nearest.map { "; did you mean '\($0)'?" } ?? "; see docs/GBDT.md")
        case .unsupportedParameter(let name, let value, let reason): "\(name)=\(value) is not supported: \(reason)"
        case .parameterGivenTwice(let name, let first, let second):
            "\(name) is given twice: \(first) and \(second); keep one of them"
        case .contradictoryParameters(let reason): reason
        case .configuration(let line, let error): "line \(line): \(error.explanation)"
        case .columnOutOfRange(let column, let columnCount):
            "a setting names column \(column), but the data have \(columnCount) columns, numbered from 0"
        case .gradientsMissing: "objective=custom needs a program that computes gradients: choose another objective"
        case .validationMissing: "early_stopping_round needs data to watch: give valid=FILE"
        case .contributionsUnavailable(let reason): "no contributions: \(reason)"
        case .multipleOutputs(let count): "the model has \(count) outputs"
        case .invalidColumn(let name, let reason): "\(name): \(reason)"
        case .invalidFold(let index, let reason): "fold \(index): \(reason); lower --nfold"
        case .outputCountMismatch(let expected, let got):
            "\(got) scores a row where \(expected) are needed: is num_class right?"
        case .featuresNotKept, .binningParameterChanged, .validationNotBinnedLikeTraining: nil
        default: nil
        }
    }

    private var dataExplanation: String? {
        switch self {
        case .unsupportedShape(let rows, let columns):
            rows == 0 ? "the file holds no rows" : "\(rows) rows of \(columns) features cannot be used"
        case .valueCountMismatch(let expected, let got): "\(got) values where \(expected) are needed"
        case .labelCountMismatch(let expected, let got): "\(got) labels for \(expected) rows"
        case .weightCountMismatch(let expected, let got): "\(got) weights for \(expected) rows"
        case .groupCountMismatch(let expected, let got): "groups of \(got) rows in all for \(expected) rows"
        case .initialScoreCountMismatch(let output, let expected, let got):
            "\(got) initial scores of output \(output) for \(expected) rows"
        case .nonFiniteInitialScore(_, let row): "row \(row + 1): the initial score is not finite"
        case .nonFiniteLabel(let row): "row \(row + 1): the label is missing or not finite"
        case .invalidLabel(let row, let value, let requirement):
            "row \(row + 1): the label is \(value), expected \(requirement)"
        case .groupsMissing(let name):
            "\(name) compares rows within queries: put the rows per query into a file named like the data with "
                + ".query behind, or give group_column"
        case .invalidWeight(let row): row.map { "row \($0 + 1): the weight is not usable" } ?? "all weights are 0"
        case .invalidFeatureName(let name):
            "'\(name)' cannot be a column's name: names must differ and hold no white space"
        case .columnCountMismatch(let expected, let got): "\(got) columns where \(expected) are needed"
        case .featureNameCountMismatch(let expected, let got): "\(got) names for \(expected) columns"
        case .tableTooLarge(_, let columnIndex, let rowCount, let cellCountMax):
            "index \(columnIndex) asks for \(rowCount) rows of \(columnIndex + 1) columns, more than the "
                + "\(cellCountMax) cells such a file may have"
        case .malformedArray(let reason): "not an NPY array that can be read: \(reason)"
        case .malformedText(let line, let column, let found, let reason):
            "line \(line): \(reason); column \(column) holds '\(found)'"
        default: nil
        }
    }

    private var modelExplanation: String? {
        switch self {
        case .malformedModel(let tree, let key, let reason):
            "not a usable model: " + (tree.map { "tree \($0), " } ?? "") + "\(key): \(reason)"
        case .unsupportedModel(let feature): "the model needs what is not supported: \(feature)"
        case .cancelled: "interrupted"
        default: nil
        }
    }
}
