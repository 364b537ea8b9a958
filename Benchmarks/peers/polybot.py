"""Our own binary: its commands are run and their reports read."""

import json
import os
import pathlib
import subprocess
import tempfile

import numpy

import dataset
import measure


def environment(peer):
    chosen = dict(os.environ)
    chosen.pop("POLYBOT_ISA", None)
    if peer == "polybot-portable":
        chosen["POLYBOT_ISA"] = "baseline"
    return chosen


def run(job, *arguments):
    """The JSON object that `polybot gbdt` prints."""
    command = [job["polybot"], "gbdt", *map(str, arguments), "--json"]
    done = subprocess.run(command, env=environment(job["peer"]), capture_output=True, text=True)
    if done.returncode:
        raise RuntimeError(f"{' '.join(command)}: exit code {done.returncode}: {done.stderr.strip()[-300:]}")
    return json.loads(done.stdout)


def settings(data, parameters, threads):
    """Parameters as `polybot gbdt train` takes them; no metrics, as others compute none while they train."""
    values = dict(
        objective=data.task, num_iterations=parameters["rounds"], learning_rate=parameters["lr"],
        num_leaves=parameters["leaves"], min_data_in_leaf=parameters["min_leaf"], lambda_l2=parameters["l2"],
        max_bin=parameters["max_bin"], num_threads=threads, seed=1, metric="None", verbosity=-1)
    if data.class_count:
        values["num_class"] = data.class_count
    if data.categories:
        values["categorical_feature"] = ",".join(map(str, data.categories))
    return [f"{name}={value}" for name, value in values.items()]


def train(job):
    data = dataset.Dataset(job["folder"], job["dataset"])
    with tempfile.TemporaryDirectory() as folder:
        model = job.get("save") or os.path.join(folder, "model.txt")
        path = data.folder / f"{data.name}.train.npy"
        report = run(
            job, "train", *settings(data, job["params"], job["threads"]), f"data={path}", f"output_model={model}")
        test = data.part("test")
        values = measure.metrics(data.task, test.labels, predictions(job, model, test.path, folder))
        fields = ["load_s", "bin_s", "train_s", "cpu_s", "peak_rss_mb", "trees"]
        line = {field: report[field] for field in fields}
        if "rss_before_mb" in report:
            line["rss_before_mb"] = report["rss_before_mb"]
        return dict(
            version=job["version"], **line, total_s=report["bin_s"] + report["train_s"],
            model_bytes=os.path.getsize(model), metrics=values,
            same_trees=same_trees(model, job.get("reference_model")))


def predictions(job, model, rows, folder):
    output = os.path.join(folder, "predictions.tsv")
    run(job, "predict", "--model", model, "--data", rows, "--output", output)
    return numpy.loadtxt(output)


def same_trees(model, reference):
    """Whether all trees are, byte for byte, those of a LightGBM model; nothing without one."""
    if not reference or not os.path.exists(reference):
        return None
    texts = [pathlib.Path(path).read_text() for path in (model, reference)]
    trees = [text[text.index("Tree=0"):text.index("end of trees")] for text in texts]
    return trees[0] == trees[1]


def bench(job):
    """Report of `polybot gbdt bench` on the test rows, which serves single rows and batches."""
    return run(
        job, "bench", "--model", job["model_file"], "--data", test_rows(job), "--threads", job["threads"])


def explaining(job):
    """Report of the program Benchmarks/Sources/explaining: loading, Shapley values, leaf indices."""
    command = [job["explaining"], job["model_file"], test_rows(job), job["threads"]]
    done = subprocess.run(list(map(str, command)), capture_output=True, text=True, check=True)
    return json.loads(done.stdout)


def test_rows(job):
    data = dataset.Dataset(job["folder"], job["dataset"])
    return data.folder / f"{data.name}.test.npy"
