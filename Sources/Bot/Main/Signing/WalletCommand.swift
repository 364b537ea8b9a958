import ArgumentParser
import BotSigning

struct WalletCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "wallet", abstract: "What a secret key controls.", subcommands: [WalletAddressCommand.self])
}

struct WalletAddressCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "address", abstract: "Print the account of a secret key.",
        discussion: """
            The key is read from stdin, or from a file: never from an argument, which every process can read. With
            --json also the wallets that the venue makes for the account on Polygon.

            EXAMPLES
              polybot wallet address < key.txt
              polybot wallet address --key-file key.txt --json
            """)

    @Option(
        name: .customLong("key-file"),
        help: ArgumentHelp("A file that holds the key, 64 hexadecimal digits. [default: stdin]", valueName: "file"))
    var keyFile: String?

    @Flag(help: "Print one JSON object.")
    var json = false

    struct Report: Encodable {
        var address: String
        var proxy: String
        var safe: String
        var deposit_wallet: String
    }

    func run() throws {
        let bytes = try InputBytes.read(
            keyFile ?? "-", option: keyFile == nil ? "stdin" : "--key-file", countMax: 4_096)
        let address = try Self.address(bytes)
        guard json else { return Console.output(address.checksummed) }
        let wallets = WalletDerivation(owner: address)
        try Console.json(
            Report(
                address: address.checksummed, proxy: wallets.proxy.checksummed, safe: wallets.safe.checksummed,
                deposit_wallet: wallets.depositWallet.checksummed))
    }

    /// The account of the key that the text holds, space around it aside.
    static func address(_ bytes: [UInt8]) throws(SigningFailure) -> EthereumAddress {
        var text = bytes[...]
        while let first = text.first, isSpace(first) { text.removeFirst() }
        while let last = text.last, isSpace(last) { text.removeLast() }
        do {
            return try SigningKey(String(decoding: text, as: UTF8.self), curve: Secp256k1()).address
        } catch {
            throw .badData(error.description)
        }
    }

    private static func isSpace(_ byte: UInt8) -> Bool { byte == 0x20 || (0x09...0x0d).contains(byte) }
}
