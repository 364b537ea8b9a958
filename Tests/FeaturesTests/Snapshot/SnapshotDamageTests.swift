@testable import Features
import Market
import TestSupport
import Testing

/// Goal: bytes that are not a snapshot of this pipeline are refused with a reason, and never trap. Method: every
/// truncation; random changes, with the old checksum and with one that holds.
struct SnapshotDamageTests {
    private static let grid = SamplingGrid(step: .minutes(1))

    private static func driver(hours: Int = 1) -> Driver {
        var driver = Driver(step: .minutes(1))
        for message in Recording.mixed(seed: 11, hours: hours).messages { driver.apply(message) }
        return driver
    }

    @Test func everyTruncationIsRefused() {
        var script = EventScript(start: monday)
        script.list()
        script.snapshot(bids: [(0.4, 10)], asks: [(0.5, 10)])
        script.trade(0.5, 3, .buy)
        var pipeline = FeaturePipeline(grid: Self.grid)
        for event in script.events { _ = pipeline.apply(event) }
        let bytes = pipeline.snapshot(position: 1)
        for count in bytes.indices {
            #expect(throws: SnapshotError.self) {
                try FeaturePipeline(restoring: Array(bytes.prefix(count)), grid: Self.grid)
            }
        }
        #expect(throws: SnapshotError.checksum) { try FeaturePipeline(restoring: bytes + [0], grid: Self.grid) }
        #expect(throws: Never.self) { try FeaturePipeline(restoring: bytes, grid: Self.grid) }
    }

    @Test func everyChangeIsSeen() {
        let bytes = Self.driver().pipeline.snapshot(position: 1)
        var generator = SeededGenerator(seed: 12)
        for _ in 0..<300 {
            var changed = bytes
            changed[generator.int(in: 0...bytes.count - 1)] ^= UInt8(1 << generator.int(in: 0...7))
            #expect(throws: SnapshotError.self) { try FeaturePipeline(restoring: changed, grid: Self.grid) }
        }
    }

    @Test func bytesMadeToMatchTheirChecksumAreRefusedOrMakeAPipelineThatGoesOn() {
        let driver = Self.driver()
        let content = Array(driver.pipeline.snapshot(position: 1).dropLast(StateCoder.checksumCount))
        var generator = SeededGenerator(seed: 13)
        let later = Recording.mixed(seed: 14, hours: 2).messages.filter { $0.time > driver.pipeline.clock }.prefix(60)
        var (refused, accepted) = (0, 0)
        for _ in 0..<1_500 {
            var changed = content
            for _ in 0...generator.int(in: 0...2) {
                let place = generator.int(in: 0...changed.count - 1)
                switch generator.int(in: 0...3) {
                case 0: changed[place] = [0, 1, 0x7f, 0x80, 0xff][generator.int(in: 0...4)]
                case 1: changed.remove(at: place)
                default: changed[place] ^= UInt8(1 << generator.int(in: 0...7))
                }
            }
            do {
                let pipeline = try FeaturePipeline(restoring: StateCoder.sealed(changed), grid: Self.grid)
                accepted += 1
                var next = Driver(step: .minutes(1))
                next.pipeline = pipeline
                for message in later { next.apply(message) }
            } catch {
                refused += 1
            }
        }
        #expect(refused > 100 && accepted > 100)
    }

    @Test func everyWordSetToItsExtremesIsRefusedOrHarmless() {
        let driver = Self.driver()
        let content = Array(driver.pipeline.snapshot(position: 1).dropLast(StateCoder.checksumCount))
        var generator = SeededGenerator(seed: 15)
        for _ in 0..<1_000 {
            var changed = content
            let place = generator.int(in: 0...content.count - 8)
            let word = [Int64.min, .max, -1, 1 << 61, -(1 << 61), 1 << 48][generator.int(in: 0...5)]
            for byte in 0..<8 { changed[place + byte] = UInt8(truncatingIfNeeded: word >> Int64(8 * byte)) }
            do throws(SnapshotError) {
                var next = Driver(step: .minutes(1))
                next.pipeline = try FeaturePipeline(restoring: StateCoder.sealed(changed), grid: Self.grid)
                _ = next.pipeline.snapshot(position: 0)
                next.draw(through: driver.pipeline.clock + .minutes(2))
            } catch {
                #expect(!error.summary.isEmpty && !error.advice.isEmpty)
            }
        }
    }

    @Test func aSnapshotOfAnotherPipelineIsRefusedWithWhatDiffers() throws {
        let bytes = Self.driver().pipeline.snapshot(position: 1)
        #expect(throws: SnapshotError.grid(found: 60_000_000_000, expected: 300_000_000_000)) {
            try FeaturePipeline(restoring: bytes, grid: SamplingGrid(step: .minutes(5)))
        }
        let fewer = FeatureSchema(columns: Array(FeatureSchema.current.columns.dropLast()))
        #expect(
            throws: SnapshotError.schema(found: FeatureSchema.current.hash.hex, expected: fewer.hash)
        ) { try FeaturePipeline(restoring: bytes, grid: Self.grid, schema: fewer) }
        var older = bytes
        older[8] = 99
        #expect(throws: SnapshotError.formatVersion(found: 99, expected: SnapshotHeader.formatVersion)) {
            try FeaturePipeline(restoring: older, grid: Self.grid)
        }
        #expect(throws: SnapshotError.notASnapshot) {
            try FeaturePipeline(restoring: Array("SQLite format 3".utf8), grid: Self.grid)
        }
        #expect(
            SnapshotError.grid(found: 1, expected: 2).description
                == "the snapshot's rows are 1 ns apart, this pipeline's 2 ns; "
                + "replay the journal from a week before, then write a new snapshot")
    }

    @Test func aCountThatTheBytesCannotHoldReservesNothing() {
        var coder = StateCoder(capacity: 16)
        var count = Int.max
        #expect(throws: Never.self) { try coder.bits(&count) }
        let bytes = coder.sealed()
        var reader = StateCoder(reading: bytes, until: bytes.count)
        var values: [Double] = []
        #expect(throws: SnapshotError.self) { try reader.array(&values, countMax: .max, blank: 0) }
        reader = StateCoder(reading: bytes, until: bytes.count)
        var blob: [UInt8] = []
        #expect(throws: SnapshotError.self) { try reader.blob(&blob) }
    }
}
