import CSecp256k1

/// The arithmetic of the curve: libsecp256k1 behind a safe face, the one file that hands it memory.
///
/// Making one computes tables; make it once and pass it on. It may be used from any number of threads.
public final class Secp256k1: @unchecked Sendable {
    // Never written after `init`, which is what makes sharing it safe (secp256k1.h, "context objects").
    private let context: OpaquePointer

    public init() {
        context = secp256k1_context_create(UInt32(SECP256K1_CONTEXT_SIGN) | UInt32(SECP256K1_CONTEXT_VERIFY))
    }

    deinit { secp256k1_context_destroy(context) }

    /// The point of a secret, its two coordinates; nil when the secret is zero or not below the order of the curve.
    func publicKey(of secret: Bytes32) -> PublicKey? {
        var point = secp256k1_pubkey()
        let isValid = secret.withBytes { secp256k1_ec_pubkey_create(context, &point, $0) }
        return isValid == 1 ? publicKey(point) : nil
    }

    /// The signature of a digest by RFC 6979's nonce, with the lower of the two possible s. Nil for an invalid secret.
    func sign(_ digest: Bytes32, with secret: Bytes32) -> RecoverableSignature? {
        var signature = secp256k1_ecdsa_recoverable_signature()
        let isSigned = digest.withBytes { digest in
            secret.withBytes { secp256k1_ecdsa_sign_recoverable(context, &signature, digest, $0, nil, nil) }
        }
        guard isSigned == 1 else { return nil }
        var recovery: Int32 = 0
        let (r, s) = Bytes32.pair {
            secp256k1_ecdsa_recoverable_signature_serialize_compact(context, $0, &recovery, &signature)
        }
        return RecoverableSignature(r: r, s: s, v: 27 + UInt8(recovery & 1))
    }

    /// The point whose secret signed the digest; nil when there is none, or s is not the lower one.
    func recover(_ signature: RecoverableSignature, of digest: Bytes32) -> PublicKey? {
        guard !signature.hasHighS, signature.v == 27 || signature.v == 28 else { return nil }
        var parsed = secp256k1_ecdsa_recoverable_signature()
        let isParsed = (signature.r.bytes + signature.s.bytes).withUnsafeBufferPointer { bytes in
            bytes.baseAddress.map {
                secp256k1_ecdsa_recoverable_signature_parse_compact(context, &parsed, $0, Int32(signature.v) - 27)
            }
        }
        var point = secp256k1_pubkey()
        guard isParsed == 1, digest.withBytes({ secp256k1_ecdsa_recover(context, &point, &parsed, $0) }) == 1 else {
            return nil
        }
        return publicKey(point)
    }

    private func publicKey(_ point: secp256k1_pubkey) -> PublicKey {
        var point = point
        // A byte that names the form, then the coordinates.
        var serialized = [UInt8](repeating: 0, count: 65)
        var count = serialized.count
        secp256k1_ec_pubkey_serialize(context, &serialized, &count, &point, UInt32(SECP256K1_EC_UNCOMPRESSED))
        return serialized.withUnsafeBytes { bytes in
            PublicKey(x: Bytes32(load: bytes, at: 1), y: Bytes32(load: bytes, at: 33))
        }
    }
}

extension RecoverableSignature {
    /// Whether s lies above half the order of the curve: anybody could make such a twin of a signature (EIP-2).
    var hasHighS: Bool {
        UInt256(s)
            > UInt256(
                Bytes32(0x7fff_ffff_ffff_ffff, 0xffff_ffff_ffff_ffff, 0x5d57_6e73_57a4_501d, 0xdfe9_2f46_681b_20a0))
    }
}

extension Bytes32 {
    fileprivate func withBytes<Result>(_ body: (UnsafePointer<UInt8>) -> Result) -> Result {
        withUnsafeBytes(of: (first.bigEndian, second.bigEndian, third.bigEndian, fourth.bigEndian)) { bytes in
            bytes.withMemoryRebound(to: UInt8.self) { body($0.baseAddress!) }
        }
    }

    /// What `body` writes into 64 bytes.
    fileprivate static func pair(_ body: (UnsafeMutablePointer<UInt8>) -> Void) -> (Bytes32, Bytes32) {
        withUnsafeTemporaryAllocation(byteCount: 64, alignment: 8) { buffer in
            buffer.withMemoryRebound(to: UInt8.self) { body($0.baseAddress!) }
            let bytes = UnsafeRawBufferPointer(buffer)
            return (Bytes32(load: bytes, at: 0), Bytes32(load: bytes, at: 32))
        }
    }

    fileprivate init(load bytes: UnsafeRawBufferPointer, at offset: Int) {
        func limb(_ index: Int) -> UInt64 {
            UInt64(bigEndian: bytes.loadUnaligned(fromByteOffset: offset + 8 * index, as: UInt64.self))
        }
        self.init(limb(0), limb(1), limb(2), limb(3))
    }
}
