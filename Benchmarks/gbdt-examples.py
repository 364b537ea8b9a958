"""Test metrics of polybot and LightGBM on LightGBM's four example sets, side by side, as a Markdown table.

Both train from the values of Examples/gbdt/*.conf, one thread, on the files of --data (see its README.md). polybot
reads the files itself; LightGBM is given the numbers that numpy reads. Each reports its own metric of the last round,
or of the best one where the training stops early. Seconds are of reading and training, in a process of its own for
polybot.

    python Benchmarks/gbdt-examples.py --polybot .build/release/polybot --data ../shared/gbdt/data
"""

import argparse
import json
import pathlib
import shutil
import subprocess
import tempfile
import time

import lightgbm
import numpy

CONFIGURATIONS = pathlib.Path(__file__).resolve().parent.parent / "Examples" / "gbdt"
# Name, files of the training and test part, and the endings of their side files.
SETS = [
    ("regression", "higgs7k.{}.tsv", {"init": "higgs7k.{}.init"}),
    ("binary", "higgs7k.{}.tsv", {"weight": "higgs7k.{}.weight"}),
    ("multiclass", "multiclass.{}.tsv", {}),
    ("rank", "rank.{}.svm", {"query": "rank.{}.query"}),
]
NOT_OF_TRAINING = {"task", "output_model", "metric_freq", "is_training_metric"}


def read_configuration(path):
    values = {}
    for line in path.read_text().splitlines():
        line = line.split("#")[0].strip()
        if line:
            name, value = line.split("=", 1)
            values[name.strip()] = value.strip()
    return values


def read_table(path):
    """Labels and features; LibSVM rows are made dense."""
    if not path.suffix == ".svm":
        table = numpy.loadtxt(path)
        return table[:, 0], table[:, 1:]
    labels, rows = [], []
    for line in path.read_text().splitlines():
        words = line.split()
        labels.append(float(words[0]))
        rows.append({int(word.split(":")[0]): float(word.split(":")[1]) for word in words[1:]})
    features = numpy.zeros((len(rows), 1 + max(max(row) for row in rows)))
    for number, row in enumerate(rows):
        for column, value in row.items():
            features[number, column] = value
    return numpy.array(labels), features


def dataset(path, reference=None):
    labels, features = read_table(path)
    if reference is not None and features.shape[1] < reference.num_feature():
        missing = reference.num_feature() - features.shape[1]
        features = numpy.hstack([features, numpy.zeros((len(features), missing))])
    side = {}
    for ending, name in [("weight", "weight"), ("query", "group"), ("init", "init_score")]:
        file = pathlib.Path(str(path) + "." + ending)
        if file.exists():
            side[name] = numpy.loadtxt(file, dtype=int if ending == "query" else float)
    return lightgbm.Dataset(features, labels, reference=reference, **side)


def train_lightgbm(configuration, train, test):
    parameters = {k: v for k, v in configuration.items() if k not in NOT_OF_TRAINING}
    parameters.update(num_threads=1, deterministic=True, force_col_wise=True, verbosity=-1)
    rounds = int(parameters.pop("num_trees"))
    stopping = int(parameters.pop("early_stopping_round", 0))
    history = {}
    callbacks = [lightgbm.record_evaluation(history)]
    if stopping:
        callbacks.append(lightgbm.early_stopping(stopping, verbose=False))
    start = time.perf_counter()
    training = dataset(train)
    training.params = dict(parameters)
    training.construct()
    booster = lightgbm.train(
        parameters, training, rounds, valid_sets=[dataset(test, training)], valid_names=["valid_1"],
        callbacks=callbacks)
    seconds = time.perf_counter() - start
    iteration = booster.best_iteration or booster.current_iteration()
    metrics = {name: values[iteration - 1] for name, values in history["valid_1"].items()}
    return metrics, iteration, seconds, booster.model_to_string()


def train_polybot(binary, name, train, test, folder):
    model = folder / f"{name}.polybot.txt"
    command = [
        binary, "gbdt", "train", "--json", "--config", str(CONFIGURATIONS / f"{name}.conf"), f"data={train}",
        f"valid={test}", f"output_model={model}", "num_threads=1", "metric_freq=1", "is_training_metric=false",
        "verbosity=0"]
    start = time.perf_counter()
    report = json.loads(subprocess.run(command, check=True, capture_output=True, text=True).stdout)
    seconds = time.perf_counter() - start
    metrics = {v["metric"]: v["value"] for v in report["evaluations"] if v["data"] == "valid_1"}
    return metrics, report["iterations"], seconds, model.read_text()


def trees(text):
    return text[text.index("Tree=0"):text.index("end of trees")]


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--polybot", required=True, help="the binary")
    parser.add_argument("--data", default="../shared/gbdt/data", help="folder of the example data")
    options = parser.parse_args()
    data = pathlib.Path(options.data)
    binary = str(pathlib.Path(options.polybot).resolve())
    print("| Example | Metric on the test rows | polybot | LightGBM " + lightgbm.__version__
          + " | Rounds | Trees | polybot, s | LightGBM, s |")
    print("|---|---|---|---|---|---|---|---|")
    with tempfile.TemporaryDirectory() as name:
        folder = pathlib.Path(name)
        for example, pattern, sides in SETS:
            paths = {}
            for part in ("train", "test"):
                paths[part] = folder / f"{example}.{part}{pathlib.Path(pattern).suffix}"
                shutil.copy(data / pattern.format(part), paths[part])
                for ending, side in sides.items():
                    shutil.copy(data / side.format(part), f"{paths[part]}.{ending}")
            configuration = read_configuration(CONFIGURATIONS / f"{example}.conf")
            theirs, their_rounds, their_seconds, their_model = train_lightgbm(
                configuration, paths["train"], paths["test"])
            ours, our_rounds, our_seconds, our_model = train_polybot(
                binary, example, paths["train"], paths["test"], folder)
            same = "equal" if trees(our_model) == trees(their_model) else "differ"
            rounds = str(our_rounds) if our_rounds == their_rounds else f"{our_rounds} / {their_rounds}"
            for metric in theirs:
                print(f"| {example} | {metric} | {ours[metric]:.10g} | {theirs[metric]:.10g} | {rounds} | {same} "
                      f"| {our_seconds:.2f} | {their_seconds:.2f} |")


if __name__ == "__main__":
    main()
