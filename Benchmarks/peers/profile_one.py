"""Where our time goes: python profile_one.py JOB prints one line with the shares of functions, by samples of perf.

A job says what: training or prediction (of the bench command: single rows and batches), and of which data set.
"""

import collections
import json
import os
import re
import shutil
import subprocess
import sys
import tempfile

import dataset
import polybot

SHARE_MIN = 1.0


def command(job, data, folder):
    binary = [job["polybot"], "gbdt"]
    if job["what"] == "training":
        settings = polybot.settings(data, job["params"], job["threads"])
        path = data.folder / f"{data.name}.train.npy"
        return binary + ["train", *settings, f"data={path}", f"output_model={os.path.join(folder, 'model.txt')}"]
    return binary + [
        "bench", "--model", job["model_file"], "--data", str(polybot.test_rows(job)), "--threads",
        str(job["threads"])]


def profile(job):
    data = dataset.Dataset(job["folder"], job["dataset"])
    with tempfile.TemporaryDirectory() as folder:
        samples = os.path.join(folder, "samples")
        # The processor's own clock of a virtual machine is often out of reach; that of the system is not.
        record = ["perf", "record", "--event", "cpu-clock", "--freq", "997", "--output", samples, "--"]
        subprocess.run(record + command(job, data, folder), check=True, capture_output=True)
        report = subprocess.run(
            ["perf", "report", "--input", samples, "--stdio", "--no-children", "--call-graph", "none", "--fields",
             "overhead,symbol", "--percent-limit", str(SHARE_MIN)], check=True, capture_output=True, text=True).stdout
    found = re.findall(r"^\s*([\d.]+)%\s+\[(.)\] (\S.*?)\s*$", report, re.MULTILINE)
    names = readable([name for _, _, name in found])
    # One function can have several forms, for several types.
    shares = collections.Counter()
    for (share, kind, _), name in zip(found, names):
        shares[f"{name} (system)" if kind == "k" else name] += float(share)
    functions = [dict(function=name, share=share) for name, share in shares.most_common()]
    return dict(version=job["version"], functions=functions)


def readable(symbols):
    """Type and function of Swift's symbols, without parameters."""
    swift = shutil.which(os.environ.get("SWIFT", "swift"))
    if not swift or not symbols:
        return symbols
    done = subprocess.run(
        [swift, "demangle", "--compact", "--simplified"], input="\n".join(symbols), capture_output=True, text=True)
    names = done.stdout.splitlines()
    return [brief(name) for name in names] if len(names) == len(symbols) else symbols


def brief(name):
    """`specialized NumericSplitFinder.search(_:)` says enough as `NumericSplitFinder.search`."""
    name = re.sub(r"^(generic specialization <.*?> of |function signature specialization <.*> of |merged )+", "", name)
    closure = "closure in " if name.startswith("closure #") else ""
    name = re.sub(r"^(closure #\d+ .*? in |specialized |static |partial apply for |@\S+ )+", "", name)
    return closure + re.split(r"[(<]", name)[0]


if __name__ == "__main__":
    print(json.dumps(profile(json.loads(sys.argv[1]))))
