#!/usr/bin/env python3
"""Recomputes features from the raw recorded messages with NumPy, SciPy, pandas and statsmodels, and compares them with
the rows that the bot stored: another program, another language, the same numbers.

    scripts/features-check.sh                     from the recorded baseball games, in a virtual environment
    features-check.py --journal FILE --store DIR --columns FILE --data DIR [--report FILE]

The bot has imported the set into a journal and replayed it before: DIR/polybot.sqlite holds its rows, FILE what `polybot features list
--json` prints. Markets whose tick size changes are left out, as a change of tick starts a new book. Prints the worst
error of each feature, |ours - theirs| / max(|theirs|, unit), and fails above 2e-6: rows are stored as Float32.
"""
import argparse
import bisect
import collections
import gzip
import json
import math
import sqlite3
import sys

import numpy as np
import pandas as pd
from scipy import special, stats
from statsmodels.tsa import stattools

TICK = 0.01
TOLERANCE = 2e-6
SILENCE_MS = 30 * 60_000


def rows_of(path):
    with gzip.open(path, "rt") as file:
        for line in file:
            yield json.loads(line)


def logit(p):
    p = np.clip(p, TICK / 2, 1 - TICK / 2)
    return np.log(p / (1 - p))


class Token:
    """Every state of one token's book, and when it began."""

    def __init__(self):
        self.times, self.states, self.gaps = [], [], []

    def change(self, time, bids, asks, is_gap=False):
        self.times.append(time)
        self.gaps.append(is_gap)
        self.states.append((tuple(sorted(bids.items(), reverse=True)), tuple(sorted(asks.items()))))

    def finish(self):
        self.times = np.array(self.times, dtype=np.int64)
        healthy = [bool(b) and bool(a) and b[0][0] < a[0][0] for b, a in self.states]
        self.bid = np.array([b[0][0] if h else np.nan for (b, _), h in zip(self.states, healthy)])
        self.ask = np.array([a[0][0] if h else np.nan for (_, a), h in zip(self.states, healthy)])
        self.bid_size = np.array([b[0][1] if h else np.nan for (b, _), h in zip(self.states, healthy)])
        self.ask_size = np.array([a[0][1] if h else np.nan for (_, a), h in zip(self.states, healthy)])
        # Equal prices must be equal numbers.
        self.mid = np.round((self.bid + self.ask) / 2, 6)

    def index(self, time):
        """The state in force at a time in ms; -1 before the first."""
        return int(np.searchsorted(self.times, time, side="right")) - 1

    def on_grid(self, step_s, count, time, start):
        """Mids at the newest `count` multiples of a step up to `time`."""
        newest = time // (1000 * step_s) * step_s * 1000
        slots = newest - np.arange(count - 1, -1, -1) * step_s * 1000
        places = np.searchsorted(self.times, slots, side="right") - 1
        mids = np.where(places >= 0, self.mid[np.maximum(places, 0)], np.nan)
        return np.where(slots >= start, mids, np.nan)


class Market:
    def __init__(self, tokens):
        self.ids = tokens
        self.tokens = {token: Token() for token in tokens}
        self.books = {token: ({}, {}) for token in tokens}
        self.known = {token: False for token in tokens}
        self.last = None
        self.start = None
        self.messages = collections.defaultdict(list)
        self.has_fine_ticks = False

    def message(self, record):
        time, token = record["ts_ms"], record["token_id"]
        self.start = time if self.start is None else self.start
        if self.last is not None and time - self.last > SILENCE_MS:
            for each in self.ids:
                self.books[each], self.known[each] = ({}, {}), False
                self.tokens[each].change(self.last + SILENCE_MS, {}, {}, is_gap=True)
        self.last = time
        bids, asks = self.books[token]
        if record["type"] == "book":
            bids, asks = dict(map(tuple, record["bids"])), dict(map(tuple, record["asks"]))
            self.books[token], self.known[token] = (bids, asks), True
            prices = list(bids) + list(asks)
        else:
            prices = [price for _, price, _ in record["changes"]]
            if self.known[token]:
                for side, price, size in record["changes"]:
                    book = bids if side == "bid" else asks
                    if size == 0:
                        book.pop(price, None)
                    else:
                        book[price] = size
        if any(abs(price / TICK - round(price / TICK)) > 1e-6 for price in prices):
            self.has_fine_ticks = True
        if self.known[token]:
            self.messages[token].append(time)
            self.tokens[token].change(time, bids, asks)


