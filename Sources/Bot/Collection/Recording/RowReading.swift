internal import Market

/// What was read of one file.
public struct FileReport: Hashable, Sendable {
    /// Relative to the folder that was named.
    public var file: String
    /// Rows read, refused ones too; a header is no row.
    public var rows = 0
    public private(set) var refused: [RowDefect: Int] = [:]
    /// The first malformed rows, with their lines.
    public private(set) var examples: [RecordingError] = []
    private static let exampleCountMax = 5

    public init(file: String) { self.file = file }

    public var refusedCount: Int { RowDefect.allCases.reduce(0) { $0 + (refused[$1] ?? 0) } }

    /// The reasons that occurred, in the order of their declaration.
    public var refusals: [(reason: RowDefect, count: Int)] {
        RowDefect.allCases.compactMap { reason in refused[reason].map { (reason, $0) } }
    }

    mutating func refuse(_ problem: LineProblem, line: Int) {
        refused[problem.defect, default: 0] += 1
        if !problem.defect.isExpected, examples.count < Self.exampleCountMax {
            examples.append(
                RecordingError(file: file, line: line, .malformed(problem.defect, problem.detail)))
        }
    }
}

/// One gzipped file of a set, and what to do with its malformed lines.
struct RecordedFile {
    /// Where it lies.
    var path: String
    /// Its name in reports and errors.
    var name: String
    var policy: ImportPolicy

    /// Hands every row to `row`, which throws what is wrong with it.
    ///
    /// - Parameter header: the first line of a CSV file, which is then no row. Another header is an error under either
    ///   policy: the columns would mean something else.
    func readRows(
        header: StaticString? = nil, _ row: (Span<UInt8>) throws(LineProblem) -> Void
    ) throws(RecordingError) -> FileReport {
        var report = FileReport(file: name)
        var reader = try GzipLineReader(path: path, file: name)
        if let header {
            guard try reader.advance(), reader.withLine({ $0.equals(header, in: 0..<$0.count) }) else {
                throw RecordingError(file: name, line: 1, .header(expected: "\(header)"))
            }
        }
        while try reader.advance() {
            report.rows += 1
            do throws(LineProblem) {
                try reader.withLine(row)
            } catch {
                if policy == .fail, !error.defect.isExpected {
                    throw RecordingError(file: name, line: reader.line, .malformed(error.defect, error.detail))
                }
                report.refuse(error, line: reader.line)
            }
        }
        return report
    }
}

/// The columns of a CSV line without quotes, which none of the recorded files has.
enum CSVColumns {
    /// Splits into exactly `count` columns.
    static func split(_ line: Span<UInt8>, count: Int) throws(LineProblem) -> [Range<Int>] {
        var columns: [Range<Int>] = []
        columns.reserveCapacity(count)
        var start = 0
        for index in 0..<line.count where line[index] == UInt8(ascii: ",") {
            columns.append(start..<index)
            start = index + 1
        }
        columns.append(start..<line.count)
        guard columns.count == count else {
            throw LineProblem(.syntax, "\(columns.count) columns instead of \(count)")
        }
        return columns
    }
}
