import Foundation
import Testing

#if canImport(Glibc)
    import Glibc
#endif

/// Everything that starts the binary, one test after the other: they share two cores, and some measure time.
@Suite(.serialized) enum ProcessTests {}

/// The built binary, run as a user runs it: another process, its own streams and exit code.
struct PolybotProcess {
    struct Result {
        /// Exit code; 128 + signal when it was killed.
        var status: Int32
        var output: String
        var notes: String
        /// The output as a JSON object without `timing`, which is of the machine and not of the run.
        var stable: NSDictionary? {
            let object = try? JSONSerialization.jsonObject(with: Data(output.utf8)) as? [String: Any]
            return object.map { $0.filter { $0.key != "timing" } as NSDictionary }
        }
    }

    let identifier: pid_t

    /// The binary stands beside the test bundle.
    static let binary = URL(fileURLWithPath: CommandLine.arguments[0]).deletingLastPathComponent()
        .appendingPathComponent("polybot").path

    /// Starts it with its streams in files, so that a full pipe cannot block.
    init(
        _ arguments: [String], environment: [String: String] = [:], input: URL? = nil, output: URL, notes: URL
    ) throws {
        var variables = ProcessInfo.processInfo.environment.filter { !$0.key.hasPrefix("POLYBOT_") }
        variables.merge(environment) { $1 }
        var actions = posix_spawn_file_actions_t()
        posix_spawn_file_actions_init(&actions)
        defer { posix_spawn_file_actions_destroy(&actions) }
        for (descriptor, url) in [(STDOUT_FILENO, output), (STDERR_FILENO, notes)] {
            posix_spawn_file_actions_addopen(&actions, descriptor, url.path, O_WRONLY | O_CREAT | O_TRUNC, 0o600)
        }
        if let input { posix_spawn_file_actions_addopen(&actions, STDIN_FILENO, input.path, O_RDONLY, 0) }
        let words = ([Self.binary] + arguments).map { strdup($0) }
        let settings = variables.map { strdup("\($0.key)=\($0.value)") }
        defer { (words + settings).forEach { free($0) } }
        var identifier: pid_t = 0
        let status = posix_spawn(&identifier, Self.binary, &actions, nil, words + [nil], settings + [nil])
        guard status == 0 else { throw POSIXError(POSIXErrorCode(rawValue: status) ?? .ENOENT) }
        self.identifier = identifier
    }

    /// Waits for the end.
    func wait() -> Int32 {
        var status: Int32 = 0
        while waitpid(identifier, &status, 0) < 0, errno == EINTR {}
        return status & 0x7f == 0 ? status >> 8 & 0xff : 128 + status & 0x7f
    }

    func signal(_ number: Int32) { kill(identifier, number) }

    /// Runs to the end; `input` is what it finds on stdin.
    static func run(
        _ arguments: [String], environment: [String: String] = [:], input: Data? = nil
    ) throws -> Result {
        try inFolder { folder in
            let (output, notes) = (folder.appendingPathComponent("out"), folder.appendingPathComponent("err"))
            let stdin = try input.map { data in
                let file = folder.appendingPathComponent("in")
                try data.write(to: file)
                return file
            }
            let process = try PolybotProcess(
                arguments, environment: environment, input: stdin, output: output, notes: notes)
            let status = process.wait()
            return Result(
                status: status, output: try String(contentsOf: output, encoding: .utf8),
                notes: try String(contentsOf: notes, encoding: .utf8))
        }
    }

    /// A folder of its own that is gone afterwards.
    static func inFolder<Value>(_ body: (URL) throws -> Value) throws -> Value {
        let folder = FileManager.default.temporaryDirectory.appendingPathComponent("polybot-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(at: folder) }
        return try body(folder)
    }
}