def sizes(levels, count):
    return np.array([size for _, size in levels[:count]], dtype=float)


def imbalance(bids, asks):
    return (bids - asks) / (bids + asks)


def slope(levels):
    if len(levels) < 5:
        return math.nan
    distance = [round(abs(price - levels[0][0]) / TICK) for price, _ in levels[:5]]
    return stats.linregress(distance, np.cumsum(sizes(levels, 5))).slope


def buy_price(asks, dollars):
    """Mean price of buying for so much, from the cumulative cost of ten levels."""
    prices = np.array([price for price, _ in asks[:10]])
    cost = np.cumsum(prices * sizes(asks, 10))
    if cost[-1] < dollars:
        return math.nan
    last = int(np.searchsorted(cost, dollars))
    before = cost[last - 1] if last else 0.0
    shares = sizes(asks, 10)[:last].sum() + (dollars - before) / prices[last]
    return dollars / shares


def within(levels, distance):
    return sum(size for price, size in levels if abs(price - levels[0][0]) <= distance + 1e-9)


def book_features(bids, asks):
    bid, ask = bids[0][0], asks[0][0]
    mid = (bid + ask) / 2
    b5, a5 = sizes(bids, 5), sizes(asks, 5)
    pb, pa = np.array([p for p, _ in bids[:10]]), np.array([p for p, _ in asks[:10]])
    out = {
        "best_bid": bid, "best_ask": ask, "mid_price": mid, "p_market": mid, "spread": ask - bid,
        "spread_ticks": (ask - bid) / TICK, "spread_pct": (ask - bid) / mid, "spread_bps": 1e4 * (ask - bid) / mid,
        "spread_rel_bound": (ask - bid) / min(mid, 1 - mid), "spread_logit": logit(ask) - logit(bid),
        "bid_depth_total": b5.sum(), "ask_depth_total": a5.sum(), "total_depth": b5.sum() + a5.sum(),
        "log_total_depth": np.log1p(b5.sum() + a5.sum()), "bid_depth_usd_5": (pb[:5] * b5).sum(),
        "ask_collateral_usd_5": ((1 - pa[:5]) * a5).sum(), "depth_imbalance": imbalance(b5.sum(), a5.sum()),
        "queue_imbalance_l1": imbalance(b5[0], a5[0]),
        "depth_imbalance_3": imbalance(b5[:3].sum(), a5[:3].sum()),
        "depth_imbalance_10": imbalance(sizes(bids, 10).sum(), sizes(asks, 10).sum()),
        "depth_imbalance_decay": imbalance(
            (np.exp(-(mid - pb) / TICK / 2) * sizes(bids, 10)).sum(),
            (np.exp(-(pa - mid) / TICK / 2) * sizes(asks, 10)).sum()),
        "depth_1c_bid": within(bids, 0.01), "depth_1c_ask": within(asks, 0.01),
        "imbalance_1c": imbalance(within(bids, 0.01), within(asks, 0.01)),
        "imbalance_5c": imbalance(within(bids, 0.05), within(asks, 0.05)),
        "weighted_mid": np.average([ask, bid], weights=[b5[0], a5[0]]),
        "mid_vs_weighted": (np.average([ask, bid], weights=[b5[0], a5[0]]) - mid) / TICK,
        "bid_depth_slope": slope(bids), "ask_depth_slope": slope(asks),
        "slope_imbalance": imbalance(slope(bids), slope(asks)),
        "bid_top_share": b5[0] / b5.sum(), "ask_top_share": a5[0] / a5.sum(),
        "bid_price_range": (bid - pb[4]) / TICK if len(pb) >= 5 else math.nan,
        "ask_price_range": (pa[4] - ask) / TICK if len(pa) >= 5 else math.nan,
        "bid_gap_l2": (bid - pb[1]) / TICK if len(pb) > 1 else math.nan,
        "ask_gap_l2": (pa[1] - ask) / TICK if len(pa) > 1 else math.nan,
        "levels_bid": len(bids), "levels_ask": len(asks), "tick_size": TICK, "logit_p": logit(mid),
        "bound_dist": min(mid, 1 - mid), "ticks_to_bound": min(mid, 1 - mid) / TICK,
        "bernoulli_sd": math.sqrt(mid * (1 - mid)), "outcome_skew": stats.bernoulli.stats(mid, moments="s"),
        "belief_entropy": stats.bernoulli.entropy(mid),
        "buy_impact_50_ticks": (buy_price(asks, 50) - mid) / TICK,
    }
    for dollars in (10, 50, 100):
        out[f"price_impact_{dollars}usd"] = buy_price(asks, dollars) / mid - 1
    pairs = min(len(b5), len(a5))
    both = b5[:pairs] + a5[:pairs]
    out["vamp_gap"] = ((pb[:pairs] * a5[:pairs] + pa[:pairs] * b5[:pairs]).sum() / both.sum() - mid) / TICK
    for level in range(5):
        out[f"bid_depth_L{level + 1}"] = b5[level] if len(b5) > level else math.nan
        out[f"ask_depth_L{level + 1}"] = a5[level] if len(a5) > level else math.nan
    return out


