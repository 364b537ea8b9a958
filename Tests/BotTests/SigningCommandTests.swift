import Foundation
import Testing

extension ProcessTests {
    /// Goal: orders are signed offline byte for byte, and a mistake costs nothing and gives no key away. Method: the
    /// worked example of the venue's specification, changed in one place at a time; all vectors where they are.
    struct SigningCommandTests {
        private static let key = "0xac0974bec39a17e36ba4a6b4d238ff944bacb478cbed5efcae784d7bf4f2ff80"
        private static let zero = "0x" + String(repeating: "0", count: 64)
        private static let account = "0xf39Fd6e51aad88F6F4ce6aB8827279cffFb92266"

        private static var order: [String: Any] {
            [
                "kind": "limit", "side": "BUY", "price": "0.3", "size": "21", "tick_size": "0.1", "order_type": "GTC",
                "private_key": key, "salt": 479_250_096_357, "timestamp_ms": 1_795_348_801_237, "neg_risk": false,
                "asset_id": "71321045679252212594626385532706912750332728571942532289631379312455583992563",
                "chain_id": 137, "signature_type": 0, "funder": account, "exchange_version": 2, "builder_code": zero,
                "metadata": zero, "post_only": false, "defer_exec": false, "expiration": 0,
                "owner": "f4f247b7-4ac7-ff29-a152-04fda0a8755a",
            ]
        }

        private static let id = "0x0e7a086e84890a2e0d4c01369062f85feb07fa63a483ef42132b82e009556b67"
        private static let signature =
            "0xb2e8b9c1be5b0bf45cb0c42056f9962a037edd8e09f27c76197873ceaaab7fd9"
            + "06a7404c03a1e3f8428504da87ba584b6a689e848c0999845519f5409ba0195e1c"

        private func sign(_ json: Data) throws -> PolybotProcess.Result {
            try PolybotProcess.run(["orders", "sign", "--input", "-"], input: json)
        }

        private func sign(_ value: Any) throws -> PolybotProcess.Result {
            try sign(JSONSerialization.data(withJSONObject: value))
        }

        private func results(_ result: PolybotProcess.Result) throws -> [[String: Any]] {
            #expect(result.status == 0, "\(result.notes)")
            return try #require(result.stable?["results"] as? [[String: Any]])
        }

        /// Whether eight digits in a row of the key stand anywhere.
        private func showsKey(_ result: PolybotProcess.Result) -> Bool {
            let digits = Array(Self.key.dropFirst(2))
            let text = (result.output + result.notes).lowercased()
            return (0...56).contains { text.contains(String(digits[$0..<$0 + 8])) }
        }

        @Test func theWorkedExampleFromStdinAndFromAFile() throws {
            try PolybotProcess.inFolder { folder in
                let file = folder.appendingPathComponent("order.json")
                let json = try JSONSerialization.data(withJSONObject: Self.order)
                try json.write(to: file)
                for run in [try sign(json), try PolybotProcess.run(["orders", "sign", "--input", file.path])] {
                    let results = try results(run)
                    #expect(results.count == 1)
                    #expect(results.first?["order_id"] as? String == Self.id)
                    #expect(results.first?["signature"] as? String == Self.signature)
                    let amounts = results.first?["amounts"] as? [String: String]
                    #expect(amounts == ["makerAmount": "6300000", "takerAmount": "21000000"])
                    let body = try #require(results.first?["body"] as? String)
                    #expect(body.hasPrefix(#"{"order":{"salt":479250096357,"maker":"\#(Self.account)","#))
                    #expect(body.hasSuffix(#""orderType":"GTC","deferExec":false,"postOnly":false}"#))
                    #expect(!showsKey(run))
                }
            }
        }

