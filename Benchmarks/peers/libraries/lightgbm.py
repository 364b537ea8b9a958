import lightgbm

import numpy

VERSION = lightgbm.__version__
ENDING = "txt"


class Trainer:
    def __init__(self, peer, data, parameters, threads):
        self.categories = data.categories
        self.names = [column["name"] for column in data.features]
        self.rounds = parameters["rounds"]
        self.settings = dict(
            objective=data.task, num_leaves=parameters["leaves"], learning_rate=parameters["lr"],
            min_data_in_leaf=parameters["min_leaf"], lambda_l2=parameters["l2"], max_bin=parameters["max_bin"],
            num_threads=threads, verbosity=-1, seed=1)
        if data.class_count:
            self.settings["num_class"] = data.class_count
        choice = {"col": "force_col_wise", "row": "force_row_wise", "quant": "use_quantized_grad"}
        mode = peer.removeprefix("lightgbm").removeprefix("-")
        if mode:
            self.settings[choice[mode]] = True

    def bin(self, part):
        dataset = lightgbm.Dataset(
            part.rows, part.labels, feature_name=self.names, categorical_feature=self.categories, params=self.settings)
        return dataset.construct()

    def boost(self, binned):
        return lightgbm.train(self.settings, binned, num_boost_round=self.rounds)

    def predict(self, model, rows):
        return model.predict(rows)

    def tree_count(self, model):
        return model.num_trees()

    def save(self, model, path):
        model.save_model(path)


class Predictor:
    def __init__(self, peer, path, work, threads):
        self.booster = lightgbm.Booster(model_file=path)
        self.threads = threads

    def prepare(self, rows):
        return numpy.ascontiguousarray(rows)

    def predict(self, rows):
        return self.booster.predict(rows, num_threads=self.threads)

    def explain(self, rows):
        return self.booster.predict(rows, num_threads=self.threads, pred_contrib=True)

    def leaves(self, rows):
        return self.booster.predict(rows, num_threads=self.threads, pred_leaf=True)


def read_csv(path, threads):
    """From a file to a binned data set."""
    settings = dict(header=True, label_column="name:label", num_threads=threads, verbosity=-1)
    return lightgbm.Dataset(str(path), params=settings).construct()


def library_file():
    import lightgbm.libpath as places

    find = getattr(places, "_find_lib_path", None) or places.find_lib_path
    return find()[0]
