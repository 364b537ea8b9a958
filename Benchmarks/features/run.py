#!/usr/bin/env python3
"""Measures how fast features are, beside NumPy and SciPy in the same run, and prints a table.

    make bench-features                  builds all that is needed
    run.py --program FILE [--polybot FILE --data DIR] [--json FILE] [--tokens 5000] [--repeats 5]

With a folder of recorded baseball games their events go through the pipeline too; without one the made-up stream of a
market stands in. NumPy's side is that of scripts/features-check.py: from each token's whole history it computes as many
of the features as that script checks, fewer than ours, for the same rows, and must find the same values.
"""
import argparse
import importlib.util
import json
import math
import os
import platform
import sqlite3
import statistics
import struct
import subprocess
import sys
import tempfile
import time

# What issue 5 asks for: name of the figure, largest value.
BARS = {
    "book event p50": 1000, "grid step p50": 150, "vector, grid current p50": 15, "resident per token": 160,
}


def run(*command):
    lines = subprocess.run(command, check=True, capture_output=True, text=True).stdout.splitlines()
    return [json.loads(line) for line in lines]


def dump(journal, path):
    """The events of a journal into the file that the program reads."""
    database = sqlite3.connect(f"file:{journal}?mode=ro", uri=True)
    rows = database.execute(
        "SELECT asset, exchange_time, receive_time, code, payload FROM journal ORDER BY receive_time, sequence")
    with open(path, "wb") as file:
        for asset, exchange, receive, code, payload in rows:
            file.write(struct.pack("<QqqBI", asset, exchange, receive, code, len(payload)) + payload)


def number(payload, place):
    value = shift = 0
    while True:
        byte = payload[place]
        place += 1
        value |= (byte & 0x7f) << shift
        shift += 7
        if byte < 0x80:
            return value, place


def signed(payload, place):
    value, place = number(payload, place)
    return (value >> 1) ^ -(value & 1), place


def levels(payload, place, has_side=False):
    count, place = number(payload, place)
    found = []
    for _ in range(count):
        side = payload[place] if has_side else None
        price, place = signed(payload, place + has_side)
        size, place = signed(payload, place)
        level = (price / 10_000, size / 1_000_000)
        found.append((("bid", "ask")[side],) + level if has_side else level)
    return found, place


