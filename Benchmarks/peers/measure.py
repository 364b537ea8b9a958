"""Clocks, memory, the machine, and test metrics."""

import os
import platform
import time

import numpy


class Stopwatch:
    """Wall and CPU seconds (all threads of this process) since its making or the last `restart`."""

    def __init__(self):
        self.restart()

    def restart(self):
        self.wall, self.cpu = time.perf_counter(), time.process_time()

    @property
    def seconds(self):
        return time.perf_counter() - self.wall

    @property
    def cpu_seconds(self):
        return time.process_time() - self.cpu


def status_mb(field):
    with open("/proc/self/status") as lines:
        return next(int(line.split()[1]) / 1024 for line in lines if line.startswith(field))


def forget_peak():
    """From here on VmHWM, the peak of resident memory, counts anew; not every kernel allows it."""
    try:
        with open("/proc/self/clear_refs", "w") as file:
            file.write("5")
    except OSError:
        pass


def machine():
    model = platform.machine()
    with open("/proc/cpuinfo") as lines:
        for line in lines:
            if line.startswith("model name"):
                model = line.split(":")[1].strip()
    return dict(
        cpu=model, cores=os.cpu_count(), os=platform.platform(), python=platform.python_version(),
        load1=os.getloadavg()[0])


def metrics(task, labels, predictions):
    """Of predicted values, probabilities of the second class, or rows of probabilities."""
    import sklearn.metrics as known

    labels = labels.astype(numpy.float64)
    predictions = numpy.asarray(predictions, dtype=numpy.float64)
    if task == "regression":
        return dict(
            rmse=known.root_mean_squared_error(labels, predictions), r2=known.r2_score(labels, predictions),
            mae=known.mean_absolute_error(labels, predictions))
    if task == "binary":
        return dict(logloss=known.log_loss(labels, predictions), auc=known.roc_auc_score(labels, predictions))
    wrong = predictions.argmax(axis=1) != labels
    return dict(logloss=known.log_loss(labels, predictions), error=float(numpy.mean(wrong)))
