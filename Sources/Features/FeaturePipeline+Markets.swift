public import Market

/// The markets as they are now.
extension FeaturePipeline {
    /// The book of a token of a live market. The NO token's is the mirror image unless the feed quotes both.
    public func book(of asset: AssetID) -> OrderBook? {
        indices[asset.market].flatMap { markets[$0].book(of: asset.outcome) }
    }

    /// The latest announcement with later changes of tick and fee; kept after the market's end.
    public func instrument(of market: MarketID) -> Instrument? { indices[market].map { markets[$0].instrument } }

    /// The token the market's rows are drawn for; nil before its first row.
    public func canonicalAsset(of market: MarketID) -> AssetID? {
        indices[market].flatMap { markets[$0].canonical }.map { AssetID(market: market, outcome: $0) }
    }

    /// Listed and not ended, in the order of markets. O(n log n).
    public var liveMarkets: [MarketID] { markets.lazy.filter(\.isLive).map(\.id).sorted() }
}
