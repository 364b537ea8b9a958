import ArgumentParser
import BotSigning

/// Orders without a market: nothing here talks to the venue.
struct OrdersCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "orders", abstract: "Sign orders offline.", subcommands: [OrdersSignCommand.self])
}

struct OrdersSignCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "sign", abstract: "Sign orders that are given as JSON, and print what would be sent.",
        discussion: """
            The input is one order or an array of them; docs/SIGNING.md has the fields. The output is one JSON object,
            {"results": [{"order_id", "amounts", "signature", "body"}]}, in the same order. Nothing is sent.
            One bad order fails the whole call: exit code 3, its index and field on stderr, nothing on stdout.

            EXAMPLES
              polybot orders sign --input orders.json
              polybot orders sign --input - < order.json
            """)

    @Option(help: ArgumentHelp("The orders; - reads stdin.", valueName: "file"))
    var input: String

    struct Report: Encodable {
        var results: [Result]

        struct Result: Encodable {
            var order_id: String
            var amounts: Amounts
            var signature: String
            var body: String
        }

        struct Amounts: Encodable {
            var makerAmount: String
            var takerAmount: String
        }
    }

    func run() throws {
        let bytes = try InputBytes.read(input, option: "--input", countMax: 64 << 20)
        try Console.json(Report(results: try Self.sign(bytes)))
    }

    /// - Throws: ``SigningFailure`` for the first order that cannot be signed.
    static func sign(_ bytes: [UInt8]) throws(SigningFailure) -> [Report.Result] {
        let curve = Secp256k1()
        let orders =
            switch try InputJSON.read(bytes) {
            case .array(let elements): elements
            case let single: [single]
            }
        var results: [Report.Result] = []
        results.reserveCapacity(orders.count)
        for (index, order) in orders.enumerated() {
            do throws(FieldProblem) {
                results.append(try Report.Result(OrderInput(order, curve: curve)))
            } catch {
                throw .badData("order \(index): \(error.description)")
            }
        }
        return results
    }
}

extension OrdersSignCommand.Report.Result {
    init(_ input: OrderInput) throws(FieldProblem) {
        let signed = try input.signed()
        let amounts = signed.order.amounts
        self.init(
            order_id: signed.id.hex,
            amounts: .init(makerAmount: String(amounts.maker), takerAmount: String(amounts.taker)),
            signature: signed.signatureText, body: OrderBody(signed, terms: input.request.terms).text)
    }
}