def enough(values, count):
    """The values that are there, or nothing when they are fewer than half."""
    values = values[-count:]
    present = values[~np.isnan(values)]
    return present if 2 * len(present) >= count else np.array([np.nan])


def series_features(token, time, start, mid):
    minutes = token.on_grid(60, 1441, time, start)
    fine = token.on_grid(10, 361, time, start)
    logits, now = logit(minutes), logit(mid)
    steps = np.diff(logits)
    hour, price_hour = enough(steps, 60), enough(np.diff(minutes), 60)
    noise = math.sqrt((price_hour ** 2).sum())
    out = {
        "rv_1h": math.sqrt((hour ** 2).sum()), "rv_price_1h": noise, "volatility_raw": price_hour.std(),
        "rv_4h": math.sqrt((enough(steps, 240) ** 2).sum()),
        "rv_5m": math.sqrt((enough(np.diff(logit(fine))[-30:], 30) ** 2).sum()),
        "rv_15m": math.sqrt((enough(np.diff(logit(fine))[-90:], 90) ** 2).sum()),
        "sma_5": enough(minutes, 5).mean(), "sma_20": enough(minutes, 20).mean(),
        "price_vs_sma5": (mid - enough(minutes, 5).mean()) / max(noise, TICK),
        "zero_step_share_1h": (hour == 0).mean() if not np.isnan(hour[0]) else math.nan,
        "max_abs_step_1h": np.abs(hour).max(), "semivar_skew_1h": math.nan, "trend_efficiency_1h": math.nan,
    }
    level = enough(logits, 60)
    if not np.isnan(level[0]) and level.std() > 1e-9:
        out["zscore_1h"] = stats.zmap([now], level)[0]
        place = ~np.isnan(logits[-60:])
        line = stats.linregress(np.arange(60)[place] / 60, logits[-60:][place])
        out["trend_slope_1h"], out["trend_r2_1h"] = line.slope, line.rvalue ** 2
    recent = enough(minutes, 20)
    if not np.isnan(recent[0]):
        out["price_percentile_20"] = stats.percentileofscore(np.round(recent, 6), round(mid, 6), kind="mean") / 100
    four = enough(steps, 240)
    if len(four) == 240 and four.std() > 1e-9:
        out["autocorr_lag1"] = stattools.acf(four, nlags=5, fft=False)[1]
        out["autocorr_lag5"] = stattools.acf(four, nlags=5, fft=False)[5]
    squares = (hour ** 2).sum()
    if squares > 1e-18:
        out["semivar_skew_1h"] = ((hour[hour > 0] ** 2).sum() - (hour[hour < 0] ** 2).sum()) / squares
        out["trend_efficiency_1h"] = abs(hour.sum()) / np.abs(hour).sum()
    for name, seconds in (("1m", 60), ("5m", 300), ("15m", 900), ("1h", 3600)):
        slot = (time - seconds * 1000) // 10_000 * 10_000
        place = token.index(slot)
        before = token.mid[place] if place >= 0 and slot >= start else math.nan
        out["dlogit_" + name] = now - logit(before)
        if name != "1m":
            out["return_" + name] = mid / before - 1
    return out | day_features(token, time, start, steps, logits, now)


