"""Measures everything, or some of it, and writes JSON lines, tables and plots. `make bench-peers` calls it.

    python run.py --work .build-peers --polybot .build/release/polybot
    python run.py ... --only training,single-row --datasets bot,diamonds --peers lightgbm,polybot --repeats 5

Each measurement is a process of its own, kept to as many processors as it has threads; repeats are the outermost loop,
so that peers take turns and noise meets all alike. Results go to WORK/results/SUITE.jsonl, one file for each suite.
"""

import argparse
import json
import os
import pathlib
import shutil
import subprocess
import sys
import time

import figures
import make_data
import measure
import plan
import plot
import table

HERE = pathlib.Path(__file__).resolve().parent


class Run:
    def __init__(self, options):
        self.options = options
        self.work = pathlib.Path(options.work).resolve()
        self.folders = {name: self.work / name for name in ("data", "models", "code", "results")}
        for folder in self.folders.values():
            folder.mkdir(parents=True, exist_ok=True)
        self.ours = dict(
            polybot=str(pathlib.Path(options.polybot).resolve()),
            explaining=str(pathlib.Path(options.explaining).resolve()), version=commit())
        names = options.datasets or list(plan.PARAMETERS)
        self.datasets = make_data.make(self.folders["data"], names, options.examples)
        self.machine = measure.machine()

    def header(self, name):
        return json.loads((self.folders["data"] / f"{name}.json").read_text())

    def peers(self, all_peers):
        return [peer for peer in all_peers if not self.options.peers or peer in self.options.peers]

    def threads(self):
        return [count for count in self.options.threads if count <= os.cpu_count()]

    def measure(self, program, job, repeat=0, timeout=3_600):
        """The line that a program prints about one job; nothing if it fails, and then stderr says why."""
        threads = job.get("threads", 1)
        alone = repeat % os.cpu_count() if self.options.processor is None else self.options.processor
        processors = str(alone) if threads == 1 else f"0-{threads - 1}"
        job = job | dict(
            folder=str(self.folders["data"]), models=str(self.folders["models"]), work=str(self.folders["code"]),
            **self.ours)
        environment = dict(
            os.environ, OMP_NUM_THREADS=str(threads), OPENBLAS_NUM_THREADS="1", OMP_WAIT_POLICY="PASSIVE",
            PYTHONWARNINGS="ignore")
        command = ["taskset", "-c", processors, sys.executable, HERE / program, json.dumps(job)]
        try:
            done = subprocess.run(command, env=environment, capture_output=True, text=True, timeout=timeout)
        except subprocess.TimeoutExpired:
            print(f"failed: {describe(job)}: not done after {timeout} s", file=sys.stderr, flush=True)
            return None
        if done.returncode or not done.stdout.strip():
            reason = (done.stderr.strip().splitlines() or ["no reason given"])[-1]
            print(f"failed: {describe(job)}: {reason}", file=sys.stderr, flush=True)
            return None
        return json.loads(done.stdout.strip().splitlines()[-1])

    def kept(self, path, renewed):
        """Earlier lines that stay: with --keep, those of other jobs."""
        if not self.options.keep or not path.exists():
            return []
        return [text for text in path.read_text().splitlines(True) if identity(json.loads(text)) not in renewed]

    def record(self, suite, jobs):
        """Measures (program, job) pairs in turn, as often as there are repeats."""
        path = self.folders["results"] / f"{suite}.jsonl"
        jobs = list(jobs)
        kept = self.kept(path, {identity(job) for _, job in jobs})
        with open(path, "w") as file:
            file.writelines(kept)
            # What was measured before must not be lost when this run is stopped.
            file.flush()
            for repeat in range(self.options.repeats):
                for number, (program, job) in enumerate(jobs):
                    tell(f"{suite}: round {repeat + 1}, {number + 1} of {len(jobs)}: {describe(job)}")
                    line = self.measure(program, job, repeat)
                    if line is not None:
                        told = {key: value for key, value in job.items() if key not in UNTOLD}
                        machine = self.machine | dict(load1=os.getloadavg()[0])
                        line = dict(schema=1) | told | line | dict(machine=machine, repeat=repeat)
                        print(json.dumps(line), file=file, flush=True)
        tell("")


def tell(text):
    """The line of progress, where somebody may be looking."""
    if sys.stderr.isatty():
        print(f"\r{text}\033[K", end="", file=sys.stderr, flush=True)


def commit():
    """Which of our sources are measured."""
    command = ["git", "-C", HERE, "describe", "--always", "--dirty"]
    done = subprocess.run(command, capture_output=True, text=True)
    return done.stdout.strip() or "unknown"


# Where things are, which the lines need not say.
UNTOLD = {"save", "reference_model", "model_file", "outputs", "calls"}


def identity(job):
    """What tells jobs, and the lines about them, apart; only repeats have it in common."""
    names = ("kind", "what", "format", "peer", "dataset", "model", "threads", "axis", "value")
    return tuple(job.get(name) for name in names)


