import Foundation
import Market
import TestSupport
import Testing

@testable import BotPolymarket

/// Goal: what comes out of a channel is the venue's book, or a gap.
/// Method: a scripted venue; the follower keeps the bot's own books by the events alone.
struct MarketChannelTests {
    /// A channel, its venue and its follower, with a clock that the test moves.
    struct Script {
        var venue = TestVenue()
        var channel: MarketChannel
        var follower = Follower()
        var now = Timestamp(milliseconds: 1_795_348_900_000)

        init(changesPerHash: Int = 100) {
            var settings = MarketChannelSettings()
            settings.changesPerHash = changesPerHash
            channel = MarketChannel(tokens: TestVenue.tokens, settings: settings)
        }

        mutating func input(_ input: ChannelInput) {
            var outputs: [ChannelOutput] = []
            channel.handle(input, at: now, &outputs)
            follower.follow(outputs)
        }

        mutating func frame(_ text: String) { input(.frame(Array(text.utf8))) }

        mutating func pass(_ duration: Duration) { now = now + duration }

        /// Answers every request for a book.
        mutating func answer() throws {
            let requests = follower.requests
            follower.requests = []
            for token in requests { input(.book(try venue.restBook(token == TestVenue.no))) }
        }

        mutating func start() {
            input(.connected)
            frame(venue.firstFrame)
        }

        var isExact: Bool {
            get throws {
                try follower.books[TestVenue.market.yes] == venue.orderBook(false)
                    && follower.books[TestVenue.market.no] == venue.orderBook(true)
            }
        }
    }

