import Glibc

// What libFuzzer calls. The reader to be fuzzed is named by the environment: one program serves all.

/// Reads one input. Findings are what ends the process: traps, hangs, wrong memory, too much time.
@_cdecl("LLVMFuzzerTestOneInput")
public func readOneInput(_ data: UnsafePointer<UInt8>?, _ size: Int) -> CInt {
    let begin = processorSeconds()
    Reader.chosen.read(Array(UnsafeBufferPointer(start: data, count: size)))
    let seconds = processorSeconds() - begin
    if seconds > 1 { fatalError("an input of \(size) bytes took \(seconds) s") }
    return 0
}

/// Time of the processor, not of the clock on the wall: a busy machine must not look like a slow reader.
private func processorSeconds() -> Double {
    var time = timespec()
    clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &time)
    return Double(time.tv_sec) + Double(time.tv_nsec) / 1e9
}

/// Changes an input in place.
/// - Returns: its new size, at most `sizeMax`.
@_cdecl("LLVMFuzzerCustomMutator")
public func mutate(_ data: UnsafeMutablePointer<UInt8>, _ size: Int, _ sizeMax: Int, _ seed: UInt32) -> Int {
    var random = Random(seed: UInt64(seed))
    let reader = Reader.chosen
    var count = size
    let isBinary = reader == .numpy || random.below(2) == 0
    if reader != .golden, isBinary || size == 0 { count = mutateBytes(data, size, sizeMax) }
    var text = Array(UnsafeBufferPointer(start: data, count: count))
    if reader == .golden || !isBinary {
        for _ in 0...random.below(3) { TextMutation.apply(to: &text, &random) }
    }
    // Now and then the sizes stay wrong: that check is part of the reader.
    if reader.readsModels, random.below(32) > 0 { text = TreeSizes.corrected(text) }
    count = min(text.count, sizeMax)
    for place in 0..<count { data[place] = text[place] }
    return count
}

/// libFuzzer's own mutations.
@_silgen_name("LLVMFuzzerMutate")
private func mutateBytes(_ data: UnsafeMutablePointer<UInt8>, _ size: Int, _ sizeMax: Int) -> Int

extension Reader {
    /// Named by GBDT_FUZZ_READER.
    static let chosen: Reader = {
        guard let name = getenv("GBDT_FUZZ_READER"), let reader = Reader(rawValue: String(cString: name)) else {
            fatalError("GBDT_FUZZ_READER must name one of \(Reader.allCases.map(\.rawValue))")
        }
        return reader
    }()
}
