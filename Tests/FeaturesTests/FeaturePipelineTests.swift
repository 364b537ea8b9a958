import Features
import Market
import TestSupport
import Testing

/// Goal: when rows are due, which token they are of, and when a market lives. Method: small scripts.
struct FeaturePipelineTests {
    /// A market listed and quoted with mid `p` at `monday`, with rows on whole minutes.
    func script(mid p: Double = 0.41, asset: AssetID = MarketID(1).yes, name: String = onMinutes) -> EventScript {
        var script = EventScript(asset, start: monday)
        script.list(.sample(name))
        script.snapshot(bids: [(p - 0.01, 100)], asks: [(p + 0.01, 60)])
        return script
    }

    @Test func nothingIsDueBeforeAMarketIsListed() {
        var driver = Driver()
        #expect(driver.pipeline.nextRowTime == .distantFuture)
        driver.draw(through: .distantFuture)
        driver.apply(Array(script().events.dropFirst()))
        #expect(driver.pipeline.nextRowTime == .distantFuture && driver.points.isEmpty)
        #expect(driver.pipeline.ignoredEvents == 1)
    }

    @Test func rowsFallOnTheGridOfTheMarket() {
        let grid = SamplingGrid(step: .minutes(15))
        var script = script(name: "some market")
        script.wait(.hours(2))
        let rows = Driver.rows(script.events, step: .minutes(15), through: script.time)
        let first = monday + grid.phase(of: "some market")
        #expect(rows.map(\.time) == (0..<8).map { first + .minutes(15 * $0) }.filter { $0 <= script.time })
    }

    @Test func aRowSeesTheEventsOfItsOwnInstant() {
        var script = script()
        script.wait(.minutes(1))
        script.snapshot(bids: [(0.20, 1)], asks: [(0.22, 1)])
        let rows = Driver.rows(script.events, through: script.time)
        #expect(rows.map { $0.context.bid } == [.usdc(0.40), .usdc(0.20)])
    }

    @Test func theContextIsTheRowsTokens() throws {
        let row = try #require(Driver.rows(script(mid: 0.7).events, through: monday).first)
        #expect(row.asset == MarketID(1).no)
        #expect(row.context.bid == .usdc(0.29) && row.context.ask == .usdc(0.31))
        #expect(row.context.bidSize == .shares(60) && row.context.askSize == .shares(100))
        #expect(row.context.event == EventID(1) && row.context.tick == 100)
        #expect(row.context.stalenessLimit == .seconds(30))
        #expect(row.values.count == FeatureSchema.current.columns.count)
    }

    @Test(arguments: [(0.30, Outcome.yes), (0.50, .yes), (0.51, .no), (0.90, .no)])
    func theCanonicalTokenIsTheOneAtOrBelowOneHalfAndStaysSo(mid: Double, outcome: Outcome) {
        var script = script(mid: mid)
        script.wait(.minutes(5))
        script.snapshot(bids: [(1 - mid - 0.02, 5)], asks: [(1 - mid + 0.02, 5)])
        script.wait(.minutes(5))
        var driver = Driver()
        #expect(driver.pipeline.canonicalAsset(of: MarketID(1)) == nil)
        driver.apply(script.events)
        driver.draw(through: script.time)
        #expect(Set(driver.rows.map(\.asset)) == [AssetID(market: MarketID(1), outcome: outcome)])
        #expect(driver.pipeline.canonicalAsset(of: MarketID(1))?.outcome == outcome)
    }

    @Test func theSideIsFixedAtTheFirstRowNotAtTheFirstBook() {
        var script = EventScript(start: monday + .seconds(10))
        script.list(.sample(onMinutes))
        script.snapshot(bids: [(0.60, 1)], asks: [(0.62, 1)])
        script.wait(.seconds(70))
        script.snapshot(bids: [], asks: [(0.62, 1)])
        script.wait(.seconds(60))
        script.snapshot(bids: [(0.30, 1)], asks: [(0.32, 1)])
        let rows = Driver.rows(script.events, through: monday + .minutes(4))
        #expect(rows.map(\.time) == [1, 3, 4].map { monday + .minutes($0) })
        #expect(Set(rows.map(\.asset)) == [MarketID(1).no])
    }

    @Test func anEarlierRunMayHaveFixedTheSide() throws {
        var pipeline = FeaturePipeline(
            grid: SamplingGrid(step: .minutes(1)), canonicalSides: [MarketID(1): .no])
        for event in script(mid: 0.3).events { _ = pipeline.apply(event) }
        var rows: [FeatureRow] = []
        pipeline.drawRows(through: monday, into: &rows)
        #expect(rows.map(\.asset) == [MarketID(1).no])
    }

    @Test func booksAreReadFromBothSides() throws {
        var driver = Driver()
        driver.apply(script(mid: 0.41).events)
        let yes = try #require(driver.pipeline.book(of: MarketID(1).yes))
        let no = try #require(driver.pipeline.book(of: MarketID(1).no))
        #expect(yes.bestBid == Level(price: .usdc(0.40), size: .shares(100)))
        #expect(no == yes.mirrored)
        #expect(driver.pipeline.book(of: MarketID(2).yes) == nil)
        #expect(driver.pipeline.instrument(of: MarketID(1))?.name == onMinutes)
        #expect(driver.pipeline.liveMarkets == [MarketID(1)])
    }

