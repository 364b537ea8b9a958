from importlib.metadata import version

import daal4py
import lightgbm

VERSION = version("scikit-learn-intelex")
ENDING = "txt"


class Predictor:
    """A LightGBM model converted by daal4py: thresholds become floats, so predictions differ in their last digits."""

    def __init__(self, peer, path, work, threads):
        daal4py.daalinit(threads)
        booster = lightgbm.Booster(model_file=path)
        model = daal4py.mb.convert_model(booster)
        self.predict = model.predict if booster.num_model_per_iteration() == 1 else model.predict_proba

    def prepare(self, rows):
        return rows
