import Features
import Market
import TestSupport
import Testing

/// Goal: what a venue or another source announces reaches the row as it was known then. Method: by hand.
struct AnnouncedFeaturesTests {
    /// The row a minute after an announcement of a market that has a book.
    private func announced(_ change: @escaping (inout Instrument) -> Void) throws -> FeatureRow {
        try #require(
            row(change) { script in
                script.snapshot(
                    bids: [(0.40, 100), (0.39, 200), (0.36, 300)], asks: [(0.42, 50), (0.43, 150), (0.60, 200)])
                script.wait(.minutes(1))
            })
    }

    @Test func theGameIsAheadOrHasBegun() throws {
        let start = monday + .minutes(1)
        #expect(try announced { $0.gameStart = start + .hours(3) }["game_start_h"] == 3)
        #expect(try announced { $0.gameStart = start - .minutes(30) }["game_start_h"] == -0.5)
        #expect(try announced { _ in }["game_start_h"].isNaN)
    }

    @Test func theRewardedBandIsMeasuredFromTheMid() throws {
        // Mid 0.41: a cent reaches the best prices, two cents the second levels.
        let one = try announced { $0.reward = MakerReward(band: 100, sizeMin: .shares(20)) }
        #expect(one["reward_active"] == 1 && isClose(one["reward_band_share"], 150.0 / 1_000))
        let two = try announced { $0.reward = MakerReward(band: 200, sizeMin: .shares(20)) }
        #expect(isClose(two["reward_band_share"], 500.0 / 1_000))
        let none = try announced { $0.reward = .notOffered }
        #expect(none["reward_active"] == 0 && none["reward_band_share"].isNaN)
        let unknown = try announced { _ in }
        #expect(unknown["reward_active"].isNaN && unknown["reward_band_share"].isNaN)
    }

    @Test(arguments: [(ResolutionState.open, 0.0), (.proposed, 1), (.disputed, 2)])
    func theStateOfResolutionIsTold(state: ResolutionState, code: Double) throws {
        #expect(try announced { $0.resolution = state }["resolution_state"] == code)
    }

    /// The state after announcements, each with its delay.
    private func resolution(_ told: [(ResolutionState?, delay: Duration)]) throws -> Double {
        try #require(
            row { script in
                BookFeaturesTests.book(&script)
                for (state, delay) in told {
                    var instrument = Instrument.sample(onMinutes)
                    instrument.resolution = state
                    script.append(.listed(instrument), delay: delay)
                    script.wait(.minutes(1))
                }
            })["resolution_state"]
    }

    @Test func aStateToldLaterThanAMinuteIsNotKnown() throws {
        #expect(try resolution([(.open, .zero), (.proposed, .seconds(60))]) == 1)
        #expect(try resolution([(.open, .zero), (.proposed, .seconds(61))]).isNaN)
        #expect(try resolution([(.proposed, .zero), (.proposed, .seconds(61))]) == 1)
        #expect(try resolution([(.proposed, .seconds(61)), (.proposed, .zero)]) == 1)
        #expect(try resolution([(.proposed, .zero), (nil, .zero)]).isNaN)
    }

    @Test func takersAreCountedWhereTheyAreNamed() throws {
        let traders = [1, 2, 1, 3].map { TraderID($0) }
        func traded(_ names: [TraderID?], thenMinutes minutes: Int = 1) throws -> FeatureRow {
            try #require(
                row { script in
                    BookFeaturesTests.book(&script)
                    script.wait(.minutes(40))
                    for (index, trader) in names.enumerated() {
                        let size = Size.shares(Double(index + 1) * 10)
                        script.append(.trade(price: .usdc(0.42), size: size, taker: .buy, by: trader))
                    }
                    script.wait(.minutes(minutes))
                })
        }
        let named = try traded(traders)
        #expect(named["unique_takers_1h"] == 3 && isClose(named["top_taker_share_1h"], 40.0 / 100))
        let unnamed = try traded([nil, nil])
        #expect(unnamed["unique_takers_1h"].isNaN && unnamed["top_taker_share_1h"].isNaN)
        #expect(unnamed["num_trades"] == 2)
        let old = try traded(traders, thenMinutes: 60)
        #expect(old["unique_takers_1h"] == 0 && old["top_taker_share_1h"].isNaN)
    }

    /// The row at minute 20 of a market about BTC, with the given prices at seconds after the start.
    private func moved(_ prices: [(second: Int, value: Double)], lag: Duration = .zero) throws -> FeatureRow {
        var instrument = Instrument.sample(onMinutes)
        instrument.reference = "BTC"
        var script = EventScript(start: monday)
        script.list(instrument)
        BookFeaturesTests.book(&script)
        let references = prices.map { second, value in
            let time = monday + .seconds(second)
            return ReferencePrice(name: "BTC", value: value, exchangeTime: time - lag, receiveTime: time)
        }
        let rows = Driver.rows(script.events, references: references, through: monday + .minutes(20))
        return try #require(rows.last)
    }

    @Test func theReferenceMovesOverAQuarterOfAnHour() throws {
        let prices = [(second: 299, value: 100.0), (301, 500), (1_199, 103)]
        #expect(isClose(try moved(prices)["ext_ref_move_15m"], 0.03, relative: 1e-5))
        #expect(try moved([(299, 100), (1_139, 103)])["ext_ref_move_15m"].isNaN)
        #expect(isClose(try moved([(299, 100), (1_140, 103)])["ext_ref_move_15m"], 0.03, relative: 1e-5))
        #expect(try moved([(239, 100), (1_199, 103)])["ext_ref_move_15m"].isNaN)
        #expect(try moved(prices, lag: .seconds(61))["ext_ref_move_15m"].isNaN)
        #expect(isClose(try moved(prices + [(1_199, 0), (1_200, .nan)])["ext_ref_move_15m"], 0.03, relative: 1e-5))
        #expect(try moved([])["ext_ref_move_15m"].isNaN)
    }

    @Test func thePlainForecastIsThatOfItsColumns() throws {
        var stream = RandomStream()
        stream.instrument = .sample(onMinutes)
        stream.spacing = 20
        let events = stream.events(seed: 12, from: monday, until: monday + .hours(4))
        let rows = Driver.rows(events, through: monday + .hours(4))
        let rule = DampedMove()
        for row in rows {
            let (short, long, deviation) = (row["dlogit_5m"], row["dlogit_1h"], row["rv_1h"])
            let expected = short.isNaN ? .nan : rule(short: short, long: long, realized: deviation)
            #expect(isClose(row["baseline_pred"], expected, relative: 1e-4, absolute: 1e-7))
        }
        #expect(rows.count { !$0["baseline_pred"].isNaN } > 200)
        #expect(rule(short: 9, long: .nan, realized: 0.1) == 0.1 * (3 * 0.1))
        #expect(rule(short: .nan, long: -9, realized: .nan) == 0.05 * (3 * 0.12))
    }
}