    @Test func aFeedOfBothTokensKeepsTwoBooks() throws {
        var script = EventScript(start: monday)
        script.list(.sample(onMinutes, quotesBothTokens: true))
        script.snapshot(bids: [(0.40, 100)], asks: [(0.42, 60)])
        script.asset = MarketID(1).no
        script.snapshot(bids: [(0.55, 7)], asks: [(0.59, 8)])
        var driver = Driver()
        driver.apply(script.events)
        #expect(driver.pipeline.book(of: MarketID(1).no)?.bestBid == Level(price: .usdc(0.55), size: .shares(7)))
        #expect(driver.points.count == 1, "the NO token's book says nothing of the YES token's quote")
    }

    @Test(arguments: [MarketEvent.Kind.closed, .resolved(.yes, knownAt: monday), .recordingEnded])
    func anEndedMarketHasNoRows(kind: MarketEvent.Kind) {
        var script = script()
        script.wait(.seconds(90))
        script.append(kind)
        script.wait(.minutes(5))
        script.snapshot(bids: [(0.40, 1)], asks: [(0.42, 1)])
        var driver = Driver()
        driver.apply(script.events)
        driver.draw(through: script.time)
        #expect(driver.rows.count == 2)
        #expect(driver.pipeline.nextRowTime == .distantFuture)
        #expect(driver.pipeline.liveMarkets.isEmpty && driver.pipeline.ignoredEvents == 1)
        #expect(driver.pipeline.book(of: MarketID(1).yes) == nil)
        #expect(driver.pipeline.canonicalAsset(of: MarketID(1)) == MarketID(1).yes)
    }

    @Test func aMarketListedAgainStartsAnew() {
        var script = script(mid: 0.3)
        script.wait(.seconds(90))
        script.append(.closed)
        script.wait(.seconds(60))
        script.list(.sample(onMinutes))
        script.snapshot(bids: [(0.70, 1)], asks: [(0.72, 1)])
        script.wait(.seconds(90))
        var driver = Driver()
        driver.apply(script.events)
        driver.draw(through: script.time)
        #expect(driver.rows.map(\.asset.outcome) == [.yes, .yes, .no, .no])
        #expect(driver.rows.map(\.time) == [0, 1, 3, 4].map { monday + .minutes($0) })
        #expect(driver.rows[2]["dlogit_1m"].isNaN)
    }

    @Test func aLaterAnnouncementReplacesTheMetadataAndKeepsTheState() {
        var script = script()
        script.wait(.minutes(3))
        var instrument = Instrument.sample(onMinutes, event: EventID(9))
        instrument.volume = 7
        script.list(instrument)
        var driver = Driver()
        driver.apply(script.events)
        driver.draw(through: script.time)
        #expect(driver.rows.count == 4 && driver.rows[3].context.event == EventID(9))
        #expect(driver.rows[3]["market_volume"] == 7 && driver.rows[3]["dlogit_1m"] == 0)
    }

    @Test func anImpossibleTickSizeIsRefused() {
        var script = EventScript(start: monday)
        script.list(.sample(onMinutes, tick: 0))
        script.list(.sample(onMinutes, tick: -5))
        script.list(.sample(onMinutes, tick: 20_000))
        var driver = Driver()
        driver.apply(script.events)
        #expect(driver.pipeline.liveMarkets.isEmpty && driver.pipeline.ignoredEvents == 3)
    }

    @Test func aRefusedBookSilencesItsTokenUntilTheNextSnapshot() {
        var script = script()
        script.wait(.seconds(30))
        script.snapshot(bids: [(0.30, 1), (0.40, 1)], asks: [(0.5, 1)])
        script.delta(.bid, 0.30, 5)
        script.wait(.seconds(60))
        script.snapshot(bids: [(0.40, 1)], asks: [(0.42, 1)])
        script.wait(.seconds(60))
        var driver = Driver()
        driver.apply(script.events)
        driver.draw(through: script.time)
        #expect(driver.pipeline.bookErrors == 1)
        #expect(driver.rows.map(\.time) == [0, 2].map { monday + .minutes($0) })
        #expect(
            driver.points.map(\.kind) == [
                .quote(bid: .usdc(0.40), ask: .usdc(0.42)), .gap, .quote(bid: .usdc(0.40), ask: .usdc(0.42)),
            ])
    }

    @Test func aDeltaThatCameAMinuteLateMakesTheBookUnknown() {
        var script = script()
        script.wait(.seconds(30))
        script.append(.delta([LevelChange(.bid, Level(price: .usdc(0.41), size: .shares(1)))]), delay: .seconds(61))
        script.wait(.seconds(60))
        var driver = Driver()
        driver.apply(script.events)
        driver.draw(through: script.time)
        #expect(driver.rows.count == 1 && driver.pipeline.lateEvents == 1)
        #expect(driver.points.last?.kind == .gap)
    }

    @Test func timeNeverRunsBackwards() {
        var script = script()
        script.wait(.minutes(10))
        script.quote(0.30, 0.32)
        script.time = monday + .minutes(2)
        script.quote(0.31, 0.33)
        var driver = Driver()
        driver.apply(script.events)
        #expect(driver.points.map(\.time) == [0, 10, 10].map { monday + .minutes($0) })
    }

    @Test func aSchemaOfAFewColumnsGivesJustThose() throws {
        let columns = FeatureSchema.current.columns
        let few = FeatureSchema(columns: [columns[5], columns[2]])
        var driver = Driver(schema: few)
        driver.apply(script().events)
        driver.draw(through: monday)
        var whole = Driver()
        whole.apply(script().events)
        whole.draw(through: monday)
        let row = try #require(whole.rows.first)
        #expect(driver.rows.first?.values == [row.values[5], row.values[2]])
    }
}
