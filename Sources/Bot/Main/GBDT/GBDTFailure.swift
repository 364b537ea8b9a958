import GBDT

/// Why a command about boosted trees ended, and with which exit code.
struct GBDTFailure: Error, CustomStringConvertible {
    var status: ExitStatus
    var description: String

    static func usage(_ text: String) -> Self { .init(status: .usage, description: text) }
    static func badData(_ text: String) -> Self { .init(status: .badData, description: text) }
    static func failed(_ text: String) -> Self { .init(status: .failed, description: text) }
}

extension GBDTFailure {
    /// - Parameter file: what the error is about, when it is about a file.
    init(_ error: GBDTError, file: String?) {
        let place = file.map { $0 + ": " } ?? ""
        switch error {
        case .malformedText(let line, let column, let found, let reason):
            let prefix = file.map { "\($0):\(line):" } ?? "line \(line):"
            self = .badData("\(prefix) \(reason); column \(column) holds '\(found)'")
        case .tableTooLarge(let line, _, _, _):
            self = .badData((file.map { "\($0):\(line): " } ?? "") + error.explanation)
        default:
            self = .init(status: error.isAboutSettings ? .usage : .badData, description: place + error.explanation)
        }
    }

    /// Runs `body`; what the library refuses becomes a failure that names the file, a cancelled training an
    /// interruption.
    static func explain<Value>(_ file: String? = nil, _ body: () throws -> Value) throws -> Value {
        do {
            return try body()
        } catch GBDTError.cancelled {
            throw CancellationError()
        } catch let error as GBDTError {
            throw GBDTFailure(error, file: file)
        }
    }
}

extension GBDTError {
    /// Whether other settings, rather than other data, would help.
    var isAboutSettings: Bool {
        switch self {
        case .invalidParameter, .unknownParameter, .unsupportedParameter, .parameterGivenTwice,
            .contradictoryParameters, .configuration, .columnOutOfRange, .featuresNotKept, .gradientsMissing,
            .binningParameterChanged, .validationNotBinnedLikeTraining, .validationMissing, .contributionsUnavailable,
            .multipleOutputs, .invalidColumn, .invalidFold, .outputCountMismatch:
            true
        default: false
        }
    }
}
