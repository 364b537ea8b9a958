"""One measurement of predictions in this process: python predict_one.py JOB, a JSON object; prints one line.

A job says what (single-row, batch, load, compile, shap or leaf-index), peer, model, dataset, threads and the folders.
"""

import json
import os
import pathlib
import subprocess
import sys
import tempfile
import time

import numpy

import dataset
import libraries
import measure
import plan
import polybot


def model_path(job):
    """The saved model of a peer; what is made from LightGBM's model is found under its name."""
    library = libraries.library(job["peer"])
    owner = "lightgbm" if library.ENDING == "txt" else job["peer"].removesuffix("-python")
    owner = "catboost-symmetric" if owner == "catboost" else owner
    return os.path.join(job["models"], f"{job['model']}.{owner}.{library.ENDING}")


def is_from_lightgbm(job):
    return libraries.library(job["peer"]).ENDING == "txt"


def lightgbm_predictions(job, rows):
    from libraries.lightgbm import Predictor

    path = os.path.join(job["models"], f"{job['model']}.lightgbm.txt")
    return Predictor("lightgbm", path, job["work"], job["threads"]).predict(rows)


def first_output(predictions, count):
    return numpy.asarray(predictions, dtype=numpy.float64).reshape(count, -1)[:, 0]


def difference(job, rows, predictions):
    """The largest to LightGBM's predictions; only oneDAL, which rounds thresholds, may be off."""
    expected = first_output(lightgbm_predictions(job, rows), len(rows))
    largest = float(numpy.max(numpy.abs(first_output(predictions, len(rows)) - expected)))
    if job["peer"] != "onedal" and largest > 1e-6 * max(1, numpy.max(numpy.abs(expected))):
        raise RuntimeError(f"wrong predictions: one is off LightGBM's by {largest}")
    return largest


def rows_of(job):
    return dataset.Dataset(job["folder"], job["dataset"]).part("test").rows


def predictor(job):
    library = libraries.library(job["peer"])
    return library.Predictor(job["peer"], model_path(job), job["work"], job["threads"])


def repeated(call, rows, seconds=0.3):
    """Rates of a call on rows: at least three calls and 0.3 seconds of them, after one to warm up."""
    result = call()
    watch, count = measure.Stopwatch(), 0
    while count < 3 or watch.seconds < seconds:
        call()
        count += 1
    wall, cpu = watch.seconds / count, watch.cpu_seconds / count
    return result, dict(rows=rows, seconds=wall, cpu_s=cpu, rows_per_s=rows / wall, rows_per_cpu_s=rows / cpu)


def batch(job):
    rows = rows_of(job)
    source = predictor(job)
    prepared = source.prepare(rows)
    result, rates = repeated(lambda: source.predict(prepared), len(rows))
    if is_from_lightgbm(job):
        rates["max_diff_to_lightgbm"] = difference(job, rows, result)
    return rates


def explain(job):
    rows = rows_of(job)[:500 if job["what"] == "shap" else 10_000]
    source = predictor(job)
    call = source.explain if job["what"] == "shap" else source.leaves
    return repeated(lambda: call(rows), len(rows))[1]


def load(job):
    path = pathlib.Path(model_path(job))
    path.read_bytes()
    libraries.library(job["peer"])
    start = time.perf_counter()
    predictor(job)
    return dict(seconds=time.perf_counter() - start, bytes=path.stat().st_size)


def compile_code(job):
    library = libraries.library(job["peer"])
    seconds, size = library.compile_model(job["peer"], model_path(job), job["work"])
    if job["peer"] == "lleaves":
        library.single_row_library(model_path(job), job["work"])
    return dict(seconds=seconds, bytes=size)


def single_row(job):
    rows = rows_of(job)[:plan.SINGLE_ROWS]
    if job["peer"].endswith("-python"):
        return single_row_in_python(job, rows)
    library, model = single_row_code(job)
    outputs = 1 if job["outputs"] is None else job["outputs"]
    file = pathlib.Path(job["work"]) / f"{job['dataset']}.rows"
    rows.astype(numpy.float64).tofile(file)
    command = [
        os.path.join(job["work"], "single_row"), job["peer"], library, model, file, len(rows), rows.shape[1], outputs,
        job["calls"]]
    done = subprocess.run(list(map(str, command)), capture_output=True, text=True)
    if done.returncode:
        raise RuntimeError(f"single_row: {done.returncode} {done.stderr.strip()[-200:]}")
    line = json.loads(done.stdout)
    if is_from_lightgbm(job):
        expected = float(first_output(lightgbm_predictions(job, rows), len(rows)).sum())
        if abs(line["check"] - expected) > 1e-6 * max(1, abs(expected)):
            raise RuntimeError(f"wrong predictions: their sum is {line['check']}, LightGBM's {expected}")
    return line


def single_row_code(job):
    """The library that the program in C loads, and the model that this library reads."""
    library = libraries.library(job["peer"])
    if job["peer"] == "treelite-gtil":
        return library.treelite_file(), model_path(job)
    if job["peer"] == "lleaves":
        return library.single_row_file(model_path(job), job["work"]), "-"
    if job["peer"].startswith("tl2cgen"):
        return library.code_file(job["peer"], model_path(job), job["work"]), "-"
    return library.library_file(), model_path(job)


def single_row_in_python(job, rows):
    """A call from Python, timed by its clock: all that these libraries offer."""
    source = predictor(job)
    samples = [numpy.ascontiguousarray(rows[i:i + 1]) for i in range(len(rows))]
    clock = time.perf_counter_ns
    limit, latencies = clock() + 3_000_000_000, []
    for call in range(job["calls"] + 100):
        row = samples[call % len(samples)]
        start = clock()
        source.predict(row)
        latencies.append(clock() - start)
        if clock() > limit:
            break
    latencies = numpy.array(latencies[100:] or latencies)
    ticks = [clock() for _ in range(2_001)]
    values = numpy.percentile(latencies, [50, 90, 99, 99.9])
    names = ["p50_ns", "p90_ns", "p99_ns", "p999_ns"]
    return dict(
        zip(names, map(float, values)), min_ns=float(latencies.min()), timer_ns=float(numpy.median(numpy.diff(ticks))))


def ours(job):
    """What `polybot gbdt bench` and Benchmarks/Sources/explaining report, in the words of the schema."""
    what = job["what"]
    if what not in ("single-row", "batch"):
        return polybot.explaining(job)[what]
    report = polybot.bench(job)
    if what == "single-row":
        return report["single_row"] | dict(plan=report["plan"])
    rates = report["batch"][0]
    rows = rows_of(job)
    with tempfile.TemporaryDirectory() as folder:
        result = polybot.predictions(job, job["model_file"], polybot.test_rows(job), folder)
    return rates | dict(
        plan=report["plan"], rows=len(rows), seconds=len(rows) / rates["rows_per_s"],
        cpu_s=len(rows) / rates["rows_per_cpu_s"], max_diff_to_lightgbm=difference(job, rows, result))


def measured(job):
    if job["peer"].startswith("polybot"):
        return dict(version=job["version"]) | ours(job)
    actions = {
        "single-row": single_row, "batch": batch, "load": load, "compile": compile_code, "shap": explain,
        "leaf-index": explain}
    return dict(version=libraries.library(job["peer"]).VERSION) | actions[job["what"]](job)


if __name__ == "__main__":
    job = json.loads(sys.argv[1])
    results = os.fdopen(os.dup(1), "w")
    # Libraries print to stdout, which is for our line.
    os.dup2(2, 1)
    print(json.dumps(measured(job)), file=results)
