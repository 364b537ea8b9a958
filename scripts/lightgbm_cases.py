"""A training case for GBDT and for LightGBM: how both are run on it, and how their models are compared.

Used by lightgbm-interop.py and lightgbm-parity.py; needs numpy and lightgbm.
"""
import json
import math
import multiprocessing
import os
import subprocess
import tempfile
from dataclasses import dataclass, field
from pathlib import Path

import lightgbm as lgb
import numpy as np

# What makes LightGBM's sums independent of the machine.
FIXED = {"num_threads": 1, "deterministic": True, "force_col_wise": True, "enable_bundle": False, "verbosity": -1}
TREE_KEYS = ["num_leaves", "split_feature", "threshold", "decision_type", "left_child", "right_child", "cat_boundaries",
             "cat_threshold", "leaf_count", "internal_count"]


@dataclass
class Case:
    name: str
    params: dict
    X: np.ndarray
    y: np.ndarray
    rounds: int = 10
    weight: np.ndarray | None = None
    group: np.ndarray | None = None
    init: np.ndarray | None = None
    categorical: list = field(default_factory=list)
    forced_splits: dict | None = None
    forced_bins: list | None = None


class Refused(Exception):
    """One of the two programs did not train."""


def text_of(value):
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, float):
        return repr(value)
    if isinstance(value, (list, tuple)):
        if value and isinstance(value[0], (list, tuple)):
            return ",".join("[" + ",".join(map(str, part)) + "]" for part in value)
        return ",".join(map(text_of, value))
    return str(value)


def write_rows(path, X, y=None):
    with open(path, "w") as out:
        for row in range(len(X)):
            cells = [repr(float(v)) for v in X[row]]
            if y is not None:
                cells.insert(0, repr(float(y[row])))
            out.write(",".join(cells) + "\n")


def write_lines(path, values):
    Path(path).write_text("".join(
        ("\t".join(repr(float(v)) for v in line) if np.ndim(line) else
         str(line) if isinstance(line, (int, np.integer)) else repr(float(line))) + "\n" for line in values))


def run(arguments):
    done = subprocess.run(arguments, capture_output=True, text=True, timeout=300)
    if done.returncode != 0:
        raise Refused((done.stderr or done.stdout).strip().splitlines()[-1:] or [f"exit {done.returncode}"])


def full_params(case, folder):
    params = dict(FIXED, **case.params, num_iterations=case.rounds)
    for key, content in (("forcedsplits_filename", case.forced_splits), ("forcedbins_filename", case.forced_bins)):
        if content is not None:
            path = Path(folder) / (key + ".json")
            path.write_text(json.dumps(content))
            params[key] = str(path)
    return params


def train_ours(polybot, case, folder):
    """The model text of the program under test."""
    data = f"{folder}/train.csv"
    write_rows(data, case.X, case.y)
    if case.weight is not None:
        write_lines(data + ".weight", case.weight)
    if case.group is not None:
        write_lines(data + ".query", [int(v) for v in case.group])
    if case.init is not None:
        write_lines(data + ".init", case.init)
    params = full_params(case, folder)
    # Loaded as its own default says, whatever it does with layouts and bundles.
    lines = [f"{key}={text_of(value)}" for key, value in params.items()]
    if case.categorical:
        lines.append("categorical_feature=" + ",".join(map(str, case.categorical)))
    config = Path(folder) / "train.conf"
    config.write_text("\n".join(lines) + "\n")
    model = f"{folder}/ours.txt"
    run([polybot, "gbdt", "train", "--config", str(config), f"data={data}", f"output_model={model}"])
    return Path(model).read_text()


def predict_ours(polybot, model_text, X, folder, kind=None):
    """kind: None, --raw, --leaf or --contrib."""
    model, data, output = f"{folder}/asked.txt", f"{folder}/rows.csv", f"{folder}/answer.tsv"
    Path(model).write_text(model_text)
    write_rows(data, X)
    run([polybot, "gbdt", "predict", "--model", model, "--data", data, "--output", output] + ([kind] if kind else []))
    return np.loadtxt(output, ndmin=2)


def theirs_booster(case, folder):
    params = full_params(case, folder)
    params.pop("num_iterations")
    data = lgb.Dataset(
        case.X, label=case.y, weight=case.weight, group=case.group,
        init_score=None if case.init is None else case.init, params=params,
        categorical_feature=case.categorical or [], free_raw_data=False)
    return lgb.train(params, data, num_boost_round=case.rounds)


def _guarded(pipe, work, arguments):
    os.dup2(os.open(os.devnull, os.O_WRONLY), 1)
    os.dup2(os.open(os.devnull, os.O_WRONLY), 2)
    try:
        pipe.send(("ok", work(*arguments)))
    except BaseException as error:  # whatever it is, the parent wants to know
        pipe.send(("error", f"{type(error).__name__}: {error}"))
    os._exit(0)


def apart(work, *arguments):
    """Runs LightGBM in a process of its own, which it may bring down."""
    ours, other = multiprocessing.Pipe(duplex=False)
    process = multiprocessing.get_context("fork").Process(target=_guarded, args=(other, work, arguments))
    process.start()
    other.close()
    try:
        if not ours.poll(300):
            process.kill()
            raise Refused("LightGBM: no answer in 300 s")
        kind, result = ours.recv()
    except EOFError:
        process.join()
        raise Refused(f"LightGBM crashed ({process.exitcode})")
    process.join()
    if kind == "error":
        raise Refused("LightGBM: " + result)
    return result


