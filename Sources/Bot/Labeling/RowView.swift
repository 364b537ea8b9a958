internal import Features
internal import Glibc
internal import Market
internal import Store

/// A row as its label sees it, and the targets that follow from an exit price.
///
/// Prices are whole numbers of units, mids of half units, so that the label of the other token's row is the exact
/// mirror image: the moves change sign, buy and sell change places, bit for bit.
struct RowView {
    let asset: AssetID
    let time: Timestamp
    let context: RowContext
    let rule: LabelRule

    /// t1.
    var end: Timestamp { time + rule.horizon }
    /// Before this no label is known.
    var readyMin: Timestamp { end + rule.delay }

    /// The exit at a quote of the YES token: mid for the moves, bid and ask, less the taker fee, for the trades.
    func quoted(_ kind: LabelKind, bid: Price, ask: Price, ready: Timestamp) -> Label {
        asset.outcome == .yes
            ? exit(kind, bid: bid, ask: ask, ready: ready)
            : exit(kind, bid: ask.complement, ask: bid.complement, ready: ready)
    }

    /// The exit at the row's own quote.
    func unmoved(_ kind: LabelKind, ready: Timestamp) -> Label {
        exit(kind, bid: context.bid, ask: context.ask, ready: ready)
    }

    /// The exit at what the YES token paid: no spread, no fee.
    func paid(_ payout: Payout, ready: Timestamp) -> Label {
        let units = asset.outcome == .yes ? payout.units : payout.complement.units
        return label(
            .payout, nil, ready: ready, halfUnits: 2 * units,
            buy: dollars(units - context.ask.units) - fee(context.ask),
            sell: dollars(context.bid.units - units) - fee(context.bid))
    }

    func censored(_ reason: CensorReason, ready: Timestamp) -> Label {
        label(.censored, reason, ready: ready, halfUnits: nil, buy: .nan, sell: .nan)
    }

    /// The exit at a quote of the row's own token.
    private func exit(_ kind: LabelKind, bid: Price, ask: Price, ready: Timestamp) -> Label {
        label(
            kind, nil, ready: ready, halfUnits: bid.units + ask.units,
            buy: dollars(bid.units - context.ask.units) - (fee(context.ask) + fee(bid)),
            sell: dollars(context.bid.units - ask.units) - (fee(context.bid) + fee(ask)))
    }

    private func label(
        _ kind: LabelKind, _ reason: CensorReason?, ready: Timestamp, halfUnits: Int32?, buy: Double, sell: Double
    ) -> Label {
        let entry = context.bid.units + context.ask.units
        let move = halfUnits.map { Double($0 - entry) } ?? .nan
        return Label(
            market: asset.market, time: time, horizon: rule.horizon, version: rule.version, kind: kind, reason: reason,
            end: end, yLogit: halfUnits.map { logOdds($0) - logOdds(entry) } ?? .nan,
            yPrice: move / Double(2 * Price.one), yReturn: move / Double(entry), yBuy: buy, ySell: sell,
            tick: context.tick, fee: context.fee, ready: ready)
    }

    /// L(m) of a mid in half units, clipped to half a tick from 0 and 1.
    private func logOdds(_ halfUnits: Int32) -> Double {
        let margin = min(max(context.tick, 1), Price.one)
        let clipped = min(max(halfUnits, margin), 2 * Price.one - margin)
        return log(Double(clipped)) - log(Double(2 * Price.one - clipped))
    }

    private func dollars(_ units: Int32) -> Double { Double(units) / Double(Price.one) }

    /// Taker fee of one share, USDC: rate * p * (1 - p), in whole numbers until the last division.
    private func fee(_ price: Price) -> Double {
        let variance = Int64(price.units) * Int64(Price.one - price.units)
        return Double(Int64(context.fee.millionths) * variance) / 1e14
    }
}
