import BotForecasting
public import Features

/// Which columns a candidate may read, by tier: at most 40 fixed ones while the journal is young, later all.
///
/// Columns cost days: with 149 noise features beside the one that informs, the first promotion comes a day to a week
/// later (validation.md section 11).
public struct ColumnPlan: Sendable {
    public static let earlyCountMax = 40

    /// Columns for tiers A and B, chosen beforehand; names a set does not have are skipped.
    public var early: [String]
    /// Columns for tier C.
    public var full: [String]
    /// Columns that a linear model sees as sign(x) ln(1 + |x|).
    public var levels: Set<String>

    public init(early: [String], full: [String], levels: Set<String> = []) {
        self.early = early
        self.full = full
        self.levels = levels
    }

    /// The plan for a schema: the list below, then every column that trains.
    public init(schema: FeatureSchema) {
        let trained = schema.columns.filter(\.trains)
        let names = Set(trained.map(\.name))
        early = Self.chosen.filter(names.contains)
        full = trained.map(\.name)
        levels = Set(trained.filter(\.isLevel).map(\.name))
    }

    /// The columns of a tier that exist among `names`.
    func columns(for tier: Tier, among names: [String]) -> [String] {
        let present = Set(names)
        let wanted = tier == .c ? full : early
        let found = wanted.filter(present.contains)
        return tier == .c ? found : Array(found.prefix(Self.earlyCountMax))
    }

    /// Pressure in the book, flow, recent moves, cost, noise, level and time: what the literature of the catalogue
    /// expects to say something about the next hour, the most direct first.
    private static let chosen = [
        "depth_imbalance", "mid_vs_weighted", "micro_price_gap", "queue_imbalance_l1", "ofi_l1_10s", "ofi_l1_60s",
        "ofi_l1_5m", "ofi_l1_norm_5m", "order_flow_imbalance", "tfi_5m", "buy_ratio", "flow_depth_combined",
        "flow_depth_agreement", "recent_trade_return", "dlogit_1m", "dlogit_5m", "dlogit_15m", "dlogit_1h", "dlogit_4h",
        "dlogit_24h", "price_vs_sma5", "price_vs_sma20", "sma5_vs_sma20", "momentum_strength", "mean_reversion_signal",
        "autocorr_lag1", "price_percentile_20", "spread", "spread_pct", "volatility_raw", "rv_1h", "log_total_depth",
        "bid_depth_total", "ask_depth_total", "log_num_trades", "trade_intensity_per_minute", "log_trade_volume",
        "p_market", "log_time_to_resolution", "quality_factor", "liquidity_score", "effective_spread_pct",
    ]
}
