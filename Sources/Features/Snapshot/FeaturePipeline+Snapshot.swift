public import Market

/// A restart that loses no warm-up: the state as bytes, and back.
///
///     let bytes = pipeline.snapshot(position: sequence)  // to a new file, synchronised, then renamed over the old one
///
///     var pipeline = try FeaturePipeline(restoring: bytes, grid: grid)
///     let position = try SnapshotHeader(bytes).position  // the journal's events after it are applied next
///
/// The bytes are a header, the state, and the SHA-256 of both; numbers are little-endian. Those of another schema, grid
/// or format are refused, and the caller replays its journal instead. A pipeline is a value: another task may write a
/// copy while the original goes on.
extension FeaturePipeline {
    /// All that the events so far have left behind: 30 to 70 kB a token that was watched for a day.
    ///
    /// - Parameter position: up to where the events have been applied, in the caller's count.
    /// - Precondition: the rows due before the latest event have been drawn.
    public func snapshot(position: UInt64) -> [UInt8] {
        precondition(nextRowTime >= clock, "a snapshot is taken when the rows that are due have been drawn")
        var coder = StateCoder(capacity: 49_152 * (groups.live.count + 1))
        var header = SnapshotHeader(schema: schema.hash, step: grid.step.nanoseconds, position: position, clock: clock)
        var state = self
        do {
            try header.archive(&coder)
            try state.archive(&coder)
        } catch {
            preconditionFailure("writing does not fail: \(error)")
        }
        return coder.sealed()
    }

    /// The pipeline that `bytes` were taken from. With the same events it goes on to the same rows, bit for bit.
    ///
    /// - Parameter canonicalSides: as it was given to the pipeline that the bytes were taken from.
    /// - Throws: before anything is built when the checksum does not hold. Bytes that were made to match it are still
    ///   checked value by value.
    public init(
        restoring bytes: [UInt8], grid: SamplingGrid, schema: FeatureSchema = .current,
        canonicalSides: [MarketID: Outcome] = [:]
    ) throws(SnapshotError) {
        let header = try SnapshotHeader(bytes)
        guard StateCoder.isSealed(bytes) else { throw .checksum }
        guard header.schema == schema.hash else { throw .schema(found: header.schema.hex, expected: schema.hash) }
        guard header.step == grid.step.nanoseconds else {
            throw .grid(found: header.step, expected: grid.step.nanoseconds)
        }
        self.init(grid: grid, schema: schema, canonicalSides: canonicalSides)
        var coder = StateCoder(reading: bytes, until: bytes.count - StateCoder.checksumCount)
        _ = try SnapshotHeader(from: &coder)
        clock = header.clock
        try archive(&coder)
        guard coder.rest == 0 else { throw coder.failure("\(coder.rest) bytes are left over") }
    }
}
