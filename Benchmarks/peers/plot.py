"""Plots of what run.py has measured, as SVG files: python plot.py FOLDER-OF-RESULTS [FOLDER-OF-PLOTS]"""

import math
import pathlib
import statistics
import sys

import matplotlib

matplotlib.use("svg")
# Without these the same figures would give another file each time.
matplotlib.rcParams["svg.hashsalt"] = "peers"
matplotlib.rcParams["svg.fonttype"] = "none"
PLAIN = dict(metadata={"Date": None}, bbox_inches="tight")

import matplotlib.pyplot as pyplot
from matplotlib.ticker import FuncFormatter, NullFormatter, NullLocator

import plan
from figures import groups, read, select, short

OURS, THEIRS = "#c4461f", "#8c97a3"
LABELS = dict(
    rows="rows", features="features", max_bin="bins", leaves="leaves", rounds="trees", threads="threads")


def medians(lines, field):
    """Pairs of a peer and its median, the smallest first."""
    found = {peer: [line[field] for line in part] for (peer,), part in groups(lines, "peer").items()}
    return sorted(((peer, statistics.median(figures)) for peer, figures in found.items()), key=lambda pair: pair[1])


def colour(peer):
    return OURS if peer.startswith("polybot") else THEIRS


def bars(axes, lines, field, title, unit):
    pairs = medians(lines, field)
    if not pairs:
        axes.axis("off")
        return
    names, figures = [pair[0] for pair in pairs], [pair[1] for pair in pairs]
    drawn = axes.barh(names, figures, color=[colour(name) for name in names])
    axes.bar_label(drawn, [short(figure) for figure in figures], padding=3, fontsize=7)
    axes.set_xscale("log")
    # Bars on a logarithmic scale begin at a power of ten, for want of a zero.
    axes.set_xlim(10 ** math.floor(math.log10(min(figures) / 2)), max(figures) * 4)
    axes.xaxis.set_minor_formatter(NullFormatter())
    axes.set_title(title, fontsize=9)
    axes.set_xlabel(unit, fontsize=8)
    axes.tick_params(labelsize=8)
    if not unit.startswith("rows"):
        axes.invert_yaxis()


def peers(lines):
    """One row of three panels for each model: latency, batches, training."""
    names = [name for name in plan.MODELS if select(lines, what="single-row", model=name)]
    if not names:
        return None
    figure, rows = pyplot.subplots(len(names), 3, figsize=(13, 3.2 * len(names)), squeeze=False)
    for name, (latency, rates, training) in zip(names, rows):
        source = plan.MODELS[name][0]
        bars(latency, select(lines, what="single-row", model=name), "p50_ns", f"{name}: a row", "ns (p50)")
        bars(
            rates, select(lines, what="batch", model=name, threads=1), "rows_per_cpu_s", f"{name}: batch",
            "rows per CPU second")
        bars(
            training, select(lines, kind="train", dataset=source, threads=1), "cpu_s", f"{source}: training",
            "CPU seconds, 1 thread")
    figure.tight_layout()
    return figure


def growth(lines):
    """One panel for each axis: CPU seconds of binning and boosting, both scales logarithmic."""
    found = groups(select(lines, kind="growth"), "axis")
    if not found:
        return None
    figure, panels = pyplot.subplots(2, 3, figsize=(12, 7))
    for panel, ((axis,), part) in zip(panels.flat, found.items()):
        field = "total_s" if axis == "threads" else "cpu_s"
        for (peer,), own in groups(part, "peer").items():
            points = groups(own, "value")
            xs = sorted(value for (value,) in points)
            ys = [statistics.median(line[field] for line in points[x,]) for x in xs]
            low, high = ([choose(line[field] for line in points[x,]) for x in xs] for choose in (min, max))
            panel.plot(xs, ys, marker="o", color=colour(peer), label=peer)
            panel.fill_between(xs, low, high, color=colour(peer), alpha=0.25)
        panel.set_xscale("log")
        panel.set_yscale("log")
        panel.set_xlabel(LABELS[axis])
        panel.set_ylabel("seconds" if axis == "threads" else "CPU seconds")
        panel.set_xticks(xs, [f"{x:,}" for x in xs], fontsize=8)
        panel.xaxis.set_minor_locator(NullLocator())
        plain = FuncFormatter(lambda value, _: f"{value:g}")
        low, high = panel.get_ylim()
        panel.yaxis.set_major_formatter(plain)
        panel.yaxis.set_minor_formatter(plain if high < 10 * low else NullFormatter())
        panel.tick_params(axis="y", which="both", labelsize=8)
        panel.grid(alpha=0.3)
        panel.legend(fontsize=8)
    for panel in list(panels.flat)[len(found):]:
        panel.axis("off")
    figure.tight_layout()
    return figure


def draw(lines, folder):
    """The files that were written."""
    written = []
    for name, make in (("peers", peers), ("growth", growth)):
        figure = make(lines)
        if figure:
            path = pathlib.Path(folder) / f"{name}.svg"
            figure.savefig(path, **PLAIN)
            pyplot.close(figure)
            written.append(path)
    return written


if __name__ == "__main__":
    draw(read(sys.argv[1]), sys.argv[-1])
