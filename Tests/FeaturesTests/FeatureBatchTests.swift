import Features
import Market
import TestSupport
import Testing

/// Goal: a batch gives the rows of one pipeline bit for bit, whatever the number of shards, threads and chunks. Method:
/// random streams of many markets with faults, lost links, outside prices and tables, both ways.
struct FeatureBatchTests {
    private static let end = monday + .hours(27)
    private static let grid = SamplingGrid(step: .minutes(5))

    /// Events of markets that share events and a category, come late and end at different times.
    private static func inputs(seed: UInt64) -> [PipelineInput] {
        var inputs: [PipelineInput] = []
        for id in 1...7 as ClosedRange<UInt32> {
            var stream = TableFitTests.stream(id)
            stream.instrument.isNegativeRisk = id < 4
            stream.instrument.event = EventID(id / 3)
            stream.instrument.reference = id == 5 ? "BTC" : nil
            let start = monday + .minutes(Int(id) * 7)
            let end = id == 3 ? monday + .hours(20) : Self.end
            var events = stream.events(seed: seed + UInt64(id), from: start, until: end)
            if id == 3 {
                let last = MarketEvent(asset: stream.market.yes, exchangeTime: end, receiveTime: end, kind: .closed)
                let again = stream.events(seed: seed + 50, from: end + .hours(1), until: Self.end)
                events += [last] + again
            }
            inputs += events.map { .market($0) }
        }
        inputs += ReferencePrice.random("BTC", seed: seed, from: monday, until: end).map { .reference($0) }
        for hour in [9, 18] {
            inputs.append(.connection(.disconnected, at: monday + .hours(hour)))
            inputs.append(.connection(.connected, at: monday + .hours(hour) + .seconds(90)))
        }
        var sorted = inputs.enumerated().sorted { ($0.element.time, $0.offset) < ($1.element.time, $1.offset) }
            .map(\.element)
        var fit = TableFit()
        for case .market(let event) in sorted where event.receiveTime < monday + .days(1) { fit.apply(event) }
        let midnight = monday + .days(1)
        let place = sorted.firstIndex { $0.time >= midnight } ?? sorted.count
        sorted.insert(.tables(fit.tables(before: midnight), at: midnight), at: place)
        return sorted + [.timer(end)]
    }

    private static func sequential(_ inputs: [PipelineInput]) -> [FeatureRow] {
        var pipeline = FeaturePipeline(grid: grid)
        var rows: [FeatureRow] = []
        for input in inputs {
            switch input {
            case .timer(let time): pipeline.drawRows(through: time, into: &rows)
            default: pipeline.drawRows(through: input.time - .nanoseconds(1), into: &rows)
            }
            switch input {
            case .market(let event): _ = pipeline.apply(event)
            case .connection(let state, let time): _ = pipeline.apply(state, at: time)
            case .reference(let price): pipeline.apply(price)
            case .tables(let tables, let time): pipeline.apply(tables, at: time)
            case .timer, .passing: break
            }
        }
        return rows
    }

    /// The rows of a batch whose shards run as tasks of their own.
    private static func batch(_ inputs: [PipelineInput], shards count: Int, chunk size: Int) async -> [FeatureRow] {
        var scout = FeatureScout(grid: grid, shardCount: count)
        var shards = (0..<count).map { FeatureShard(grid: grid, index: $0, shardCount: count) }
        var rows: [FeatureRow] = []
        for start in stride(from: 0, to: inputs.count, by: size) {
            let chunk = inputs[start..<min(start + size, inputs.count)]
            let logs = scout.note(chunk)
            let parts = await withTaskGroup(of: (Int, FeatureShard, [FeatureRow]).self) { group in
                for (index, shard) in shards.enumerated() {
                    group.addTask {
                        var shard = shard
                        let rows = shard.rows(chunk, around: logs[index])
                        return (index, shard, rows)
                    }
                }
                return await group.reduce(into: []) { $0.append($1) }
            }
            for (index, shard, _) in parts { shards[index] = shard }
            rows += FeatureShard.merged(parts.map(\.2))
        }
        return rows
    }

    @Test(arguments: [(1, 1_000_000), (2, 5_000), (3, 1_777)])
    func aBatchGivesTheRowsOfOnePipeline(shards: Int, chunk: Int) async {
        let inputs = Self.inputs(seed: UInt64(shards))
        let rows = Self.sequential(inputs)
        #expect(await Self.batch(inputs, shards: shards, chunk: chunk) == rows)
        #expect(rows.count > 1_500)
        for name in ["sibling_move_15m", "category_move_1h", "event_sum_mid_dev", "ext_ref_move_15m"] {
            #expect(rows.contains { !$0[name].isNaN && $0[name] != 0 }, "\(name)")
        }
    }
}