def _train_text(case, folder):
    return theirs_booster(case, folder).model_to_string(num_iteration=-1)


def train_theirs(case, folder):
    return apart(_train_text, case, folder)


def tree_section(text):
    return text[text.index("\nTree=0"):text.index("end of trees")] if "\nTree=0" in text else ""


def header(text):
    lines = text[:text.index("tree_sizes")].splitlines()
    return [line for line in lines if not line.startswith("version")]


def parse_trees(text):
    trees = []
    for block in tree_section(text).split("\nTree=")[1:]:
        trees.append(dict(line.split("=", 1) for line in block.splitlines()[1:] if "=" in line))
    return trees


def numbers(tree, key):
    return np.array([float(v) for v in tree.get(key, "").split()])


def linear_terms(tree):
    """Coefficients by leaf and feature; those left out are 0."""
    counts = numbers(tree, "num_features").astype(int)
    leaves = np.repeat(np.arange(len(counts)), counts)
    return dict(zip(zip(leaves, tree.get("leaf_features", "").split()), numbers(tree, "leaf_coeff")))


def linear_gap(mine, other):
    a, b = linear_terms(mine), linear_terms(other)
    scale = max((abs(v) for v in b.values()), default=0)
    gap = max((abs(a.get(k, 0) - b.get(k, 0)) for k in a.keys() | b.keys()), default=0)
    return gap / scale if scale > 0 else gap


@dataclass
class Comparison:
    same_bytes: bool
    same_structure: bool
    same_values: bool
    equal_trees: int
    tree_count: int
    first: str

    @property
    def summary(self):
        return f"{self.equal_trees} of {self.tree_count}"


def first_difference(mine, other):
    """The first key and place where two trees' structure differs, or None."""
    if mine["num_leaves"] != other["num_leaves"] and "1" in (mine["num_leaves"], other["num_leaves"]):
        return f"leaves {mine['num_leaves']} against {other['num_leaves']}"
    mine_splits = [mine.get(k, "").split() for k in ("split_feature", "threshold", "decision_type", "internal_count")]
    other_splits = [other.get(k, "").split() for k in ("split_feature", "threshold", "decision_type", "internal_count")]
    for node in range(min(len(mine_splits[0]), len(other_splits[0]))):
        a, b = [s[node] for s in mine_splits], [s[node] for s in other_splits]
        if a != b:
            gains = mine["split_gain"].split()[node], other["split_gain"].split()[node]
            return f"node {node}: {'/'.join(a)} gain {gains[0]} against {'/'.join(b)} gain {gains[1]}"
    for key in TREE_KEYS:
        if mine.get(key) != other.get(key):
            return f"{key}: {mine.get(key, '')[:60]} against {other.get(key, '')[:60]}"
    return None


def compare(mine_text, other_text, tolerance=1e-10):
    mine, other = parse_trees(mine_text), parse_trees(other_text)
    equal, first, values_equal = 0, "", True
    for index in range(min(len(mine), len(other))):
        difference = first_difference(mine[index], other[index])
        if difference:
            first = first or f"tree {index} {difference}"
            break
        gap = linear_gap(mine[index], other[index])
        if gap > tolerance:
            values_equal = False
            first = first or f"tree {index} linear coefficients: differ by {gap:.2g} of the largest"
        for key in ("leaf_value", "leaf_const"):
            a, b = numbers(mine[index], key), numbers(other[index], key)
            scale = max(np.max(np.abs(b), initial=0), 1e-300)
            if len(a) != len(b) or np.any(np.abs(a - b) > tolerance * np.maximum(np.abs(b), scale)):
                values_equal = False
                worst = np.max(np.abs(a - b)) if len(a) == len(b) else math.nan
                first = first or f"tree {index} {key}: differ by {worst:.2g}"
        equal += 1
    structure = equal == len(mine) == len(other)
    if not first and len(mine) != len(other):
        first = f"trees {len(mine)} against {len(other)}"
    same_bytes = tree_section(mine_text) == tree_section(other_text)
    if not first and not same_bytes:
        for index in range(len(mine)):
            keys = [k for k in other[index] if mine[index].get(k) != other[index][k]]
            if keys:
                place = next((i for i, (a, b) in enumerate(zip(mine[index][keys[0]].split(),
                                                              other[index][keys[0]].split())) if a != b), 0)
                first = (f"tree {index} last digits of {keys[0]}[{place}]: "
                         f"{mine[index][keys[0]].split()[place:place+1]} against {other[index][keys[0]].split()[place:place+1]}")
                break
    if not first and header(mine_text) != header(other_text):
        pairs = [(a, b) for a, b in zip(header(mine_text), header(other_text)) if a != b]
        first = "header: " + (f"{pairs[0][0][:80]} against {pairs[0][1][:80]}" if pairs else "number of lines")
    return Comparison(same_bytes, structure, values_equal, equal, max(len(mine), len(other)), first)


def working_folder():
    return tempfile.TemporaryDirectory(prefix="gbdt-lightgbm-")
