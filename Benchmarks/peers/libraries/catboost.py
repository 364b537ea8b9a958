import catboost
import pandas

VERSION = catboost.__version__
ENDING = "cbm"


class Trainer:
    """`lossguide` grows LightGBM's kind of tree; `symmetric`, of depth 6, is its own default, another kind of tree.

    With categories it bins inside `train`, and `bin` only takes the rows over.
    """

    def __init__(self, peer, data, parameters, threads):
        losses = dict(regression="RMSE", binary="Logloss", multiclass="MultiClass")
        self.task, self.categories, self.threads = data.task, data.categories, threads
        self.settings = dict(
            loss_function=losses[data.task], iterations=parameters["rounds"], learning_rate=parameters["lr"],
            l2_leaf_reg=max(parameters["l2"], 1e-6), border_count=parameters["max_bin"] - 1, thread_count=threads,
            boosting_type="Plain", bootstrap_type="No", random_strength=0, random_seed=1, verbose=0,
            allow_writing_files=False)
        if peer.endswith("lossguide"):
            self.settings |= dict(
                grow_policy="Lossguide", max_leaves=parameters["leaves"], min_data_in_leaf=parameters["min_leaf"],
                depth=16, score_function="L2")
        else:
            self.settings |= dict(depth=6)

    def pool(self, rows, labels=None):
        if self.categories:
            rows = pandas.DataFrame(rows)
            for column in self.categories:
                rows[column] = rows[column].fillna(-1).astype(int)
        return catboost.Pool(rows, labels, cat_features=self.categories or None, thread_count=self.threads)

    def bin(self, part):
        pool = self.pool(part.rows, part.labels)
        if not self.categories:
            pool.quantize(border_count=self.settings["border_count"], task_type="CPU")
        return pool

    def boost(self, pool):
        model = catboost.CatBoost(self.settings)
        model.fit(pool)
        return model

    def predict(self, model, rows):
        pool = self.pool(rows)
        if self.task == "regression":
            return model.predict(pool)
        probabilities = model.predict(pool, prediction_type="Probability")
        return probabilities[:, 1] if self.task == "binary" else probabilities

    def tree_count(self, model):
        return model.tree_count_

    def save(self, model, path):
        model.save_model(path)


class Predictor:
    """Only for models of numbers: those of categories take text or frames, whose conversion would be measured."""

    def __init__(self, peer, path, work, threads):
        self.model = catboost.CatBoost()
        self.model.load_model(path)
        self.threads = threads

    def prepare(self, rows):
        return catboost.Pool(rows) if len(rows) > 1 else rows

    def predict(self, rows):
        return self.model.predict(rows, thread_count=self.threads)
