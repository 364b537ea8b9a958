/// What the stages of a training take, in the terms of `Benchmarks/peers`: loading, binning, boosting.
struct TrainingCost: Encodable {
    private(set) var loadSeconds = 0.0
    /// From the matrix of the training data to its bins.
    private(set) var binSeconds = 0.0
    private(set) var trainSeconds = 0.0
    /// Processor time of all threads while binning and boosting.
    private(set) var processorSeconds = 0.0
    /// Memory before binning, and the most that binning and boosting reached; nil where the system does not say.
    private(set) var memoryBefore: Double?
    private(set) var memoryPeak: Double?
    private var countsMemory = false

    enum CodingKeys: String, CodingKey {
        case loadSeconds = "load_s"
        case binSeconds = "bin_s"
        case trainSeconds = "train_s"
        case processorSeconds = "cpu_s"
        case memoryBefore = "rss_before_mb"
        case memoryPeak = "peak_rss_mb"
    }

    /// Reads a file.
    mutating func load<Value>(_ body: () throws -> Value) rethrows -> Value {
        try timed(\.loadSeconds, body)
    }

    /// Bins the training data. The peak of the memory counts from here.
    mutating func bin<Value>(_ body: () throws -> Value) throws -> Value {
        countsMemory = ProcessMemory.resetPeak()
        if countsMemory { memoryBefore = try ProcessMemory.megabytes(.now) }
        return try worked(\.binSeconds, body)
    }

    /// Grows the trees.
    mutating func train<Value>(_ body: () throws -> Value) throws -> Value {
        let value = try worked(\.trainSeconds, body)
        if countsMemory { memoryPeak = try ProcessMemory.megabytes(.peak) }
        return value
    }

    private mutating func worked<Value>(
        _ stage: WritableKeyPath<Self, Double>, _ body: () throws -> Value
    ) rethrows -> Value {
        let start = MachineTime.processorSeconds
        defer { processorSeconds += MachineTime.processorSeconds - start }
        return try timed(stage, body)
    }

    private mutating func timed<Value>(
        _ stage: WritableKeyPath<Self, Double>, _ body: () throws -> Value
    ) rethrows -> Value {
        let start = MachineTime.nanoseconds
        defer { self[keyPath: stage] += MachineTime.seconds(since: start) }
        return try body()
    }
}