def describe(job):
    parts = [job.get(key) for key in ("what", "peer", "model", "dataset", "axis", "value", "threads")]
    return " ".join(str(part) for part in parts if part is not None)


def training(run):
    for name in run.datasets:
        for threads in run.threads():
            for peer in run.peers(plan.TRAINERS):
                job = dict(
                    kind="train", peer=peer, dataset=name, threads=threads, params=plan.PARAMETERS[name])
                if peer == "lightgbm-col" and threads == 1:
                    job["save"] = str(run.folders["models"] / f"{name}.reference.txt")
                if peer in plan.OURS:
                    job["reference_model"] = str(run.folders["models"] / f"{name}.reference.txt")
                yield "train_one.py", job


# These take no categories as numbers, or not at all.
NUMBERS_ONLY = {"xgboost", "catboost-lossguide", "catboost-symmetric", "catboost-python", "onedal", "onedal-python"}


def models(run):
    """Makes the models that predictions are asked of, unless they are there."""
    chosen = {}
    for model, (name, changes) in plan.MODELS.items():
        if name not in run.datasets or (run.options.models and model not in run.options.models):
            continue
        parameters = plan.PARAMETERS[name] | changes
        header = run.header(name)
        chosen[model] = dict(
            model=model, dataset=name, features=len(header["columns"]) - 1,
            trees=parameters["rounds"] * (header["num_class"] or 1), outputs=header["num_class"],
            has_categories=any(column["kind"] == "cat" for column in header["columns"]))
        for peer in plan.MODEL_MAKERS:
            ending = dict(lightgbm="txt", xgboost="ubj", sklearn="pkl").get(peer, "cbm")
            path = run.folders["models"] / f"{model}.{peer}.{ending}"
            note = path.with_suffix(path.suffix + ".json")
            is_current = path.exists() and note.exists() and json.loads(note.read_text()) == parameters
            is_asked = not (chosen[model]["has_categories"] and peer in NUMBERS_ONLY) and run.peers(
                [peer, f"{peer.split('-')[0]}-python"])
            if not is_current and (peer == "lightgbm" or is_asked):
                job = dict(peer=peer, dataset=name, params=parameters, threads=os.cpu_count(), save=str(path))
                if run.measure("train_one.py", job):
                    note.write_text(json.dumps(parameters))
    return chosen


def predictions(run, peers, whats, threads, only_models=None):
    """Jobs for each model and peer that can answer."""
    for model, facts in models(run).items():
        if only_models and model not in only_models:
            continue
        for count in threads:
            for peer in run.peers(peers):
                if facts["has_categories"] and peer in NUMBERS_ONLY:
                    continue
                for what in whats:
                    job = {key: value for key, value in facts.items() if key != "has_categories"}
                    job |= dict(kind="predict", what=what, peer=peer, threads=count, calls=run.options.calls)
                    if peer in plan.OURS:
                        job["model_file"] = str(run.folders["models"] / f"{model}.lightgbm.txt")
                    yield "predict_one.py", job


def compiled(run):
    """Compiles what is missing, and measures it once: the time of a compiler hardly varies."""
    path = run.folders["results"] / "compile.jsonl"
    known = [json.loads(line) for line in path.read_text().splitlines()] if path.exists() else []
    done = {(line["model"], line["peer"]) for line in known}
    for program, job in predictions(run, plan.COMPILERS, ["compile"], [1]):
        model = run.folders["models"] / f"{job['model']}.lightgbm.txt"
        ending = "o" if job["peer"] == "lleaves" else "so"
        code = run.folders["code"] / f"{job['model']}.lightgbm.{job['peer']}.{ending}"
        is_current = code.exists() and code.stat().st_mtime > model.stat().st_mtime
        if is_current and (job["model"], job["peer"]) in done:
            continue
        print(f"compiling {job['model']} with {job['peer']}", file=sys.stderr, flush=True)
        line = run.measure(program, job)
        if line:
            told = {key: value for key, value in job.items() if key not in UNTOLD}
            known = [k for k in known if (k["model"], k["peer"]) != (job["model"], job["peer"])]
            known.append(dict(schema=1) | told | line | dict(machine=run.machine, repeat=0))
    path.write_text("".join(json.dumps(line) + "\n" for line in known))


def bounds(run):
    """What the histograms of a training would cost at best, of sets that have been trained on."""
    for name in run.datasets:
        model = run.folders["models"] / f"{name}.reference.txt"
        if model.exists():
            yield "limits.py", dict(
                kind="limit", peer="limit", dataset=name, threads=1, params=plan.PARAMETERS[name],
                model_file=str(model))


def compile_c(name, program):
    subprocess.run(["gcc", "-O3", "-march=native", "-o", program, HERE / f"{name}.c", "-ldl", "-lm"], check=True)


