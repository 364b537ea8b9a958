import ArgumentParser
import BotCollection
import Market
import Store

#if canImport(Glibc)
    import Glibc
#endif

/// The command line.
struct Polybot: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "polybot",
        abstract: "A trading bot for Polymarket that learns while it trades. Paper only; no order leaves this process.",
        discussion: """
            EXAMPLES
              polybot demo                                  three simulated weeks of the whole loop
              polybot import DIR --journal real.sqlite      recorded markets into a store
              polybot replay real.sqlite --json             the same loop over a store
              polybot models list                           every candidate and why it was or was not promoted
              polybot orders sign --input orders.json       what would be sent, byte for byte; nothing is sent
              polybot exchange serve                        a venue on loopback, on the real one's wire

            Settings are POLYBOT_* environment variables: see docs/CONFIGURATION.md.
            Exit codes: 0 ok, 1 failed, 2 usage or configuration, 3 bad data, 4 interrupted.
            """,
        subcommands: [
            DemoCommand.self, ImportCommand.self, ReplayCommand.self, TrainCommand.self, ModelsCommand.self,
            DataCommand.self, FeaturesCommand.self, GBDTCommand.self, OrdersCommand.self, WalletCommand.self,
            ExchangeCommand.self, VersionCommand.self,
        ])
}

/// What the process ends with.
enum ExitStatus: Int32 {
    case success = 0
    /// Neither the caller's nor the data's fault.
    case failed = 1
    /// Usage or configuration.
    case usage = 2
    case badData = 3
    case interrupted = 4

    init(_ error: any Error) {
        self =
            switch error {
            case is CancellationError: .interrupted
            case is ConfigurationError: .usage
            case is RecordingError, is ReplayError, is ReservationError, is RowRebuildError: .badData
            case ExchangeError.malformed: .badData
            case let error as StoreError: ExitStatus(store: error)
            case let error as GBDTFailure: error.status
            case let error as SigningFailure: error.status
            default: .failed
            }
    }

    private init(store error: StoreError) {
        switch error {
        case .corrupt, .notAStore, .schemaNewer, .schemaOlder: self = .badData
        case .cannotOpen: self = .usage
        default: self = .failed
        }
    }
}

@main
enum Main {
    static func main() async {
        let status = await Interruption().run {
            do {
                var command = try Polybot.parseAsRoot()
                if var asynchronous = command as? any AsyncParsableCommand {
                    try await asynchronous.run()
                } else {
                    try command.run()
                }
                return .success
            } catch {
                return report(error)
            }
        }
        exit(status.rawValue)
    }

    /// Says what was wrong on stderr (help goes to stdout) and chooses the exit code.
    private static func report(_ error: any Error) -> ExitStatus {
        switch Polybot.exitCode(for: error) {
        case .success:
            Console.output(Polybot.fullMessage(for: error))
            return .success
        case .validationFailure:
            // Arguments are repeated in the message, and one may be a key.
            Console.note(KeyRedaction.hidden(Polybot.fullMessage(for: error)))
            return .usage
        default:
            let status = ExitStatus(error)
            Console.note(
                status == .interrupted ? "polybot: interrupted; everything handed over is safe" : "polybot: \(error)")
            return status
        }
    }
}
