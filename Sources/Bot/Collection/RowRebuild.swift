import BotEngine
public import Features
public import Market
public import Store

/// The rows of a run computed again from its journal, on several threads: what a change of the features is followed by,
/// so that months of data need not be collected anew.
///
/// The same code and the same bits as live: a scout goes ahead and notes what each row takes from other markets, then
/// shards of the markets draw their rows at the same time, while the scout is at the next chunk.
public struct RowRebuild: Sendable {
    private let reader: StoreReader
    private let grid: SamplingGrid
    private let threadCount: Int
    private let chunkSize: Int

    /// - Parameters:
    ///   - grid: of the run.
    ///   - threadCount: shards of the markets.
    ///   - chunkSize: journal records in memory at once, twice.
    public init(reader: StoreReader, grid: SamplingGrid, threadCount: Int, chunkSize: Int = 200_000) {
        self.reader = reader
        self.grid = grid
        self.threadCount = threadCount
        self.chunkSize = chunkSize
    }

    /// Gives the rows chunk by chunk, in the order of (time, market).
    /// - Throws: what the store and `take` throw, and ``RowRebuildError``.
    public func run(_ take: ([FeatureRow]) async throws -> Void) async throws {
        let shards = (0..<threadCount).map { ShardOwner(FeatureShard(grid: grid, index: $0, shardCount: threadCount)) }
        var scout = FeatureScout(grid: grid, shardCount: threadCount)
        var cursor = reader.journal(after: .min)
        var chunk = try nextChunk(&cursor)
        var logs = scout.note(chunk)
        while !chunk.isEmpty {
            let (inputs, notes) = (chunk, logs)
            async let rows = Self.rows(inputs, notes, shards)
            chunk = try nextChunk(&cursor)
            logs = scout.note(chunk)
            try await take(await rows)
            try Task.checkCancellation()
        }
    }

    private static func rows(
        _ chunk: [PipelineInput], _ logs: [SurroundingsLog], _ shards: [ShardOwner]
    ) async -> [FeatureRow] {
        await withTaskGroup(of: [FeatureRow].self) { group in
            for (shard, log) in zip(shards, logs) { group.addTask { await shard.rows(chunk, around: log) } }
            return FeatureShard.merged(await group.reduce(into: []) { $0.append($1) })
        }
    }

    private func nextChunk(_ cursor: inout JournalCursor) throws -> [PipelineInput] {
        var chunk: [PipelineInput] = []
        while chunk.count < chunkSize, let record = try cursor.next() {
            let event: EngineEvent
            do {
                event = try EngineEvent(
                    EncodedEvent(
                        asset: record.asset, exchangeTime: record.exchangeTime, receiveTime: record.receiveTime,
                        code: record.code, payload: record.payload))
            } catch {
                throw RowRebuildError.malformed(sequence: record.sequence, error)
            }
            chunk.append(PipelineInput(event))
        }
        return chunk
    }
}

/// A journal that cannot be read.
public enum RowRebuildError: Error, Hashable, Sendable {
    case malformed(sequence: Int64, DecodingFailure)
}

/// The one owner of a shard, whichever thread it runs on.
private actor ShardOwner {
    private var shard: FeatureShard

    init(_ shard: FeatureShard) { self.shard = shard }

    func rows(_ chunk: [PipelineInput], around log: SurroundingsLog) -> [FeatureRow] { shard.rows(chunk, around: log) }
}

extension PipelineInput {
    /// What an engine event is to the features: those that change none of them are time passing.
    init(_ event: EngineEvent) {
        switch event {
        case .exchange(.market(let event)): self = .market(event)
        case .exchange(.connection(let state, let time)): self = .connection(state, at: time)
        case .reference(let price): self = .reference(price)
        case .tables(let tables, let time): self = .tables(tables, at: time)
        case .timer(let time): self = .timer(time)
        case .exchange(.order), .operation, .modelInstalled: self = .passing(event.time)
        }
    }
}
