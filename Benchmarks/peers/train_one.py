"""One training in this process: python train_one.py JOB, a JSON object; prints one line of the schema.

A job says peer, dataset, folder (of data), params, threads, and where our binary is; with `save` the model stays.
"""

import json
import os
import sys
import tempfile

import dataset
import libraries
import measure
import polybot


def train(job):
    if job["peer"].startswith("polybot"):
        return polybot.train(job)
    watch = measure.Stopwatch()
    data = dataset.Dataset(job["folder"], job["dataset"])
    part = data.part("train")
    load_s = watch.seconds
    library = libraries.library(job["peer"])
    trainer = library.Trainer(job["peer"], data, job["params"], job["threads"])
    before = measure.status_mb("VmRSS")
    measure.forget_peak()
    watch.restart()
    binned = trainer.bin(part)
    bin_s = watch.seconds
    model = trainer.boost(binned)
    total_s, cpu_s = watch.seconds, watch.cpu_seconds
    peak = measure.status_mb("VmHWM")
    if hasattr(trainer, "binning_seconds"):
        bin_s = trainer.binning_seconds(part)
    test = data.part("test")
    values = measure.metrics(data.task, test.labels, trainer.predict(model, test.rows))
    return dict(
        version=library.VERSION, load_s=load_s, bin_s=bin_s, train_s=total_s - bin_s, total_s=total_s, cpu_s=cpu_s,
        rss_before_mb=before, peak_rss_mb=peak, trees=trainer.tree_count(model),
        model_bytes=save(trainer, model, library.ENDING, job.get("save")), metrics=values)


def save(trainer, model, ending, path):
    if path:
        trainer.save(model, path)
        return os.path.getsize(path)
    with tempfile.TemporaryDirectory() as folder:
        return save(trainer, model, ending, os.path.join(folder, "model." + ending))


if __name__ == "__main__":
    job = json.loads(sys.argv[1])
    results = sys.stdout
    sys.stdout = sys.stderr
    print(json.dumps(train(job)), file=results)
