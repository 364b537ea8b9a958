import ArgumentParser
import BotCollection
import Features
import FoundationEssentials
import Market
import Store

/// Rows of this build's features from a run's journal, into the store they belong to.
struct FeaturesRebuildCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "rebuild", abstract: "Compute a run's rows again from its journal.",
        discussion: """
            After an upgrade the features have another schema, and rows stored before serve no new model. This computes
            the rows of the present schema from the journal of a run, bit for bit what the run would have stored, and
            adds them to its store; labels belong to time and market and need not be made again.

            EXAMPLES
              polybot features rebuild --journal polybot-demo/polybot.sqlite --threads 2
              polybot features rebuild --journal polybot-demo/polybot.sqlite --check
            """)

    @Option(help: "The store; POLYBOT_ML_DATA_DB unless given.")
    var journal: String?

    @Option(help: "Threads, POLYBOT_THREADS unless given.")
    var threads: Int?

    @Flag(help: "Write nothing; compare with the rows that the run stored, bit for bit.")
    var check = false

    func validate() throws {
        if let threads, !(1...256).contains(threads) { throw ValidationError("--threads takes 1 to 256") }
    }

    func run() async throws {
        let settings = try BotConfiguration(environment: ProcessInfo.processInfo.environment)
        let path = journal ?? settings.database
        let threadCount = threads ?? settings.threadCount
        if check {
            try await compare(StoreReader.open(path: path), threadCount)
            return
        }
        let store = try StoreDatabase.open(path: path)
        do {
            let count = try await rebuild(store, threadCount)
            try store.close()
            Console.output("\(count) rows of schema \(FeatureSchema.current.hash.hex.prefix(12))")
        } catch {
            do { try store.close() } catch { Console.note("closing the store: \(error)") }
            throw error
        }
    }

    private func work(_ reader: StoreReader, _ threadCount: Int) throws -> RowRebuild {
        guard let setup = try RunSetup(reader.meta("setup")) else { throw ReplayError.noRun(file: reader.path) }
        return RowRebuild(
            reader: reader, grid: SamplingGrid(step: .seconds(setup.gridSeconds)), threadCount: threadCount)
    }

    private func rebuild(_ store: StoreDatabase, _ threadCount: Int) async throws -> Int {
        let writer = store.makeWriter()
        var count = 0
        try await work(store.reader, threadCount).run { rows in
            var batch = WriteBatch()
            batch.schema = FeatureSchema.current.hash
            batch.rows = rows
            try writer.enqueue(batch)
            count += rows.count
        }
        try await writer.flush()
        return count
    }

    private func compare(_ reader: StoreReader, _ threadCount: Int) async throws {
        let stored = try reader.rows(schema: FeatureSchema.current.hash)
        var (count, equal) = (0, 0)
        try await work(reader, threadCount).run { rows in
            for row in rows {
                if count < stored.count, stored[count] == row { equal += 1 }
                count += 1
            }
        }
        let text = "\(equal) of \(stored.count) rows computed again bit for bit (\(count) in all)"
        guard equal == stored.count, count == stored.count else { throw ReplayError.differs(text) }
        Console.output(text)
    }
}
