/// The signature of a session key that signs for a deposit wallet it does not own: the ABI's encoding of who signed,
/// a zero word and the signature, then the suffix of ERC-6492. Owners send theirs unwrapped.
public enum SessionSignature {
    public static func wrapped(_ signature: [UInt8], signer: EthereumAddress) -> [UInt8] {
        let padding = (32 - signature.count % 32) % 32
        // The third word says where the signature's length stands: after three words.
        var bytes = signer.word.bytes + Bytes32.zero.bytes + Bytes32(96).bytes
        bytes += Bytes32(UInt64(signature.count)).bytes + signature
        bytes += repeatElement(0, count: padding)
        for _ in 0..<16 { bytes += [0x64, 0x92] }
        return bytes
    }
}