def messages(path):
    """Book messages in the form of the recorded ones: asset, and the record."""
    with open(path, "rb") as file:
        data = file.read()
    place = 0
    while place < len(data):
        asset, _, receive, code, count = struct.unpack_from("<QqqBI", data, place)
        place += 29
        payload = data[place:place + count]
        place += count
        record = {"ts_ms": receive // 1_000_000, "token_id": asset}
        if code == 2:
            bids, end = levels(payload, 0)
            yield asset, record | {"type": "book", "bids": bids, "asks": levels(payload, end)[0]}
        elif code == 3:
            yield asset, record | {"type": "change", "changes": levels(payload, 0, has_side=True)[0]}


def beside_numpy(check, program, events, step, newest):
    """Our rows of a file and NumPy's: medians in microseconds, their ratio, features compared, the worst error."""
    lines = subprocess.run(
        [program, "rows", events, str(step)], check=True, capture_output=True, text=True).stdout.splitlines()
    columns, rows = lines[0].split(), [line.split() for line in lines[1:]]
    markets = {}
    for asset, record in messages(events):
        market = markets.setdefault(asset >> 1, check.Market([asset & ~1, asset | 1]))
        market.message(record)
    for market in markets.values():
        for token in market.tokens.values():
            token.finish()
    rows = [row for row in rows if not markets[int(row[0])].has_fine_ticks][-newest:]
    ours, theirs, names, worst = [], [], set(), 0.0
    for row in rows:
        own, outcome, ms = markets[int(row[0])], int(row[1]), int(row[2]) // 1_000_000
        token, other = own.tokens[own.ids[outcome]], own.tokens[own.ids[1 - outcome]]
        if not len(token.times):
            continue
        start = time.perf_counter()
        bids, asks = token.states[token.index(ms)]
        expected = check.book_features(bids, asks)
        expected |= check.series_features(token, ms, own.start, expected["mid_price"])
        expected |= check.decayed_features(token, ms, own.messages[own.ids[outcome]])
        expected |= check.clock_features(ms)
        if len(other.times):
            expected |= check.complement_features(
                token, other, ms, own.messages[own.ids[outcome]], own.messages[own.ids[1 - outcome]])
        theirs.append((time.perf_counter() - start) * 1e6)
        ours.append(int(row[3]) / 1000)
        values = dict(zip(columns, map(float, row[4:])))
        names |= expected.keys()
        for name, value in expected.items():
            value = float(value.item() if hasattr(value, "item") else value)
            if not (math.isnan(value) and math.isnan(values[name])):
                error = abs(values[name] - value) / max(abs(value), 0.01)
                worst = max(worst, math.inf if math.isnan(error) else error)
    return {
        "rows": len(ours), "columns": len(columns), "features of NumPy": len(names),
        "ours": statistics.median(ours), "NumPy": statistics.median(theirs),
        "ratio": statistics.median(b / a for a, b in zip(ours, theirs)), "worst error": worst,
    }


def table(figures):
    lines = ["| Figure | Median | Smallest to largest | Bar |", "| --- | --- | --- | --- |"]
    for figure in figures:
        bar = BARS.get(figure["name"])
        met = "" if bar is None else f"<= {bar}: {'met' if figure['median'] <= bar else 'missed'}"
        lines.append(
            f"| {figure['name']}, {figure['unit']} | {figure['median']:,.5g} | "
            f"{figure['min']:,.5g} to {figure['max']:,.5g} | {met} |")
    return lines


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--program", required=True)
    parser.add_argument("--polybot")
    parser.add_argument("--data")
    parser.add_argument("--json")
    parser.add_argument("--tokens", default="5000")
    parser.add_argument("--repeats", default="5")
    options = parser.parse_args()
    script = os.path.join(os.path.dirname(os.path.abspath(__file__)), "../../scripts/features-check.py")
    specification = importlib.util.spec_from_file_location("features_check", script)
    check = importlib.util.module_from_spec(specification)
    try:
        specification.loader.exec_module(check)
    except ImportError as missing:
        print(f"without NumPy's side: {missing}", file=sys.stderr)
        check = None
    with tempfile.TemporaryDirectory() as work:
        stream, recorded = f"{work}/stream", f"{work}/recorded"
        subprocess.run([options.program, "stream", "26", stream], check=True)
        source = "one made-up market of 26 h"
        if options.data and os.path.isdir(options.data):
            subprocess.run(
                [options.polybot, "import", options.data, "--journal", f"{work}/j.sqlite", "--on-error", "skip"],
                check=True, capture_output=True)
            dump(f"{work}/j.sqlite", recorded)
            source = os.path.basename(options.data.rstrip("/"))
        else:
            recorded = stream
        figures = run(options.program, "token", options.repeats)
        figures += run(options.program, "recorded", recorded, options.repeats)
        figures += run(options.program, "many", options.tokens)
        peers = {}
        if check:
            peers["a warm token"] = beside_numpy(check, options.program, stream, 60, 50)
            if recorded != stream:
                peers[source] = beside_numpy(check, options.program, recorded, 600, 200)
    result = {
        "machine": platform.processor() or platform.machine(), "system": platform.platform(),
        "load": os.getloadavg()[0], "recorded": source, "figures": figures, "numpy": peers,
    }
    print(f"{result['system']}, load average {result['load']:.1f}; recorded events: {source}\n")
    print("\n".join(table(figures)))
    if peers:
        print("\n| Beside NumPy | Rows | Ours, us | NumPy, us | Ratio | Features ours | NumPy's | Worst error |")
        print("| --- | --- | --- | --- | --- | --- | --- | --- |")
        for name, peer in peers.items():
            print(f"| {name} | {peer['rows']} | {peer['ours']:.1f} | {peer['NumPy']:,.0f} | {peer['ratio']:.0f} "
                  f"| {peer['columns']} | {peer['features of NumPy']} | {peer['worst error']:.1e} |")
    if options.json:
        with open(options.json, "w") as file:
            json.dump(result, file, indent=1)


if __name__ == "__main__":
    main()
