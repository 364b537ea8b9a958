/// What an import does with a malformed line.
public enum ImportPolicy: String, CaseIterable, Sendable {
    /// The line is counted and left out.
    case skip
    /// The import ends before anything of the set is written.
    case fail
}

/// Why a row of a recording was refused.
public enum RowDefect: String, CaseIterable, Hashable, Sendable {
    /// Not the form of the file: broken JSON, a missing field, a wrong number of columns.
    case syntax
    /// A time that is no number of milliseconds between the years 2000 and 2100.
    case time
    /// A time before the one it has to follow.
    case timeBackwards
    /// A quote at a time when the collector did not poll.
    case notAPoll
    /// A price that is no decimal number strictly between 0 and 1.
    case price
    /// A quote or level finer than 0.0001, which no venue has.
    case priceOffGrid
    /// A size that is no decimal number, negative, finer than a millionth, or zero where a level or a trade has one.
    case size
    /// Book levels that are not ordered from the best one.
    case levelOrder
    /// A market or token that the set's markets file does not name, or names twice.
    case unknownMarket
    /// An outcome or payout that is not one.
    case outcome
    /// A trade at an average price finer than 0.0001: real, but it stands at no level.
    case averagePrice
    /// A snapshot that another file of the set holds too.
    case containedElsewhere

    /// Whether the row is as its source made it and only of no use, so that no policy ends an import for it.
    public var isExpected: Bool { self == .averagePrice || self == .containedElsewhere }
}

/// A recording that cannot be read, with the place and a way out.
public struct RecordingError: Error, Hashable, Sendable, CustomStringConvertible {
    /// Relative to the folder that was named.
    public var file: String
    /// From 1, the header counted; nil when the file as a whole is meant.
    public var line: Int?
    public var reason: Reason

    public enum Reason: Hashable, Sendable {
        case missing
        case unreadable(String)
        case notGzip
        /// The compressed stream ends before its end mark.
        case truncated
        case corrupt(String)
        case lineTooLong(bytesMax: Int)
        case header(expected: String)
        case malformed(RowDefect, String)
        case unknownSet
        case changed
    }

    public init(file: String, line: Int? = nil, _ reason: Reason) {
        self.file = file
        self.line = line
        self.reason = reason
    }

    public var advice: String {
        switch reason {
        case .missing: "restore the file, or name another folder"
        case .unreadable: "check that the file exists and may be read"
        case .notGzip, .truncated, .corrupt: "fetch the file again: it is not whole"
        case .lineTooLong: "check that this is a text file of one record a line"
        case .header: "check that the file belongs to this set"
        case .malformed: "correct the line, or import with --on-error skip to leave it out and have it counted"
        case .unknownSet: "name the folder of one recorded set, or a folder that holds such folders"
        case .changed: "import again when nothing writes to the folder any more"
        }
    }

    public var description: String {
        let place = line.map { "\(file), line \($0)" } ?? file
        return "\(place): \(what); \(advice)"
    }

    private var what: String {
        switch reason {
        case .missing: "there is no such file"
        case .unreadable(let cause): "cannot be read (\(cause))"
        case .notGzip: "is not gzip"
        case .truncated: "the gzip stream ends too early"
        case .corrupt(let cause): "the gzip stream is corrupt (\(cause))"
        case .lineTooLong(let bytesMax): "a line is longer than \(bytesMax) bytes"
        case .header(let expected): "the first line is not '\(expected)'"
        case .malformed(let defect, let detail): "malformed (\(defect.rawValue)): \(detail)"
        case .unknownSet: "holds no recorded set that is known"
        case .changed: "changed while it was being imported"
        }
    }
}

/// What is wrong with one line; whoever reads the file adds the place.
struct LineProblem: Error, Hashable {
    var defect: RowDefect
    var detail: String

    init(_ defect: RowDefect, _ detail: String) {
        self.defect = defect
        self.detail = detail
    }
}
