internal import Market

/// The parts of an observation that are read from a token. Mutating, though nothing changes, so that the state, which
/// takes some kilobytes, is read in place in its array and not of a copy.
extension TokenState {
    mutating func series(quote: BestQuote, tick: Int32, at time: Timestamp) -> SeriesObservation {
        SeriesObservation(self, quote: quote, tick: tick, at: time)
    }

    mutating func trades(
        coverage: FeedCoverage, isTradeFeed: Bool, tick: Int32, at time: Timestamp
    ) -> TradeObservation {
        TradeObservation(self, coverage: coverage, isTradeFeed: isTradeFeed, tick: tick, at: time)
    }

    mutating func activity(weights: PrincipalWeights, at time: Timestamp) -> ActivityObservation {
        ActivityObservation(self, weights: weights, at: time)
    }
}
