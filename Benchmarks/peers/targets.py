"""What is aimed at, beside what was measured."""

from figures import fastest, groups, markdown, median, select, values
import figures
import plan

AT_MOST, AT_LEAST = "at most", "at least"
COMPILED = ["lleaves", "tl2cgen", "tl2cgen-quantize", "treelite-gtil", "xgboost", "onedal-python"]


def row(claim, ratios, kind, bound):
    """A row of the table; `ratios` by repeat, of which the median decides."""
    if not ratios:
        return None
    value = median(ratios)
    holds = value <= bound if kind == AT_MOST else value >= bound
    return [claim, f"{kind} {bound:g}", figures.spread(ratios), "yes" if holds else "no"]


def ratios(ours, theirs):
    return {repeat: ours[repeat] / theirs[repeat] for repeat in ours if theirs.get(repeat)}


def single_row(lines):
    for (model,), part in groups(select(lines, what="single-row"), "model").items():
        ours, portable = (values(select(part, peer=peer), "p50_ns") for peer in plan.OURS)
        fast = values(select(part, peer="lightgbm-fast"), "p50_ns")
        best, best_times = fastest(part, COMPILED, "p50_ns")
        what = f"a row, {model}: p50 beside"
        if model == "bot":
            yield row(f"{what} LightGBM's fast call", ratios(ours, fast), AT_MOST, 0.1)
            yield row(f"{what} the best peer ({best})", ratios(ours, best_times), AT_MOST, 0.25)
            yield row(f"{what} LightGBM's fast call, portable kernel", ratios(portable, fast), AT_MOST, 1 / 3)
            yield row(f"{what} the best peer ({best}), portable kernel", ratios(portable, best_times), AT_MOST, 1)
            tail = values(select(part, peer="polybot"), "p99_ns")
            yield row(f"a row, {model}: p99 beside p50", ratios(tail, ours), AT_MOST, 2)
        else:
            yield row(f"{what} the best peer ({best})", ratios(ours, best_times), AT_MOST, 1)


def batch(lines):
    part = select(lines, what="batch", model="bot", threads=1)
    peers = [peer for peer in plan.BATCH if peer not in plan.OURS and not peer.startswith("catboost")]
    costs = {peer: values(select(part, peer=peer), "rows_per_cpu_s") for peer in peers}
    best = max((peer for peer in peers if costs[peer]), key=lambda peer: median(costs[peer]), default=None)
    ours = values(select(part, peer="polybot"), "rows_per_cpu_s")
    if best:
        claim = f"batch, bot, 1 thread: rows per CPU second beside the best peer ({best})"
        yield row(claim, ratios(ours, costs[best]), AT_LEAST, 3)


def training(lines):
    bounds = {"bot": 0.7, "wide-rows": 0.7, "tall-cat": 0.9}
    others = [peer for peer in plan.TRAINERS if peer not in plan.OURS + plan.LIGHTGBM + ["lightgbm-quant"]]
    for (name, threads), part in groups(select(lines, kind="train"), "dataset", "threads").items():
        if name not in bounds:
            continue
        what = f"training, {name}, {threads} thread{'s' * (threads > 1)}:"
        own = select(part, peer="polybot")
        for field, unit in (("cpu_s", "CPU"), ("total_s", "wall time")):
            best, times = fastest(part, plan.LIGHTGBM, field)
            yield row(f"{what} {unit} beside {best}", ratios(values(own, field), times), AT_MOST, bounds[name])
        best, times = fastest(part, others, "cpu_s")
        yield row(f"{what} CPU beside {best}", ratios(values(own, "cpu_s"), times), AT_MOST, 1)
        theirs = select(part, peer="lightgbm")
        memory = ratios(figures.added_memory(own), figures.added_memory(theirs))
        yield row(f"{what} memory added at the peak beside lightgbm", memory, AT_MOST, 1)
    alone, two = (
        values(select(lines, kind="train", dataset="wide-rows", peer="polybot", threads=threads), "total_s")
        for threads in (1, 2))
    yield row("training, wide-rows: 1 thread beside 2", ratios(alone, two), AT_LEAST, 1.6)


def reading(lines):
    for kind, base, bound in (("csv", "lightgbm", 1.5), ("npy", "read", 0.8)):
        for (name, threads), part in groups(select(lines, kind="read", format=kind), "dataset", "threads").items():
            ours, theirs = (values(select(part, peer=peer), "seconds") for peer in ("polybot", base))
            claim = f"reading {kind.upper()}, {name}, {threads} thread{'s' * (threads > 1)}: speed beside {base}"
            yield row(claim, ratios(theirs, ours), AT_LEAST, bound)


def table(lines):
    rows = [found for part in (single_row, batch, training, reading) for found in part(lines) if found]
    return markdown("Aims and what was measured", ["Ratio", "Aim", "Measured", "Met"], rows)
