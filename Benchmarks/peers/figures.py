"""Figures from lines of JSON: medians over the repeats, spreads, ratios.

A figure is the median over the repeats, the smallest and the largest behind it. A ratio is taken within each repeat, in
which both were measured a moment apart; then the same is done with the ratios.
"""

import collections
import json
import pathlib
import statistics

import plan


def read(folder):
    """All lines of all suites."""
    files = sorted(pathlib.Path(folder).glob("*.jsonl"))
    return [json.loads(text) for file in files for text in file.read_text().splitlines()]


def select(lines, **wanted):
    return [line for line in lines if all(line.get(key) == value for key, value in wanted.items())]


def values(lines, field):
    """Figures by repeat."""
    return {line["repeat"]: line[field] for line in lines if line.get(field) is not None}


def short(value):
    """Three digits that count, never in the form 1e+05."""
    return f"{value:,.0f}" if abs(value) >= 100 else f"{value:.3g}"


def spread(figures):
    figures = list(figures.values()) if isinstance(figures, dict) else list(figures)
    if not figures:
        return ""
    middle = short(statistics.median(figures))
    if len(figures) == 1:
        return middle
    return f"{middle} ({short(min(figures))}–{short(max(figures))})"


def median(figures):
    return statistics.median(figures.values()) if figures else None


def ratio(figures, base):
    """Of two sets of figures by repeat."""
    return spread([figures[repeat] / base[repeat] for repeat in figures if base.get(repeat)])


def markdown(title, header, rows):
    if not rows:
        return ""
    lines = ["| " + " | ".join(row) + " |" for row in [header, *rows]]
    lines.insert(1, "|" + " --- |" * len(header))
    return "\n".join([f"**{title}**", "", *lines, ""])


def in_order(found, order):
    """What is found, the known ones first and in their order."""
    found = set(found)
    return [name for name in dict.fromkeys(order) if name in found] + sorted(found.difference(order))


def groups(lines, *fields):
    """Lines by the values of fields: data sets, models and axes in the order of the plan, numbers by size."""
    found = collections.defaultdict(list)
    for line in lines:
        found[tuple(line.get(field) for field in fields)].append(line)
    return dict(sorted(found.items(), key=lambda pair: [place(value) for value in pair[0]]))


def place(value):
    known = [*plan.PARAMETERS, *plan.MODELS, *plan.GROWTH_AXES]
    if isinstance(value, str):
        return (1, known.index(value) if value in known else len(known), value)
    return (0, value or 0, "")


def fastest(lines, peers, field):
    """Of some peers the one of the smallest median, and its figures by repeat."""
    figures = {peer: values(select(lines, peer=peer), field) for peer in peers}
    figures = {peer: found for peer, found in figures.items() if found}
    if not figures:
        return None, {}
    best = min(figures, key=lambda peer: median(figures[peer]))
    return best, figures[best]


def added_memory(lines):
    """Peak less what was resident before binning."""
    return {
        line["repeat"]: line["peak_rss_mb"] - line["rss_before_mb"] for line in lines
        if line.get("peak_rss_mb") and line.get("rss_before_mb")}
