"""Compares our JSON of a model with LightGBM's dump_model() of the same model text.

usage: check_dump.py OURS.json MODEL.txt     (a Python with lightgbm; exit status 1 when they differ)
"""

import json
import sys

import lightgbm


def close(one, other):
    """LightGBM reads some numbers of the text by a parser of its own, which may be off by a unit in the last place."""
    return isinstance(one, bool) == isinstance(other, bool) and abs(one - other) <= 4e-16 * abs(other)


def differences(ours, theirs, path="model"):
    if isinstance(ours, dict) and isinstance(theirs, dict):
        for key in ours.keys() | theirs.keys():
            if key not in ours or key not in theirs:
                yield f"{path}.{key}: only {'theirs' if key in theirs else 'ours'}"
            else:
                yield from differences(ours[key], theirs[key], f"{path}.{key}")
    elif isinstance(ours, list) and isinstance(theirs, list):
        if len(ours) != len(theirs):
            yield f"{path}: {len(ours)} items, not {len(theirs)}"
        for index, (one, other) in enumerate(zip(ours, theirs)):
            yield from differences(one, other, f"{path}[{index}]")
    elif isinstance(ours, (int, float)) and isinstance(theirs, (int, float)) and close(ours, theirs):
        return
    elif ours != theirs or isinstance(ours, bool) != isinstance(theirs, bool):
        yield f"{path}: {ours!r}, not {theirs!r}"


ours = json.load(open(sys.argv[1]))
theirs = lightgbm.Booster(model_file=sys.argv[2]).dump_model()
del theirs["pandas_categorical"]  # Python adds it to what the library writes.
found = list(differences(ours, theirs))
print(f"{sys.argv[2]}: {len(found)} differences", *found[:10], sep="\n  ")
sys.exit(1 if found else 0)
