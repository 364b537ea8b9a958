"""Tables, in Markdown, of what run.py has measured: python table.py FOLDER-OF-RESULTS"""

import statistics
import sys

import limits
import plan
import targets
from figures import (
    added_memory, fastest, groups, in_order, markdown, median, ratio, read, select, short, spread, values,
)


def training(lines):
    parts = []
    for (name, threads), part in groups(select(lines, kind="train"), "dataset", "threads").items():
        _, wall = fastest(part, plan.LIGHTGBM, "total_s")
        _, cpu = fastest(part, plan.LIGHTGBM, "cpu_s")
        metric_names = list(part[0]["metrics"])[:2]
        rows = []
        for peer in in_order((line["peer"] for line in part), plan.OURS + plan.TRAINERS):
            own = select(part, peer=peer)
            total, used = values(own, "total_s"), values(own, "cpu_s")
            same = {line.get("same_trees") for line in own} - {None}
            rows.append([
                peer, spread(values(own, "bin_s")), spread(values(own, "train_s")), spread(total), spread(used),
                ratio(total, wall), ratio(used, cpu), short(median(values(own, "peak_rss_mb")) or 0),
                short(median(added_memory(own)) or 0),
                *[f"{own[-1]['metrics'][metric]:.6g}" for metric in metric_names],
                "" if not same else "equal" if same == {True} else "differ"])
        header = [
            "Library", "Binning, s", "Boosting, s", "Both, s", "CPU, s", "Both / fastest LightGBM",
            "CPU / fastest LightGBM", "Peak, MB", "Of it added", *metric_names, "Trees"]
        parts.append(markdown(f"{name}, {threads} thread{'s' * (threads > 1)}", header, rows))
    return "\n".join(parts)


def with_plan(line):
    """Our peers with the kernel that they chose."""
    kernel = line.get("plan", {}).get("single_row" if line["what"] == "single-row" else "batch")
    return f"{line['peer']} ({kernel})" if kernel else line["peer"]


def single_row(lines):
    parts = []
    for (model,), part in groups(select(lines, what="single-row"), "model").items():
        ours = values(select(part, peer="polybot"), "p50_ns")
        rows = []
        peers = in_order((line["peer"] for line in part), plan.OURS + plan.SINGLE_ROW)
        for peer in peers:
            own = select(part, peer=peer)
            p50 = values(own, "p50_ns")
            more = [short(median(values(own, field)) or 0) for field in ("p90_ns", "p99_ns", "p999_ns", "min_ns")]
            rows.append([with_plan(own[-1]), spread(p50), *more, ratio(ours, p50)])
        header = ["Library", "p50, ns", "p90", "p99", "p99.9", "Minimum", "polybot / this"]
        timer = spread({n: line["timer_ns"] for n, line in enumerate(part) if not line["peer"].endswith("-python")})
        size = f"{part[0]['trees']} trees, {part[0]['features']} features"
        parts.append(markdown(f"{model}: {size}; the timer's own {timer} ns included", header, rows))
    return "\n".join(parts)


def batch(lines):
    parts = []
    for (model,), part in groups(select(lines, what="batch"), "model").items():
        counts = sorted({line["threads"] for line in part})
        rows = []
        for peer in in_order((line["peer"] for line in part), plan.OURS + plan.BATCH):
            row = [with_plan(select(part, peer=peer)[-1])]
            for threads in counts:
                own, ours = select(part, peer=peer, threads=threads), select(part, peer="polybot", threads=threads)
                rates, used = values(own, "rows_per_s"), values(own, "rows_per_cpu_s")
                row += [spread(rates), spread(used), ratio(values(ours, "rows_per_cpu_s"), used)]
            rows.append(row)
        header = ["Library"]
        for threads in counts:
            header += [f"Rows/s, {threads} thread{'s' * (threads > 1)}", "Rows per CPU second", "polybot / this, CPU"]
        parts.append(markdown(model, header, rows))
    return "\n".join(parts)


def load(lines):
    found = [line for line in lines if line.get("what") in ("load", "compile")]
    models = in_order((line["model"] for line in found), plan.MODELS)
    rows = []
    for what in ("load", "compile"):
        for peer in in_order((line["peer"] for line in select(found, what=what)), plan.OURS + plan.LOADERS):
            rows.append([f"{peer}, {what}"] + [
                spread([1e3 * s for s in values(select(found, what=what, peer=peer, model=model), "seconds").values()])
                for model in models])
    return markdown("Milliseconds until a saved model predicts, and of compiling it before", ["Library", *models], rows)


