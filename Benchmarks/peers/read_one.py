"""One measurement of reading a file in this process: python read_one.py JOB; prints one line.

`seconds` is from a CSV file to the data set that training works on, less the time from an array to it; of an NPY file
it is from the file to an array. Files are read once before, so that they are in the system's cache.
"""

import json
import os
import sys

import dataset
import libraries
import measure
import polybot


def lightgbm_csv(job, data):
    """Both ways to a binned data set in one process: what differs is reading."""
    library = libraries.library("lightgbm")
    watch = measure.Stopwatch()
    library.read_csv(data.csv, job["threads"])
    file_s, file_cpu_s = watch.seconds, watch.cpu_seconds
    trainer = library.Trainer("lightgbm", data, job["params"], job["threads"])
    part = data.part("train")
    watch.restart()
    trainer.bin(part)
    array_s, array_cpu_s = watch.seconds, watch.cpu_seconds
    return dict(
        version=library.VERSION, seconds=file_s - array_s, cpu_s=file_cpu_s - array_cpu_s,
        file_to_data_set_s=file_s, array_to_data_set_s=array_s)


def pyarrow_csv(job, data):
    """A reader that is known to be quick; columns of an Arrow table, no data set."""
    import pyarrow
    import pyarrow.csv

    pyarrow.set_cpu_count(job["threads"])
    watch = measure.Stopwatch()
    pyarrow.csv.read_csv(data.csv, pyarrow.csv.ReadOptions(use_threads=job["threads"] > 1))
    return dict(version=pyarrow.__version__, seconds=watch.seconds, cpu_s=watch.cpu_seconds)


def plain_read(job, data):
    path = data.folder / f"{data.name}.train.npy"
    watch = measure.Stopwatch()
    path.read_bytes()
    return dict(seconds=watch.seconds, cpu_s=watch.cpu_seconds)


def numpy_array(job, data):
    import numpy

    watch = measure.Stopwatch()
    numpy.load(data.folder / f"{data.name}.train.npy")
    return dict(version=numpy.__version__, seconds=watch.seconds, cpu_s=watch.cpu_seconds)


def polybot_file(job, data):
    """A training of one round: its report tells reading from binning."""
    settings = polybot.settings(data, job["params"] | dict(rounds=1), job["threads"])
    if job["format"] == "csv":
        settings += [f"data={data.csv}", "header=true", "label_column=name:label"]
    else:
        settings += [f"data={data.folder / data.name}.train.npy"]
    report = polybot.run(job, "train", *settings, f"output_model={os.path.join(job['work'], 'read.txt')}")
    return dict(
        version=job["version"], seconds=report["load_s"], file_to_data_set_s=report["load_s"] + report["bin_s"],
        array_to_data_set_s=report["bin_s"])


ACTIONS = {
    ("lightgbm", "csv"): lightgbm_csv, ("pyarrow", "csv"): pyarrow_csv, ("polybot", "csv"): polybot_file,
    ("read", "npy"): plain_read, ("numpy", "npy"): numpy_array, ("polybot", "npy"): polybot_file,
}

if __name__ == "__main__":
    job = json.loads(sys.argv[1])
    results = os.fdopen(os.dup(1), "w")
    os.dup2(2, 1)
    data = dataset.Dataset(job["folder"], job["dataset"])
    file = data.csv if job["format"] == "csv" else data.folder / f"{data.name}.train.npy"
    size = len(file.read_bytes())
    line = ACTIONS[job["peer"], job["format"]](job, data)
    print(json.dumps(line | dict(bytes=size, mb_per_s=size / 1e6 / line["seconds"])), file=results)
