import Features
import Market

/// How fast features are. Prints one line of JSON a figure.
///
///     features token [REPEATS]             one warm token, each call timed
///     features recorded EVENTS [REPEATS]   a file of events through the pipeline
///     features many [COUNT]                as many warm tokens
///     features stream HOURS EVENTS         writes the events of a made-up market to a file
///     features rows EVENTS SECONDS         draws rows on a grid and prints them with the time each took
///     features allocations KIND COUNT [control]
@main
enum FeatureSpeed {
    static func main() throws {
        let arguments = Array(CommandLine.arguments.dropFirst())
        func number(_ index: Int, _ usual: Int) -> Int {
            index < arguments.count ? Int(arguments[index]) ?? usual : usual
        }
        switch arguments.first {
        case "token": TokenSpeed.run(repeats: number(1, 5)).print()
        case "recorded" where arguments.count > 1:
            RecordedSpeed.run(try EventFile.read(arguments[1]), repeats: number(2, 5)).print()
        case "many": ManyTokens.run(count: number(1, 5_000)).print()
        case "stream" where arguments.count > 2:
            try EventFile.write(WarmToken.events(hours: number(1, 26), spacing: 5, seed: 1), to: arguments[2])
        case "rows" where arguments.count > 2:
            RowTimes.print(try EventFile.read(arguments[1]), step: .seconds(number(2, 60)))
        case "allocations" where arguments.count > 2:
            guard let kind = Allocations.Kind(rawValue: arguments[1]) else { fallthrough }
            Allocations.run(kind, count: number(2, 0), allocates: arguments.last == "control")
        default: print(Allocations.Kind.allCases.map(\.rawValue).joined(separator: " "))
        }
    }
}
