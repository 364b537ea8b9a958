"""How many histogram updates a training cannot avoid, and what they would cost in a loop that does nothing else:
python limits.py JOB prints one line.

A tree reads all rows once at its root and then, at each split, those of the smaller child: the larger one's histogram
is a difference. Both counts stand in the model.
"""

import json
import pathlib
import subprocess
import sys

import dataset
import figures


def row_visits(model):
    """Rows that are added to histograms, over all trees of a LightGBM model."""
    total = 0
    for tree in pathlib.Path(model).read_text().split("\nTree=")[1:]:
        fields = dict(line.split("=", 1) for line in tree.splitlines() if "=" in line)
        if int(fields["num_leaves"]) > 1:
            total += visits_of_tree(*(
                list(map(int, fields[name].split()))
                for name in ("internal_count", "leaf_count", "left_child", "right_child")))
    return total


def visits_of_tree(inner, leaves, left, right):
    """Children below 0 are leaves, numbered from -1 downwards."""
    def rows(child):
        return leaves[-child - 1] if child < 0 else inner[child]

    return inner[0] + sum(min(rows(a), rows(b)) for a, b in zip(left, right))


def measure(job):
    """Numbers of updates, and the time of each at best."""
    data = dataset.Dataset(job["folder"], job["dataset"])
    rows, features = data.header["train_rows"], len(data.features)
    sizes = [min(rows, 200_000), features, job["params"]["max_bin"]]
    program = pathlib.Path(job["work"]) / "histogram_limit"
    done = subprocess.run([program, *map(str, sizes)], capture_output=True, text=True, check=True)
    cost = json.loads(done.stdout)["ns_per_update"]
    visits = row_visits(job["model_file"])
    updates = visits * features
    return dict(row_visits=visits, updates=updates, ns_per_update=cost, seconds=updates * cost / 1e9)


def table(lines):
    rows = []
    for (name,), part in figures.groups(figures.select(lines, kind="limit"), "dataset").items():
        bound = figures.values(part, "seconds")
        row = [name, f"{part[0]['updates'] / 1e9:.3g}", figures.spread(figures.values(part, "ns_per_update")),
               figures.spread(bound)]
        for peer in ("lightgbm", "polybot"):
            own = figures.select(lines, kind="train", dataset=name, peer=peer, threads=1)
            row += [figures.spread(figures.values(own, "cpu_s")), figures.ratio(
                figures.values(own, "cpu_s"), bound)]
        rows.append(row)
    header = [
        "Set", "Updates, thousand millions", "Each at best, ns", "Bound, s", "LightGBM, CPU s", "/ bound",
        "polybot, CPU s", "/ bound"]
    return figures.markdown("Training on one thread beside the cost of its histogram updates alone", header, rows)


if __name__ == "__main__":
    print(json.dumps(measure(json.loads(sys.argv[1]))))
