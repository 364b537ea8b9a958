/// What the kernels of a model may use of the processor. Every level gives the same bits.
public enum InstructionSet: String, Sendable, Hashable, CaseIterable, Comparable {
    /// What every machine of the architecture has.
    case baseline
    /// x86-64-v3: AVX2.
    case v3
    /// x86-64-v4 with byte permutes: AVX-512 VBMI.
    case v4

    public static func < (first: InstructionSet, second: InstructionSet) -> Bool {
        allCases.firstIndex(of: first)! < allCases.firstIndex(of: second)!
    }

    /// The most that this machine and this build have.
    public static let detected: InstructionSet = {
        #if WIDE_KERNELS
            let features = CPUFeatures()
            return features.hasV4 ? .v4 : features.hasV3 ? .v3 : .baseline
        #else
            return .baseline
        #endif
    }()
}

#if WIDE_KERNELS
    /// Eight words: what CPUID says of a leaf, then what the system lets programs use of it (`sys/platform/x86.h`).
    @_silgen_name("__x86_get_cpuid_feature_leaf")
    private func featureLeaf(_ number: UInt32) -> UnsafePointer<UInt32>

    /// What the system lets programs use, as glibc found at start.
    private struct CPUFeatures {
        let hasV3: Bool
        let hasV4: Bool

        init() {
            let ecx1 = featureLeaf(0)[6]
            let ebx7 = featureLeaf(1)[5]
            let ecx7 = featureLeaf(1)[6]
            func has(_ word: UInt32, _ bit: UInt32) -> Bool { word >> bit & 1 == 1 }
            // AVX2, BMI1, BMI2 and FMA, MOVBE.
            hasV3 = [3, 5, 8].allSatisfy { has(ebx7, $0) } && [12, 22].allSatisfy { has(ecx1, $0) }
            // AVX-512 F, DQ, CD, BW, VL, and VBMI.
            hasV4 = hasV3 && [16, 17, 28, 30, 31].allSatisfy { has(ebx7, $0) } && has(ecx7, 1)
        }
    }
#endif