    @Test func theFirstFrameIsASubscriptionAndItsAnswerTheBooks() throws {
        var script = Script()
        script.start()
        let request = try SubscriptionRequest.decode(Array(#require(script.follower.sent.first).utf8))
        #expect(request.kind == .market && request.customFeatures == true)
        #expect(request.tokens == [TestVenue.yes, TestVenue.no])
        #expect(try script.isExact)
        // Nothing was announced as interrupted, so nothing is announced as whole.
        #expect(script.follower.kinds == ["snapshot", "snapshot"])
        #expect(script.channel.counters.hashesVerified == 2)
        #expect(script.follower.violations.isEmpty)
    }

    @Test func changesReachBothTokens() throws {
        var script = Script(changesPerHash: 1)
        script.start()
        var generator = SeededGenerator(seed: 1)
        for _ in 0..<1_000 {
            script.pass(.milliseconds(5))
            script.frame(script.venue.step(using: &generator))
            guard try script.isExact else {
                Issue.record("the books differ")
                return
            }
        }
        #expect(script.channel.counters.hashesVerified == 2 + 2_000)
        #expect(script.channel.counters.gaps == 0 && script.follower.violations.isEmpty)
    }

    @Test func theBookOfATokenHasTheVenuesHash() throws {
        var script = Script()
        script.start()
        script.frame(script.venue.trade(price: 5_200, size: 7_250_000))
        script.frame(script.venue.change(isBid: true, price: 5_000, size: 12_340_000))
        let book = script.channel.book(of: TestVenue.no)
        #expect(book?.hash?.hex == script.venue.hash(true))
        #expect(script.follower.kinds == ["snapshot", "snapshot", "trade", "delta", "delta"])
    }

    @Test func pingsAreSentAndPongsAwaited() {
        var script = Script()
        script.start()
        for _ in 0..<9 {
            script.now = script.channel.deadline
            script.input(.timer)
            script.frame("PONG")
        }
        #expect(script.follower.sent.filter { $0 == "PING" }.count >= 5)
        #expect(script.follower.closes.isEmpty)
        for _ in 0..<20 where script.follower.closes.isEmpty {
            script.now = script.channel.deadline
            script.input(.timer)
        }
        #expect(script.follower.closes == [.noPong])
        #expect(script.channel.deadline == .distantFuture)
    }

    @Test func aLostChangeOfTheTopIsFoundAtTheNext() throws {
        var script = Script()
        script.start()
        _ = script.venue.change(isBid: true, price: 5_000, size: 1_000_000)
        script.frame(script.venue.change(isBid: false, price: 5_400, size: 1_000_000))
        #expect(script.channel.counters.topMismatches == 2)
        #expect(script.follower.silent.count == 2)
        #expect(script.follower.requests == [TestVenue.yes, TestVenue.no])
        // Nothing comes out of a silent token.
        script.frame(script.venue.change(isBid: false, price: 5_500, size: 1_000_000))
        #expect(script.channel.counters.silenced == 2)
        try script.answer()
        #expect(try script.isExact)
        #expect(script.follower.kinds.suffix(4) == ["resynced", "snapshot", "resynced", "snapshot"])
        #expect(script.follower.violations.isEmpty)
    }

    @Test func aLostChangeInTheDepthIsFoundByTheHash() throws {
        var script = Script(changesPerHash: 1)
        script.start()
        _ = script.venue.change(isBid: true, price: 4_000, size: 1_000_000)
        script.frame(script.venue.change(isBid: false, price: 5_400, size: 1_000_000))
        #expect(script.channel.counters.hashMismatches == 2 && script.channel.counters.gaps == 2)
        try script.answer()
        #expect(try script.isExact)
    }

    @Test func hashesThatNeverMatchThoughTheBookDoesAreNoLongerTrusted() throws {
        var script = Script(changesPerHash: 1)
        script.channel = MarketChannel(
            tokens: [TestVenue.tokens[0]], settings: script.channel.settings)
        script.input(.connected)
        let wrong = String(repeating: "0", count: 40)
        script.frame(script.venue.book(false).replacingHash(by: wrong))
        for _ in 0..<20 {
            script.pass(.seconds(4))
            let text = script.venue.change(isBid: true, price: 4_000, size: 1_000_000, hash: wrong)
            script.frame(text)
            for _ in script.follower.requests {
                script.input(
                    .book(try BookMessage.decode(Array(script.venue.restText(false).replacingHash(by: wrong).utf8))))
            }
            script.follower.requests = []
        }
        #expect(!script.channel.trustsHashes)
        #expect(script.channel.counters.hashesUnexplained == 3)
        #expect(script.channel.counters.gaps <= 3)
        #expect(script.follower.violations.isEmpty)
    }

    @Test func aDisconnectSilencesUntilTheNewBooks() throws {
        var script = Script()
        script.start()
        script.input(.disconnected)
        #expect(script.follower.kinds.suffix(2) == ["gap", "gap"])
        _ = script.venue.change(isBid: true, price: 5_100, size: 1_000_000)
        script.pass(.seconds(5))
        script.start()
        #expect(try script.isExact)
        #expect(script.follower.violations.isEmpty)
        #expect(script.channel.counters.connects == 2 && script.channel.counters.gaps == 2)
    }

    @Test func repeatedAndOlderMessagesChangeNothing() throws {
        var script = Script(changesPerHash: 1)
        script.start()
        let first = script.venue.firstFrame
        let one = script.venue.change(isBid: true, price: 5_000, size: 1_000_000)
        let two = script.venue.change(isBid: true, price: 5_000, size: 2_000_000)
        for text in [one, two, two, one, first, two] { script.frame(text) }
        #expect(try script.isExact)
        #expect(script.channel.counters.stale == 4)
        #expect(script.follower.violations.isEmpty)
    }

    @Test func aQuietMarketIsToldFromAFrozenLink() throws {
        var script = Script()
        script.start()
        func quiet(_ script: inout Script, _ duration: Duration) throws {
            let end = script.now + duration
            while script.channel.deadline <= end, script.follower.closes.isEmpty {
                script.now = max(script.now, script.channel.deadline)
                script.input(.timer)
                script.frame("PONG")
                try script.answer()
            }
            script.now = max(script.now, end)
        }
        try quiet(&script, .minutes(5))
        #expect(script.follower.closes.isEmpty)
        #expect(script.channel.counters.quietProbes >= 10)
        // The venue's book moves, the message is late: no alarm when it comes within the grace.
        let late = script.venue.change(isBid: true, price: 5_100, size: 3_000_000)
        for _ in 0..<30 {
            if case .suspect = script.channel.probe { break }
            script.now = script.channel.deadline
            script.input(.timer)
            script.frame("PONG")
            try script.answer()
        }
        #expect(script.channel.probe == .suspect(until: script.now + .seconds(3)))
        script.frame(late)
        try quiet(&script, .minutes(2))
        #expect(script.follower.closes.isEmpty)
        #expect(try script.isExact)
        // It moves again, and no message tells of it.
        _ = script.venue.change(isBid: true, price: 5_100, size: 4_000_000)
        try quiet(&script, .minutes(2))
        #expect(script.follower.closes == [.frozen])
        #expect(script.channel.counters.freezes == 1)
        script.input(.disconnected)
        script.start()
        #expect(try script.isExact)
    }

    @Test func aMissingFirstBookIsAskedForByREST() throws {
        var script = Script()
        script.input(.connected)
        script.frame("[]\n")
        script.pass(.seconds(11))
        script.input(.timer)
        #expect(script.follower.requests == [TestVenue.yes, TestVenue.no])
        try script.answer()
        #expect(try script.isExact)
    }

    @Test func aNewTickSizeIsANewBookOfBothTokens() throws {
        var script = Script()
        script.start()
        script.frame(script.venue.tickChange(to: 10, isNo: false))
        #expect(script.follower.kinds.suffix(1) == ["tickChanged"])
        script.frame(script.venue.tickChange(to: 10, isNo: true))
        script.frame(script.venue.change(isBid: true, price: 5_001, size: 1_000_000))
        try script.answer()
        #expect(try script.isExact)
        #expect(script.follower.kinds.filter { $0 == "tickChanged" }.count == 1)
        #expect(script.follower.violations.isEmpty)
    }

    @Test(arguments: [
        "", " \n", "{", "null", "[1]", "[{\"event_type\":\"book\"}]", "<html>502</html>", "{\"event_type\":[]}",
        "{\"event_type\":\"price_change\",\"price_changes\":[{\"asset_id\":\"1\"}],\"timestamp\":\"1\"}",
        "{\"event_type\":\"price_change\",\"price_changes\":[]}",
        String(repeating: "[", count: 5_000), "\u{0}\u{1}", "PONGX",
    ])
    func badFramesHarmNothing(_ text: String) throws {
        var script = Script()
        script.start()
        script.frame(text)
        #expect(try script.isExact)
        script.frame(script.venue.change(isBid: true, price: 5_000, size: 1_000_000))
        #expect(try script.isExact)
        #expect(script.channel.counters.gaps == 0)
        let isNothing = text.allSatisfy { $0 == " " || $0 == "\n" }
        #expect(script.follower.malformed == (isNothing ? 0 : 1))
    }

    @Test func aLevelThatCannotBeKeptSilencesTheToken() throws {
        var script = Script()
        script.start()
        let text = script.venue.change(isBid: true, price: 5_000, size: 1_000_000)
        let fine = "\"price\":\"0.50001\",\"size\":\"1\",\"side\":\"BUY\""
        script.frame(text.replacing("\"price\":\"0.5\",\"size\":\"1\",\"side\":\"BUY\"", with: fine))
        #expect(script.channel.counters.refused == 1)
        #expect(script.follower.silent == [TestVenue.market.yes])
        try script.answer()
        #expect(try script.isExact)
    }

    /// Everything at once, for many seeds: at the end, after a checkpoint, the books are the venue's.
    @Test(arguments: 0..<20) func randomFaultsEndInTheVenuesBook(_ seed: Int) throws {
        var generator = SeededGenerator(seed: UInt64(seed) + 0x6661_756c_74)
        var script = Script(changesPerHash: 10)
        script.start()
        for _ in 0..<600 {
            script.pass(.milliseconds(generator.int(in: 1...400)))
            if script.channel.deadline <= script.now { script.input(.timer) }
            switch generator.int(in: 0...99) {
            case 0:
                script.input(.disconnected)
                script.pass(.seconds(generator.int(in: 1...20)))
                script.start()
            case 1...4: _ = script.venue.step(using: &generator)
            case 5...7:
                let text = script.venue.step(using: &generator)
                script.frame(text)
                script.frame(text)
            case 8...10:
                let text = Array(script.venue.step(using: &generator).utf8)
                script.input(.frame(Mutation.random(text, using: &generator)))
            case 11: script.frame(script.venue.trade(price: 5_000, size: generator.int(in: 1...9) * 1_000_000))
            case 12: script.frame(script.venue.book(generator.chance(0.5)))
            case 13: script.frame(script.venue.tickChange(to: script.venue.tick == 100 ? 10 : 100, isNo: false))
            case 14...30: script.frame("PONG")
            default: script.frame(script.venue.step(using: &generator))
            }
            if generator.chance(0.3) { try script.answer() }
            if !script.follower.closes.isEmpty {
                script.follower.closes = []
                script.input(.disconnected)
                script.start()
            }
        }
        for _ in 0..<10 {
            script.pass(.seconds(4))
            try script.answer()
            var outputs: [ChannelOutput] = []
            script.channel.checkpoint(at: script.now, &outputs)
            script.follower.follow(outputs)
            try script.answer()
        }
        #expect(try script.isExact)
        #expect(script.follower.violations.isEmpty)
    }

    @Test func tokensAreSharedOutInPairs() {
        let markets = (0..<251).map { MarketID(UInt32($0)) }
        let tokens = markets.flatMap { market in
            [market.yes, market.no].map { ChannelToken(name: "\($0.rawValue)", asset: $0, conditionID: "c") }
        }
        let connections = SubscriptionPlan.connections(Array(tokens.dropFirst()))
        #expect(connections.map(\.count) == [199, 200, 102])
        #expect(connections.flatMap { $0 } == Array(tokens.dropFirst()))
        for connection in connections.dropFirst() {
            #expect(connection.count % 2 == 0 && connection[0].asset.outcome == .yes)
        }
    }

    @Test func aSubscriptionCanGrowAndShrink() throws {
        var script = Script()
        script.start()
        let more = (0..<300).map {
            ChannelToken(name: "9\($0)", asset: AssetID(rawValue: UInt64(1_000 + $0)), conditionID: "c")
        }
        var outputs: [ChannelOutput] = []
        let rest = script.channel.subscribe(more, at: script.now, &outputs)
        #expect(rest.count == 102 && rest.first == more[198])
        script.channel.unsubscribe([TestVenue.yes, "no such token"], &outputs)
        script.follower.follow(outputs)
        let requests = try script.follower.sent.suffix(2).map { try SubscriptionRequest.decode(Array($0.utf8)) }
        #expect(requests.map(\.kind) == [.subscribe, .unsubscribe])
        #expect(requests[0].tokens.count == 198 && requests[1].tokens == [TestVenue.yes])
        script.frame(script.venue.change(isBid: true, price: 5_000, size: 1_000_000))
        #expect(script.channel.counters.foreign == 1)
        #expect(script.follower.books[TestVenue.market.no] == (try script.venue.orderBook(true)))
    }
}

extension String {
    func replacingHash(by hash: String) -> String {
        guard let start = range(of: "\"hash\":\"")?.upperBound else { return self }
        return String(self[..<start]) + hash + self[index(start, offsetBy: 40)...]
    }
}
