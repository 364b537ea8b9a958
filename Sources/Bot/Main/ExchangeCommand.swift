import ArgumentParser
import BotSimulation
import BotSimulationServer
import FoundationEssentials
import Market

/// The venue that stands in for the real one.
struct ExchangeCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "exchange", abstract: "The loopback exchange: the venue's wire over the simulation's engine.",
        subcommands: [ExchangeServeCommand.self])
}

struct ExchangeServeCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "serve", abstract: "Serve the venue's HTTP and WebSocket interface on 127.0.0.1.",
        discussion: """
            The CLOB stands at the root, Gamma at /gamma, the Data API at /data-api, the channels at /ws/market and
            /ws/user, handles for tests at /control. One line on stdout says where, as soon as clients can connect.
            At --speed X the venue's clock (/time) runs X times as fast as the wall's.

            EXAMPLES
              polybot exchange serve --port 8420
              polybot exchange serve --port 0 --speed 60 --scenario crisis --seed 7 --faults faults.json
              curl -X POST 127.0.0.1:8420/control/deposit -d '{"address":"0x...","amount":"1000000000"}'
            """)

    @Option(help: "Port; 0 for one that is free.")
    var port = 8_420

    @Option(help: "Venue seconds in a second.")
    var speed = 1.0

    @Option(
        help: "The world: default, martingale, calm or crisis.",
        transform: { name in
            guard let scenario = Scenario.named(name) else {
                throw ValidationError(
                    "no scenario '\(name)': take one of \(Scenario.all.map(\.name).joined(separator: ", "))")
            }
            return scenario
        })
    var scenario: Scenario = .default

    @Option(help: "Seed of the world and of the faults.")
    var seed: UInt64 = 1

    @Option(name: .customLong("faults"), help: "File with what is to go wrong: one JSON object.")
    var faultsPath: String?

    func validate() throws {
        guard (0...65_535).contains(port) else { throw ValidationError("--port takes 0 to 65535, got \(port)") }
        guard speed > 0, speed <= 10_000 else { throw ValidationError("--speed takes 0 to 10000, got \(speed)") }
    }

    func run() async throws {
        let faults = try faultsPath.map(faults(at:)) ?? VenueFaults()
        let clock = ScaledClock(start: SystemClock().now, speed: speed)
        let venue = Venue(
            scenario: scenario, seed: seed, start: clock.start, check: WalletSignatureCheck(), faults: faults)
        let host = VenueHost(venue: venue) { clock.now }
        Console.note("seed \(seed), scenario \(scenario.name), speed \(speed)")
        try await VenueServer(host: host).run(port: port) { port in
            Console.output("listening on http://127.0.0.1:\(port)")
        }
    }

    private func faults(at path: String) throws -> VenueFaults {
        do {
            return try VenueFaults(json: Array(try Data(contentsOf: URL(filePath: path))))
        } catch let error as VenueFaultsError {
            throw ValidationError("\(path): \(error)")
        } catch {
            throw ValidationError("\(path) cannot be read")
        }
    }
}
