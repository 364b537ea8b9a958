public import Market

/// What happens to a pipeline, in one order.
public enum PipelineInput: Hashable, Sendable {
    case market(MarketEvent)
    case connection(ConnectionState, at: Timestamp)
    case reference(ReferencePrice)
    case tables(FittedTables, at: Timestamp)
    /// Nothing, but rows due by then are drawn.
    case timer(Timestamp)
    /// Something that is no matter of features: rows due before it are drawn.
    case passing(Timestamp)

    /// When it is received.
    public var time: Timestamp {
        switch self {
        case .market(let event): event.receiveTime
        case .reference(let price): price.receiveTime
        case .connection(_, let time), .tables(_, let time), .timer(let time), .passing(let time): time
        }
    }

    /// Rows due by then are drawn before it.
    var drawsThrough: Timestamp {
        if case .timer(let time) = self { return time }
        return Timestamp(nanoseconds: time.nanoseconds - 1)
    }
}

/// Which markets a shard of a batch has: those whose number leaves the remainder `index`.
struct Shard: Hashable, Sendable {
    var index: Int
    var count: Int

    static func index(of market: MarketID, count: Int) -> Int { Int(market.rawValue) % count }
    func holds(_ market: MarketID) -> Bool { Self.index(of: market, count: count) == index }
}

/// The first pass of a batch over recorded inputs: it follows all markets as a pipeline does and computes no row, but
/// notes for each what it takes from other markets.
///
/// With that, markets need each other no more: a ``FeatureShard`` each has a part of them, and shards may run at the
/// same time. Their rows together, merged by (time, market), are those of one pipeline over the same inputs, bit for
/// bit: all three run the same code. A batch goes chunk by chunk, so that what is noted takes no more room than a
/// chunk's rows.
public struct FeatureScout: Sendable {
    private var pipeline: FeaturePipeline
    private let shardCount: Int

    public init(
        grid: SamplingGrid, schema: FeatureSchema = .current, canonicalSides: [MarketID: Outcome] = [:],
        shardCount: Int
    ) {
        precondition(shardCount > 0, "a batch has a shard at least")
        pipeline = FeaturePipeline(grid: grid, schema: schema, canonicalSides: canonicalSides)
        self.shardCount = shardCount
    }

    /// Takes the next chunk of inputs and returns what each shard needs for it.
    public mutating func note(_ chunk: some Sequence<PipelineInput>) -> [SurroundingsLog] {
        var logs = Array(repeating: SurroundingsLog(), count: shardCount)
        for input in chunk {
            pipeline.noteSurroundings(through: input.drawsThrough, into: &logs)
            pipeline.apply(input)
        }
        return logs
    }
}

/// The second pass of a batch: the rows of a part of the markets.
public struct FeatureShard: Sendable {
    private var pipeline: FeaturePipeline

    public init(
        grid: SamplingGrid, schema: FeatureSchema = .current, canonicalSides: [MarketID: Outcome] = [:], index: Int,
        shardCount: Int
    ) {
        pipeline = FeaturePipeline(grid: grid, schema: schema, canonicalSides: canonicalSides)
        pipeline.shard = Shard(index: index, count: shardCount)
    }

    /// The rows that are due in the next chunk, in the order of (time, market).
    /// - Parameters:
    ///   - chunk: the same that the scout took, other markets' events included: they are time passing.
    ///   - log: what the scout noted for this shard.
    public mutating func rows(_ chunk: some Sequence<PipelineInput>, around log: SurroundingsLog) -> [FeatureRow] {
        var log = log
        var rows: [FeatureRow] = []
        for input in chunk {
            pipeline.drawRows(through: input.drawsThrough, around: &log, into: &rows)
            pipeline.apply(input)
        }
        return rows
    }

    /// Rows of several shards over the same chunk in the order of (time, market).
    public static func merged(_ shards: [[FeatureRow]]) -> [FeatureRow] {
        shards.joined().sorted { ($0.time, $0.asset.market) < ($1.time, $1.asset.market) }
    }
}

extension FeaturePipeline {
    fileprivate mutating func apply(_ input: PipelineInput) {
        switch input {
        case .market(let event): _ = apply(event)
        case .connection(let state, let time): _ = apply(state, at: time)
        case .reference(let price): apply(price)
        case .tables(let tables, let time): apply(tables, at: time)
        case .timer, .passing: break
        }
    }
}