def explain(lines):
    parts = []
    for what in ("shap", "leaf-index"):
        found = select(lines, what=what)
        columns = list(groups(found, "model", "threads"))
        rows = []
        for peer in in_order((line["peer"] for line in found), plan.OURS + plan.EXPLAINERS):
            row = [peer]
            for model, threads in columns:
                part = select(found, model=model, threads=threads)
                rates = values(select(part, peer=peer), "rows_per_s")
                row += [spread(rates), ratio(rates, values(select(part, peer="lightgbm"), "rows_per_s"))]
            rows.append(row)
        header = ["Library"]
        for model, threads in columns:
            header += [f"{model}, rows/s, {threads} thread{'s' * (threads > 1)}", "/ LightGBM"]
        parts.append(markdown({"shap": "Shapley values", "leaf-index": "Leaf indices"}[what], header, rows))
    return "\n".join(parts)


def reading(lines):
    parts = []
    for (kind,), found in groups(select(lines, kind="read"), "format").items():
        base = "lightgbm" if kind == "csv" else "read"
        rows = []
        for (name, threads), part in groups(found, "dataset", "threads").items():
            slow = values(select(part, peer=base), "seconds")
            for peer in in_order((line["peer"] for line in part), ["polybot", *plan.READERS]):
                own = select(part, peer=peer)
                seconds, speed = values(own, "seconds"), values(own, "mb_per_s")
                faster = spread([slow[r] / seconds[r] for r in seconds if r in slow])
                rows.append([name, str(threads), peer, spread(seconds), spread(speed), faster])
        header = ["Set", "Threads", "Reader", "Seconds", "MB/s", f"Times as fast as {base}"]
        parts.append(markdown(f"Reading {kind.upper()} files", header, rows))
    return "\n".join(parts)


def growth(lines):
    parts = []
    for (axis,), found in groups(select(lines, kind="growth"), "axis").items():
        rows = []
        for (value,), part in groups(found, "value").items():
            theirs, ours = (select(part, peer=peer) for peer in plan.GROWERS)
            rows.append([
                f"{value:,}", spread(values(theirs, "total_s")), spread(values(ours, "total_s")),
                ratio(values(ours, "total_s"), values(theirs, "total_s")), spread(values(theirs, "cpu_s")),
                spread(values(ours, "cpu_s")), ratio(values(ours, "cpu_s"), values(theirs, "cpu_s"))])
        header = [axis, "LightGBM, s", "polybot, s", "polybot / LightGBM", "LightGBM, CPU s", "polybot, CPU s", "Ratio"]
        parts.append(markdown(f"By {axis}", header, rows))
    return "\n".join(parts)


def profile(lines):
    parts = []
    for line in select(lines, kind="profile", repeat=0):
        rows = [[found["function"], f"{found['share']:.1f} %"] for found in line["functions"]]
        what = f"{line['what']}, {line.get('model') or line['dataset']}"
        parts.append(markdown(f"{what}: functions of over 1 % of the samples", ["Function", "Share"], rows))
    return "\n".join(parts)


def machine(lines):
    """Where and with what the figures were measured."""
    if not lines:
        return ""
    facts = lines[-1]["machine"]
    versions = {(line["peer"].split("-")[0], line["version"]) for line in lines if line.get("version")}
    told = ", ".join(
        version if peer == "lleaves" else f"{peer} {version}"
        for peer, version in sorted(versions) if peer not in ("tl2cgen", "treelite"))
    load = statistics.median(line["machine"]["load1"] for line in lines)
    repeats = 1 + max(line["repeat"] for line in lines)
    return (
        f"{facts['cpu']}, {facts['cores']} processors; {facts['os']}; Python {facts['python']}; load average "
        f"{load:.1f} (median); up to {repeats} repeats. {told}.\n")


SECTIONS = {
    "machine": machine, "targets": targets.table, "training": training, "limits": limits.table,
    "single-row": single_row, "batch": batch, "load": load, "explain": explain, "reading": reading, "growth": growth,
    "profile": profile,
}


def everything(lines):
    parts = [(name, section(lines)) for name, section in SECTIONS.items()]
    return "\n".join(f"## {name}\n\n{text}" for name, text in parts if text)


if __name__ == "__main__":
    print(everything(read(sys.argv[1])))
