"""One file for each library: how it trains and how it predicts.

A trainer has `bin(part)`, `boost(binned)`, `predict(model, rows)`, `tree_count(model)`, `save(model, path)`; a
predictor is made from a saved model and has `predict(rows)`. `prepare` turns rows into what the library takes fastest;
what it costs is not timed.
"""

import importlib


def library(peer):
    """The module of a peer: `lightgbm-col` is in lightgbm.py."""
    places = {"tl2cgen": "compiled", "lleaves": "compiled", "treelite": "compiled"}
    name = peer.split("-")[0]
    return importlib.import_module("libraries." + places.get(name, name))
