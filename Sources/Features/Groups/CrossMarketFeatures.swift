private import Market

/// Section 3E of the catalogue: the other token of the market, and the other markets of the event.
///
/// The mirror image here is the exchange of the two tokens.
enum CrossMarketFeatures {
    static let definitions: [FeatureDefinition] = [
        .cross("yn_mid_dev", "ticks", .even, "m + m' - 1.") {
            ($0.book.mid + $0.complement.mid - 1) / $0.book.tick
        },
        .cross("yn_ask_sum_dev", "USDC", .even, "a + a' - 1: below 0 both cost less than 1.") {
            $0.book.ask + $0.complement.ask - 1
        },
        .cross("yn_bid_sum_dev", "USDC", .even, "b + b' - 1: above 0 both sell for more than 1.") {
            $0.book.bid + $0.complement.bid - 1
        },
        .cross("synth_ask_gain", "USDC", .none, "a - (1 - b'): gain of buying through the other token.") {
            $0.book.ask - (1 - $0.complement.bid)
        },
        .cross("yn_age_gap_s", "s", .odd, "book_age_s less that of the other token.") {
            $0.time.seconds(since: $0.lastBookMessage) - $0.complement.bookAge
        },
        .cross("yn_flow_agree", "ratio", .even, window: .minutes(5), "tfi_5m + tfi_5m': 0 where the tapes agree.") {
            $0.trades.flow[1] + $0.complement.flow
        },
        .cross("event_sum_mid_dev", "USDC", .even, "Sum of the YES mids of an event of exclusive outcomes, less 1.") {
            $0.cross.sumOfMids
        },
        .cross("event_sum_ask_dev", "USDC", .even, "Sum of its YES asks, less 1.") { $0.cross.sumOfAsks },
        .cross("event_rank", "ratio", .none, "Rank of the YES mid in the event, 1 the highest, over n.") {
            $0.cross.rank
        },
        .cross("event_entropy", "ratio", .even, "Entropy of the YES mids over their sum, over ln n.") {
            $0.cross.entropy
        },
        .cross("event_n", "count", .even, "Live markets of the event.") { $0.cross.count },
        .cross("sibling_move_15m", "logit", .odd, window: .minutes(15), "Siblings' mean dlogit_15m, sign turned.") {
            $0.cross.siblingMove
        },
        .cross(
            "residual_move_15m", "logit", .odd, window: .hours(24), "dlogit_15m less what the siblings' move explains."
        ) { $0.series.logitMove(.fifteenMinutes) - $0.cross.siblingSlope * $0.cross.siblingMove },
        .cross(
            "category_move_1h", "logit", .odd, window: .hours(24),
            "What the mean dlogit_1h of the category's other events explains."
        ) { $0.cross.categoryMove },
    ]
}

extension FeatureDefinition {
    fileprivate static func cross(
        _ name: String, _ unit: String, _ parity: Parity, window: Duration? = nil, _ summary: String,
        _ formula: @escaping Formula
    ) -> Self {
        Self(name, .crossMarket, unit, parity, window: window, summary, formula: formula)
    }
}