        @Test func resultsKeepTheOrderOfTheInput() throws {
            let orders = (1...20).map { salt in Self.order.merging(["salt": salt]) { $1 } }
            let bodies = try results(try sign(orders)).map { $0["body"] as? String ?? "" }
            #expect(bodies.count == 20)
            for (index, body) in bodies.enumerated() { #expect(body.hasPrefix(#"{"order":{"salt":\#(index + 1),"#)) }
            #expect(try results(try sign([])).isEmpty)
        }

        /// Each field taken away, and each put in with a value it cannot have, in the second of three orders.
        @Test func aMistakeNamesIndexAndFieldAndPrintsNothing() throws {
            var mistakes: [(field: String, value: Any?)] = Self.order.keys.sorted().map { ($0, nil) }
            mistakes += [
                ("kind", "stop"), ("kind", 1), ("side", "buy"), ("price", "0.35"), ("price", "0"), ("price", "1"),
                ("price", ""), ("price", 0.3), ("price", "-0.3"), ("price", "NaN"), ("price", Self.key),
                ("size", "0.001"), ("size", "9223372036855"), ("size", "1e400"), ("size", "x"), ("tick_size", "0.2"),
                ("order_type", "IOC"), ("private_key", ""), ("private_key", Self.zero),
                ("private_key", Self.key + "00"), ("private_key", String(Self.key.dropLast()) + "g"),
                ("private_key", NSNull()), ("salt", 9_007_199_254_740_992), ("salt", -1), ("salt", "1"), ("salt", 1.5),
                ("timestamp_ms", "1"), ("neg_risk", 0), ("neg_risk", "false"), ("asset_id", "0x1"), ("asset_id", 1),
                ("asset_id", String(repeating: "9", count: 78)), ("chain_id", 1), ("signature_type", 4),
                ("signature_type", 1_000), ("funder", "0xf39Fd6e51aad88F6F4ce6aB8827279cffFb92265"),
                ("funder", Self.key), ("funder", "0x70997970C51812dc3A010C7d01b50e0d17dc79C8"),
                ("exchange_version", 1), ("builder_code", "0x00"), ("metadata", "zero"), ("post_only", "no"),
                ("expiration", 1), ("owner", ""), ("owner", "a\"b"), ("amount", "5"), ("side ", "BUY"),
            ]
            for (field, value) in mistakes {
                var bad = Self.order
                bad[field] = value
                let result = try sign([Self.order, bad, Self.order])
                #expect(result.status == 3, "\(field) \(value ?? "missing"): \(result.notes)")
                #expect(result.output.isEmpty)
                #expect(result.notes.contains("order 1: field '\(field)'"), "\(value ?? "missing"): \(result.notes)")
                #expect(!showsKey(result), "\(result.notes)")
            }
        }

        @Test func termsThatContradictEachOther() throws {
            for (changes, field) in [
                (["order_type": "GTD"], "expiration"), (["order_type": "FAK", "post_only": true], "post_only"),
                (["kind": "market", "size": nil, "amount": "5"], "order_type"),
            ] as [([String: Any?], String)] {
                let bad = Self.order.merging(changes.mapValues { $0 ?? NSNull() }) { $1 }.filter {
                    !($0.value is NSNull)
                }
                let result = try sign(bad)
                #expect(result.status == 3 && result.output.isEmpty)
                #expect(result.notes.contains("order 0: field '\(field)'"), "\(result.notes)")
            }
        }

        @Test func aKeyInTheWrongPlaceIsNotRepeated() throws {
            let asName = Self.order.merging([Self.key: 1]) { $1 }
            let text = try #require(
                String(data: try JSONSerialization.data(withJSONObject: Self.order), encoding: .utf8))
            let inputs = [
                try JSONSerialization.data(withJSONObject: asName), Data(Self.key.utf8), Data("\"\(Self.key)\"".utf8),
                Data("[\"\(Self.key)\"]".utf8), Data(text.dropLast().utf8), Data((text + Self.key).utf8),
                Data(text.replacingOccurrences(of: "\"kind\"", with: "\"salt\":1,\"kind\"").utf8),
                Data(text.replacingOccurrences(of: "0.3", with: "0.3\u{1}").utf8), Data("[\(text),]".utf8),
                Data([0xff]),
                Data(), Data("[[[[[[[[[[".utf8),
            ]
            for input in inputs {
                let result = try sign(input)
                #expect(result.status == 3, "\(result.notes)")
                #expect(result.output.isEmpty && !result.notes.isEmpty && !showsKey(result), "\(result.notes)")
            }
            for arguments in [
                ["orders", "sign", "--input", Self.key], ["orders", "sign", "--input", "-", Self.key],
                ["wallet", "address", Self.key], ["wallet", "address", "--key", Self.key],
                ["wallet", "address", "--key-file", Self.key], ["wallet", Self.key], [Self.key], ["orders", "sign"],
            ] {
                let result = try PolybotProcess.run(arguments, input: Data())
                #expect(result.status == 2, "\(arguments): \(result.notes)")
                #expect(result.output.isEmpty && !result.notes.isEmpty && !showsKey(result), "\(result.notes)")
            }
        }

        @Test func theAccountOfAKey() throws {
            for text in [Self.key, Self.key + "\n", "  " + Self.key.dropFirst(2) + "\r\n"] {
                let result = try PolybotProcess.run(["wallet", "address"], input: Data(text.utf8))
                #expect(result.status == 0 && result.output == Self.account + "\n", "\(result.notes)")
            }
            try PolybotProcess.inFolder { folder in
                let file = folder.appendingPathComponent("key")
                try Data(Self.key.utf8).write(to: file)
                let result = try PolybotProcess.run(["wallet", "address", "--key-file", file.path, "--json"])
                #expect(result.stable?["address"] as? String == Self.account)
                #expect(result.stable?["deposit_wallet"] as? String == "0xBc0fF067b7740Eff76C1ca93c875Ba6B890d6B50")
                #expect(!showsKey(result))
            }
            for text in [
                "", "0x", Self.zero, Self.key + "0", Self.key + " " + Self.key, String(repeating: "f", count: 64),
            ] {
                let result = try PolybotProcess.run(["wallet", "address"], input: Data(text.utf8))
                #expect(result.status == 3 && result.output.isEmpty && !showsKey(result), "\(result.notes)")
            }
        }

        /// The folder of vectors beside the package; nil where there is none.
        private static let vectors: URL? = {
            let root = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
                .deletingLastPathComponent()
            let file = root.deletingLastPathComponent().appendingPathComponent("shared/exchange/vectors/orders-v2.json")
            return FileManager.default.fileExists(atPath: file.path) ? file : nil
        }()

        @Test(.enabled(if: vectors != nil, "skipped: no ../shared")) func everyVectorInOneCall() throws {
            let data = try Data(contentsOf: try #require(Self.vectors))
            let file = try #require(JSONSerialization.jsonObject(with: data) as? [String: Any])
            let vectors = try #require(file["vectors"] as? [[String: Any]])
            try #require(vectors.count == 74)
            let results = try results(try sign(vectors.map { try #require($0["input"]) }))
            try #require(results.count == 74)
            for (vector, result) in zip(vectors, results) {
                let name = vector["id"] as? String ?? ""
                #expect(result["order_id"] as? String == vector["order_id"] as? String, "\(name)")
                #expect(result["signature"] as? String == vector["signature"] as? String, "\(name)")
                #expect(result["body"] as? String == vector["body"] as? String, "\(name)")
                let expected = vector["decimal_client_amounts"] as? [String: String]
                #expect(result["amounts"] as? [String: String] == expected, "\(name)")
            }
        }
    }
}
