import numpy
import xgboost

VERSION = xgboost.__version__
ENDING = "ubj"


class Trainer:
    """`hist`, leaf-wise. Its min_child_weight counts rows only where every hessian is 1: for squared error."""

    def __init__(self, peer, data, parameters, threads):
        objectives = dict(regression="reg:squarederror", binary="binary:logistic", multiclass="multi:softprob")
        self.rounds = parameters["rounds"]
        self.settings = dict(
            objective=objectives[data.task], tree_method="hist", grow_policy="lossguide", max_depth=0,
            max_leaves=parameters["leaves"], learning_rate=parameters["lr"], reg_lambda=parameters["l2"],
            min_child_weight=parameters["min_leaf"] if data.task == "regression" else 1e-3,
            max_bin=parameters["max_bin"] + 1, nthread=threads, seed=1, verbosity=0)
        if data.class_count:
            self.settings["num_class"] = data.class_count
        kinds = ["c" if j in data.categories else "float" for j in range(len(data.features))]
        self.matrix = dict(feature_types=kinds, enable_categorical=bool(data.categories), nthread=threads)

    def bin(self, part):
        return xgboost.QuantileDMatrix(part.rows, part.labels, max_bin=self.settings["max_bin"], **self.matrix)

    def boost(self, binned):
        return xgboost.train(self.settings, binned, num_boost_round=self.rounds)

    def predict(self, model, rows):
        return model.predict(xgboost.DMatrix(rows, **self.matrix))

    def tree_count(self, model):
        return len(model.get_dump())

    def save(self, model, path):
        model.save_model(path)


class Predictor:
    def __init__(self, peer, path, work, threads):
        self.booster = xgboost.Booster(model_file=path)
        self.booster.set_param({"nthread": threads})
        self.types = self.booster.feature_types
        self.threads = threads

    def prepare(self, rows):
        return numpy.ascontiguousarray(rows, dtype=numpy.float32)

    def predict(self, rows):
        return self.booster.inplace_predict(rows)

    def explain(self, rows):
        return self.booster.predict(self.matrix(rows), pred_contribs=True)

    def leaves(self, rows):
        return self.booster.predict(self.matrix(rows), pred_leaf=True)

    def matrix(self, rows):
        is_categorical = "c" in (self.types or [])
        return xgboost.DMatrix(
            rows, feature_types=self.types, enable_categorical=is_categorical, nthread=self.threads)


def library_file():
    from xgboost.libpath import find_lib_path

    return find_lib_path()[0]
