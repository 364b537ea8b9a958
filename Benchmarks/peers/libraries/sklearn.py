import pickle
import time

import sklearn
from sklearn.ensemble import HistGradientBoostingClassifier, HistGradientBoostingRegressor
from sklearn.ensemble._hist_gradient_boosting.binning import _BinMapper
from threadpoolctl import threadpool_limits

VERSION = sklearn.__version__
ENDING = "pkl"


class Trainer:
    """Bins inside `fit`; `binning_seconds` times that step alone. Columns of over 254 categories count as numbers."""

    def __init__(self, peer, data, parameters, threads):
        self.task, self.threads, self.bins = data.task, threads, parameters["max_bin"]
        self.categories = [j for j in data.categories if data.features[j]["cardinality"] <= 254]
        kind = HistGradientBoostingRegressor if data.task == "regression" else HistGradientBoostingClassifier
        self.model = kind(
            max_iter=parameters["rounds"], learning_rate=parameters["lr"], max_leaf_nodes=parameters["leaves"],
            min_samples_leaf=parameters["min_leaf"], l2_regularization=parameters["l2"], max_bins=self.bins,
            early_stopping=False, categorical_features=self.categories or None, random_state=1)

    def bin(self, part):
        return part

    def boost(self, part):
        return self.model.fit(part.rows, part.labels)

    def binning_seconds(self, part):
        if self.categories:
            return 0.0
        mapper = _BinMapper(n_bins=self.bins + 1, random_state=1, n_threads=self.threads)
        start = time.perf_counter()
        mapper.fit_transform(part.rows)
        return time.perf_counter() - start

    def predict(self, model, rows):
        return scores(model, rows)

    def tree_count(self, model):
        return sum(len(trees) for trees in model._predictors)

    def save(self, model, path):
        with open(path, "wb") as file:
            pickle.dump(model, file)


def scores(model, rows):
    """Values, probabilities of the second of two classes, or those of all classes."""
    if isinstance(model, HistGradientBoostingRegressor):
        return model.predict(rows)
    probabilities = model.predict_proba(rows)
    return probabilities[:, 1] if probabilities.shape[1] == 2 else probabilities


class Predictor:
    def __init__(self, peer, path, work, threads):
        with open(path, "rb") as file:
            self.model = pickle.load(file)
        self.limit = threadpool_limits(threads)

    def prepare(self, rows):
        return rows

    def predict(self, rows):
        return scores(self.model, rows)
