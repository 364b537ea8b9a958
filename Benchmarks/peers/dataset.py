"""A data set on disk: NAME.json says what it is, NPY arrays hold it, a CSV file holds its training rows.

NAME.train.npy and NAME.test.npy are rows x features in rows order; labels lie beside them (NAME.train.npy.label), where
polybot looks for them. NaN is a missing value; categories are codes from 0.
"""

import dataclasses
import hashlib
import json
import pathlib

import numpy


@dataclasses.dataclass
class Part:
    rows: numpy.ndarray
    labels: numpy.ndarray
    path: pathlib.Path


class Dataset:
    def __init__(self, folder, name):
        self.folder = pathlib.Path(folder)
        self.header = json.loads((self.folder / f"{name}.json").read_text())
        self.name = name
        self.task = self.header["task"]
        self.class_count = self.header.get("num_class")
        self.features = [c for c in self.header["columns"] if c["kind"] != "label"]
        self.categories = [j for j, c in enumerate(self.features) if c["kind"] == "cat"]

    def part(self, part):
        path = self.folder / f"{self.name}.{part}.npy"
        return Part(numpy.load(path), numpy.load(f"{path}.label"), path)

    @property
    def csv(self):
        return self.folder / f"{self.name}.train.csv"


def write(folder, name, task, columns, label, train_rows, categories=(), class_count=None, note="", csv=True):
    """`columns`: pairs of a name and a vector of float32 or float64, all of one kind."""
    folder = pathlib.Path(folder)
    digest, described, offset = hashlib.sha256(), [], 0
    for column, values in [*columns, ("label", label)]:
        content = numpy.ascontiguousarray(values).tobytes()
        digest.update(content)
        kind = "label" if column == "label" else "cat" if column in categories else "num"
        entry = dict(name=column, kind=kind, dtype=f"f{8 * values.itemsize}", offset=offset)
        if kind == "cat":
            entry["cardinality"] = int(numpy.nanmax(values)) + 1
        entry["missing"] = int(numpy.isnan(values).sum())
        described.append(entry)
        offset += len(content)
    matrix = numpy.stack([values for _, values in columns], axis=1)
    for part, rows in [("train", slice(train_rows)), ("test", slice(train_rows, None))]:
        path = folder / f"{name}.{part}.npy"
        numpy.save(path, numpy.ascontiguousarray(matrix[rows]))
        with open(f"{path}.label", "wb") as file:
            numpy.save(file, label[rows])
    if csv:
        write_csv(folder / f"{name}.train.csv", columns, label, train_rows)
    header = dict(
        name=name, task=task, rows=len(label), train_rows=int(train_rows), num_class=class_count, note=note,
        bytes=offset, sha256=digest.hexdigest(), columns=described)
    (folder / f"{name}.json").write_text(json.dumps(header, indent=1))
    return header


def write_csv(path, columns, label, row_count):
    """A header, the label last, nothing between two commas where a value is missing."""
    import pyarrow
    import pyarrow.csv

    table = pyarrow.table({
        name: pyarrow.array(values[:row_count], from_pandas=True) for name, values in [*columns, ("label", label)]})
    with open(path, "wb") as file:
        # The writer would put names between quotes, which LightGBM takes for part of them.
        file.write((",".join(table.column_names) + "\n").encode())
        pyarrow.csv.write_csv(table, file, pyarrow.csv.WriteOptions(include_header=False, quoting_style="none"))