def rescaled_range(steps):
    """The slope of ln(R/S) on ln n less that of independent normal steps (Anis, Lloyd 1976), plus one half."""
    sizes, ratios = [8, 16, 32, 64, 128, 256], []
    for n in sizes:
        windows = steps[:len(steps) // n * n].reshape(-1, n)
        profile = np.cumsum(windows - windows.mean(axis=1, keepdims=True), axis=1)
        spread, ranges = windows.std(axis=1), np.maximum(profile.max(axis=1), 0) - np.minimum(profile.min(axis=1), 0)
        moved = spread > 1e-9
        if not moved.any():
            return math.nan
        rest = np.arange(1, n)
        expected = np.exp(special.gammaln((n - 1) / 2) - special.gammaln(n / 2)) / math.sqrt(math.pi)
        ratios.append(np.log((ranges[moved] / spread[moved]).mean()) - np.log(
            expected * np.sqrt((n - rest) / rest).sum()))
    return stats.linregress(np.log(sizes), ratios).slope + 0.5


def detrended_fluctuation(steps):
    """The slope of ln F(n) on ln n, F the root mean square residual of lines through windows of the profile."""
    sizes, fluctuations = [8, 16, 32, 64, 128, 256], []
    for n in sizes:
        profile = np.cumsum(steps)[:len(steps) // n * n].reshape(-1, n)
        x = np.arange(n) - (n - 1) / 2
        centred = profile - profile.mean(axis=1, keepdims=True)
        residuals = centred - np.outer(centred @ x / (x @ x), x)
        fluctuations.append((residuals ** 2).mean(axis=1).mean())
    return stats.linregress(np.log(sizes), 0.5 * np.log(fluctuations)).slope if min(fluctuations) > 1e-18 else math.nan


def day_features(token, time, start, steps, logits, now):
    """Windows of 24 h: steps of minutes, and slots of five minutes."""
    out = {}
    present = steps[~np.isnan(steps)]
    if 2 * len(present) >= 1440:
        out["hurst_exponent"] = detrended_fluctuation(present)
        out["hurst_rs"] = rescaled_range(present)
    fives = logit(token.on_grid(300, 289, time, start))
    five = enough(np.diff(fives), 288)
    out["rv_24h"] = math.sqrt((five ** 2).sum())
    level = enough(fives, 288)
    if not np.isnan(level[0]) and level.std() > 1e-9:
        out["zscore_24h"] = stats.zmap([now], level)[0]
    return out


def decayed_features(token, time, messages):
    """Sums and means with a half-life, over all that came before."""
    last = token.index(time)
    out = {}
    bid, ask = token.bid[:last + 1], token.ask[:last + 1]
    bid_size, ask_size = token.bid_size[:last + 1], token.ask_size[:last + 1]
    when = token.times[:last + 1]
    flow = (
        (bid[1:] >= bid[:-1]) * bid_size[1:] - (bid[1:] <= bid[:-1]) * bid_size[:-1]
        - (ask[1:] <= ask[:-1]) * ask_size[1:] + (ask[1:] >= ask[:-1]) * ask_size[:-1])
    # A gap starts anew.
    known = ~np.isnan(bid)
    flow = np.where(known[1:] & known[:-1], flow, 0)
    gaps = np.flatnonzero(token.gaps[:last + 1])
    begin = int(gaps[-1]) if len(gaps) else -1
    flow[:max(begin, 0)] = 0
    later = np.flatnonzero(known[begin + 1:])
    if not len(later):
        return out
    first = begin + 1 + int(later[0])
    age = (time - when[first]) / 1000
    for name, half_life in (("10s", 10), ("60s", 60), ("5m", 300)):
        weights = np.exp2(-(time - when[1:]) / 1000 / half_life)
        out["ofi_l1_" + name] = (weights * flow)[max(begin, 0):].sum() if age >= half_life / 2 else math.nan
    # An exponentially weighted mean of the spread, each value held until the next.
    start = int(np.flatnonzero(known)[0])
    if (time - when[start]) / 1000 >= 150 and known[start:].all():
        edges = np.exp2(-(time - np.append(when[start:], time)) / 1000 / 300)
        spreads = (ask - bid)[start:]
        out["spread_ewma_5m"] = spreads[0] * edges[0] + (spreads * np.diff(edges)).sum()
    received = np.asarray(messages[:bisect.bisect_right(messages, time)], dtype=float)
    if (time - when[start]) / 1000 >= 30:
        frame = pd.Series(1.0, index=pd.to_datetime(received, unit="ms"))
        weights = np.exp2(-(time - received) / 1000 / 60)
        out["book_update_rate_60s"] = (frame.to_numpy() * weights).sum() * math.log(2) / 60
    return out


def clock_features(time):
    moment = pd.Timestamp(time, unit="ms", tz="UTC")
    day = (moment - moment.normalize()) / pd.Timedelta(days=1)
    week = moment.day_of_week
    return {
        "hour_of_day": moment.hour, "hour_sin": np.sin(2 * np.pi * day), "hour_cos": np.cos(2 * np.pi * day),
        "day_of_week": week, "dow_sin": np.sin(2 * np.pi * week / 7), "dow_cos": np.cos(2 * np.pi * week / 7),
        "is_weekend": float(week >= 5), "us_hours": float(week < 5 and 13 <= moment.hour < 21),
    }


def complement_features(own, other, time, own_messages, other_messages):
    place, mine = other.index(time), own.index(time)
    if place < 0 or np.isnan(other.mid[place]):
        return {}
    bid, ask = other.bid[place], other.ask[place]
    age = [(time - messages[bisect.bisect_right(messages, time) - 1]) / 1000
           for messages in (own_messages, other_messages)]
    return {
        "yn_mid_dev": (own.mid[mine] + other.mid[place] - 1) / TICK, "yn_ask_sum_dev": own.ask[mine] + ask - 1,
        "yn_bid_sum_dev": own.bid[mine] + bid - 1, "synth_ask_gain": own.ask[mine] - (1 - bid),
        "yn_age_gap_s": age[0] - age[1], "book_age_s": age[0],
    }


def markets_of(folder):
    markets = {}
    by_token = {}
    for record in rows_of(f"{folder}/markets.jsonl.gz"):
        market = Market(record["token_ids"])
        markets[record["slug"]] = market
        for token in record["token_ids"]:
            by_token[token] = market
    for record in rows_of(f"{folder}/books.jsonl.gz"):
        if record["token_id"] in by_token:
            by_token[record["token_id"]].message(record)
    for market in markets.values():
        for token in market.tokens.values():
            token.finish()
    return markets


def compare(worst, counts, name, ours, theirs, unit):
    if math.isnan(theirs) and math.isnan(ours):
        return
    error = abs(ours - theirs) / max(abs(theirs), unit)
    counts[name] += 1
    if math.isnan(error) or error > worst[name][0]:
        worst[name] = (math.inf if math.isnan(error) else error, ours, theirs)


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    for name in ("journal", "store", "columns", "data"):
        parser.add_argument("--" + name, required=True)
    parser.add_argument("--report", help="a table in Markdown goes there")
    options = parser.parse_args()
    columns = [column["name"] for column in json.load(open(options.columns))["features"]]
    units = {column["name"]: {"USDC": TICK}.get(column["unit"], 1.0)
             for column in json.load(open(options.columns))["features"]}
    markets = markets_of(options.data)
    database = sqlite3.connect(f"file:{options.store}/polybot.sqlite?mode=ro", uri=True)
    journal = sqlite3.connect(f"file:{options.journal}?mode=ro", uri=True)
    names = dict(journal.execute("SELECT id, name FROM markets"))
    worst = collections.defaultdict(lambda: (0.0, math.nan, math.nan))
    counts = collections.Counter()
    used = 0
    for time, market, outcome, blob in database.execute("SELECT time, market, outcome, feature_values FROM samples"):
        own = markets.get(names[market])
        if own is None or own.has_fine_ticks:
            continue
        values = dict(zip(columns, np.frombuffer(blob, dtype="<f4").astype(float)))
        ms = time // 1_000_000
        token_id, other_id = own.ids[outcome], own.ids[1 - outcome]
        token, other = own.tokens[token_id], own.tokens[other_id]
        bids, asks = token.states[token.index(ms)]
        expected = book_features(bids, asks)
        expected |= series_features(token, ms, own.start, expected["mid_price"])
        expected |= decayed_features(token, ms, own.messages[token_id])
        expected |= clock_features(ms)
        expected |= complement_features(token, other, ms, own.messages[token_id], own.messages[other_id])
        for name, theirs in expected.items():
            compare(worst, counts, name, values[name], float(np.squeeze(theirs)), units[name])
        used += 1
    lines = [f"{used} rows, {len(counts)} features", "", "| Feature | Rows | Worst error |", "| --- | --- | --- |"]
    lines += [f"| `{name}` | {counts[name]} | {worst[name][0]:.1e} |" for name in columns if counts[name]]
    print("\n".join(lines))
    if options.report:
        with open(options.report, "w") as file:
            file.write("\n".join(lines) + "\n")
    wrong = {name: found for name, found in worst.items() if found[0] > TOLERANCE}
    for name, (error, ours, theirs) in wrong.items():
        print(f"{name}: {ours!r}, not {theirs!r} ({error:.1e})", file=sys.stderr)
    if wrong or len(counts) < 60 or used < 100:
        sys.exit(f"{len(wrong)} features differ")
    print(f"{len(counts)} passed, 0 failed")


if __name__ == "__main__":
    main()