def profiles(run):
    """Of trainings and of the predictions of LightGBM's models, where perf is installed; once."""
    if not shutil.which("perf"):
        print("no profiles without perf", file=sys.stderr)
        return
    for name in run.datasets:
        job = dict(kind="profile", peer="polybot", dataset=name, threads=1, params=plan.PARAMETERS[name])
        if name in plan.PROFILED:
            yield "profile_one.py", job | dict(what="training")
    for model, facts in models(run).items():
        if facts["dataset"] in plan.PROFILED:
            path = run.folders["models"] / f"{model}.lightgbm.txt"
            yield "profile_one.py", dict(
                kind="profile", what="prediction", peer="polybot", model=model, dataset=facts["dataset"], threads=1,
                model_file=str(path))


def reading(run):
    for name in run.datasets:
        if name not in plan.READ_SETS:
            continue
        for kind, peers in (("csv", plan.READERS), ("npy", plan.ARRAY_READERS)):
            for threads in run.threads() if kind == "csv" else [1]:
                for peer in run.peers(peers) if kind == "csv" else peers:
                    yield "read_one.py", dict(
                        kind="read", format=kind, peer=peer, dataset=name, threads=threads,
                        params=plan.PARAMETERS[name])


def growth(run):
    axes = {axis: list(values) for axis, values in plan.GROWTH_AXES.items()}
    if run.options.large:
        axes["rows"].append(plan.GROWTH_ROWS_LARGE)
    if run.options.quick:
        axes = {axis: values[:-1] if len(values) > 2 else values for axis, values in axes.items()}
    for axis, values in axes.items():
        for value in values:
            point = plan.GROWTH_CENTRE | {axis: value}
            if point["threads"] > os.cpu_count():
                continue
            name = make_data.growth(run.folders["data"], point["rows"], point["features"])
            parameters = plan.GROWTH_PARAMETERS | {key: point[key] for key in ("rounds", "leaves", "max_bin")}
            for peer in run.peers(plan.GROWERS):
                yield "train_one.py", dict(
                    kind="growth", axis=axis, value=value, peer=peer, dataset=name, threads=point["threads"],
                    params=parameters)


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    listed = dict(type=lambda text: text.split(","), default=[])
    parser.add_argument("--work", default=".build-peers", help="folder for data, models and results")
    parser.add_argument("--polybot", default=".build/release/polybot", help="our binary")
    parser.add_argument("--explaining", default="Benchmarks/.build/release/explaining", help="our other program")
    parser.add_argument("--examples", default="../shared/gbdt/data", help="folder of LightGBM's example files")
    parser.add_argument("--only", **listed, help=f"suites among {','.join(plan.SUITES)}")
    parser.add_argument("--datasets", **listed, help=f"among {','.join(plan.PARAMETERS)}")
    parser.add_argument("--models", **listed, help=f"of those that are asked for predictions: {','.join(plan.MODELS)}")
    parser.add_argument("--peers", **listed, help="libraries; all unless given")
    parser.add_argument("--threads", type=lambda text: list(map(int, text.split(","))), default=[1, 2])
    parser.add_argument("--processor", type=int, help="of runs with one thread; each in turn unless given")
    parser.add_argument("--repeats", type=int, default=5)
    parser.add_argument("--calls", type=int, default=plan.SINGLE_CALLS, help="timed single-row predictions")
    parser.add_argument("--keep", action="store_true", help="earlier lines stay where nothing is measured anew")
    parser.add_argument("--quick", action="store_true", help="sets and models bot and diamonds, one repeat")
    parser.add_argument("--large", action="store_true", help=f"growth up to {plan.GROWTH_ROWS_LARGE:,} rows")
    options = parser.parse_args()
    if options.quick:
        options.datasets = options.datasets or ["bot", "diamonds"]
        options.models = options.models or options.datasets
        options.repeats = 1
    run = Run(options)
    measure_suites(run, options.only or plan.SUITES)
    lines = figures.read(run.folders["results"])
    print(table.everything(lines))
    for path in plot.draw(lines, run.folders["results"]):
        print(f"plot: {path}")


def measure_suites(run, suites):
    start = time.time()
    if {"single-row", "batch", "load"} & set(suites):
        compile_c("single_row", run.folders["code"] / "single_row")
        compiled(run)
    if "limits" in suites:
        compile_c("histogram_limit", run.folders["code"] / "histogram_limit")
    jobs = {
        "training": lambda: training(run),
        "limits": lambda: bounds(run),
        "profile": lambda: profiles(run),
        "single-row": lambda: predictions(run, plan.SINGLE_ROW, ["single-row"], [1]),
        "batch": lambda: predictions(run, plan.BATCH, ["batch"], run.threads()),
        "load": lambda: predictions(run, plan.LOADERS, ["load"], [1]),
        "explain": lambda: predictions(
            run, plan.EXPLAINERS, ["shap", "leaf-index"], run.threads(), plan.EXPLAINED_MODELS),
        "reading": lambda: reading(run),
        "growth": lambda: growth(run),
    }
    for suite in suites:
        if suite not in jobs:
            sys.exit(f"no suite is named {suite}; there are {', '.join(plan.SUITES)}")
        run.record(suite, jobs[suite]())
    print(f"measured in {time.time() - start:.0f} s", file=sys.stderr)


if __name__ == "__main__":
    main()
