"""lleaves and tl2cgen turn a LightGBM model into machine code; treelite's GTIL interprets it."""

import pathlib
import subprocess
import time
from importlib.metadata import version

import lleaves
import numpy
import tl2cgen
import treelite

VERSION = ", ".join(f"{name} {version(name)}" for name in ("lleaves", "treelite", "tl2cgen"))
ENDING = "txt"


def code_file(peer, path, work):
    ending = "o" if peer == "lleaves" else "so"
    return pathlib.Path(work) / f"{pathlib.Path(path).stem}.{peer}.{ending}"


def compile_model(peer, path, work):
    """Makes the code file anew; seconds and bytes."""
    code = code_file(peer, path, work)
    code.unlink(missing_ok=True)
    start = time.perf_counter()
    if peer == "lleaves":
        lleaves.Model(path).compile(cache=code)
    else:
        settings = dict(parallel_comp=4, quantize=1 if peer.endswith("quantize") else 0)
        tl2cgen.export_lib(
            treelite.frontend.load_lightgbm_model(path), toolchain="gcc", libpath=code, params=settings,
            options=["-O3"], nthread=1)
    return time.perf_counter() - start, code.stat().st_size


def single_row_library(path, work):
    """lleaves' code as a shared library, without blocks of trees: its manual says that only batches gain from them.

    Above 10,000 leaves the compiler would take a quarter of an hour for it, so that the code for batches serves.
    """
    code = code_file("lleaves", path, work)
    if leaf_count(path) <= 10_000:
        model, code = lleaves.Model(path), code.with_suffix(".single.o")
        code.unlink(missing_ok=True)
        model.compile(cache=code, fblocksize=model.num_trees())
    library = single_row_file(path, work)
    subprocess.run(["gcc", "-shared", "-o", library, code, "-lm"], check=True)


def single_row_file(path, work):
    return code_file("lleaves", path, work).with_suffix(".single.so")


def leaf_count(path):
    lines = pathlib.Path(path).read_text().splitlines()
    return sum(int(line.split("=")[1]) for line in lines if line.startswith("num_leaves="))


class Predictor:
    def __init__(self, peer, path, work, threads):
        self.threads = threads
        code = code_file(peer, path, work)
        self.prepare = lambda rows: numpy.ascontiguousarray(rows, dtype=numpy.float64)
        if peer == "lleaves":
            model = lleaves.Model(path)
            model.compile(cache=code)
            self.predict = lambda rows: model.predict(rows, n_jobs=threads)
        elif peer == "treelite-gtil":
            model = treelite.frontend.load_lightgbm_model(path)
            self.predict = lambda rows: treelite.gtil.predict(model, rows, nthread=threads)
        else:
            model = tl2cgen.Predictor(code, nthread=threads)
            self.prepare = lambda rows: tl2cgen.DMatrix(rows.astype(numpy.float64), dtype="float64")
            self.predict = model.predict


def treelite_file():
    return str(next((pathlib.Path(treelite.__file__).parent / "lib").glob("libtreelite.*")))
