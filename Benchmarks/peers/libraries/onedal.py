from importlib.metadata import version

import daal4py
import lightgbm

VERSION = version("scikit-learn-intelex")
ENDING = "txt"


class Predictor:
    """A LightGBM model converted by daal4py: thresholds become floats, so predictions differ in their last digits."""

    def __init__(self, peer, path, work, threads):
        daal4py.daalinit(threads)
        self.model = daal4py.mb.convert_model(lightgbm.Booster(model_file=path))

    def prepare(self, rows):
        return rows

    def predict(self, rows):
        return self.model.predict(rows)
