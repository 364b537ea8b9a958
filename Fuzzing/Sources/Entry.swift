import Glibc

// What libFuzzer calls. The reader to be fuzzed is named by the environment: one program serves all.

/// Reads one input. Findings are what ends the process: traps, hangs, wrong memory.
@_cdecl("LLVMFuzzerTestOneInput")
public func readOneInput(_ data: UnsafePointer<UInt8>?, _ size: Int) -> CInt {
    Reader.chosen.read(Array(UnsafeBufferPointer(start: data, count: size)))
    return 0
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
