"""Writes Golden/objectives.json: gradients, initial scores, leaf percentiles and metric values of LightGBM 4.7.0.

    python make_objective_golden.py OUTPUT

LightGBM does not export gradients. They show in the leaf values -g/(h + lambda_l2) of trees with one row per leaf, for
which trees of squared error on a column of unique values are refitted (Booster.refit, decay 0, lambda_l2 0 and 1) to the
objective at given initial scores. g and h are floats, so that rounding to float gives them back exactly.
"""
import json
import sys

import lightgbm as lgb
import numpy as np

ROWS = 150
GROUPS = [1, 2, 9, 30, 18, 40, 25, 25]
rng = np.random.default_rng(20260)
column = rng.permutation(ROWS).astype(float)[:, None]
weights = rng.uniform(0.25, 4, ROWS).astype(np.float32)
ints = rng.integers(0, 5, ROWS)
start = 0
for size in GROUPS:  # one group without relevant rows
    if size == 18:
        ints[start:start + size] = 0
    start += size
labels = {
    "real": np.round(rng.normal(0.5, 3, ROWS), 4).astype(np.float32),
    "count": rng.poisson(2, ROWS).astype(np.float32),
    "positive": np.round(rng.gamma(2, 2, ROWS) + 0.01, 4).astype(np.float32),
    "sign": (rng.uniform(size=ROWS) < 0.3).astype(np.float32),
    "share": np.clip(np.round(rng.uniform(-0.1, 1.1, ROWS), 3), 0, 1).astype(np.float32),
    "class": (ints % 4).astype(np.float32),
    "grade": ints.astype(np.float32),
}
scores = {
    "wide": np.round(rng.normal(0, 2, (4, ROWS)), 5),
    "ties": np.round(rng.normal(0, 1, (4, ROWS)), 1),
}
REGRESSION = ["l2", "rmse", "l1", "quantile", "huber", "fair", "mape", "r2"]
BINARY = ["binary_logloss", "binary_error", "auc", "average_precision"]
XENT = ["cross_entropy", "kullback_leibler"]
RANK = ["ndcg", "map"]
CASES = [
    # objective, labels, outputs, parameters, metrics, renews leaves
    ("regression", "real", 1, {}, REGRESSION, False),
    ("regression", "real", 1, {"reg_sqrt": True}, REGRESSION, False),
    ("regression_l1", "real", 1, {}, ["l1"], True),
    ("huber", "real", 1, {"alpha": 1.3}, ["huber"], False),
    ("fair", "real", 1, {"fair_c": 0.7}, ["fair"], False),
    ("quantile", "real", 1, {"alpha": 0.3}, ["quantile"], True),
    ("quantile", "real", 1, {"alpha": 0.9}, ["quantile"], True),
    ("mape", "real", 1, {}, ["mape"], True),
    ("poisson", "count", 1, {}, ["poisson"], False),
    ("gamma", "positive", 1, {}, ["gamma", "gamma_deviance"], False),
    ("tweedie", "count", 1, {"tweedie_variance_power": 1.3}, ["tweedie"], False),
    ("binary", "sign", 1, {"sigmoid": 1.5}, BINARY + XENT, False),
    ("binary", "sign", 1, {"is_unbalance": True}, BINARY, False),
    ("binary", "sign", 1, {"scale_pos_weight": 2.5}, BINARY, False),
    ("multiclass", "class", 4, {}, ["multi_logloss", "multi_error", "auc_mu"], False),
    ("multiclassova", "class", 4, {"sigmoid": 0.8, "multi_error_top_k": 2}, ["multi_logloss", "multi_error", "auc_mu"], False),
    ("cross_entropy", "share", 1, {}, XENT, False),
    ("cross_entropy_lambda", "share", 1, {}, ["cross_entropy_lambda"], False),
    ("lambdarank", "grade", 1, {}, RANK, False),
    ("lambdarank", "grade", 1, {"lambdarank_norm": False, "sigmoid": 2.0}, RANK, False),
    ("lambdarank", "grade", 1, {"lambdarank_truncation_level": 4, "label_gain": [0, 1, 2.5, 4, 9]}, RANK, False),
    ("rank_xendcg", "grade", 1, {"objective_seed": 11}, RANK, False),
]
COMMON = {
    "verbosity": -1, "num_threads": 1, "deterministic": True, "force_col_wise": True, "max_bin": 1000,
    "min_data_in_bin": 1, "min_data_in_leaf": 1, "min_sum_hessian_in_leaf": 0.0, "learning_rate": 1.0,
    "feature_pre_filter": False, "num_leaves": ROWS, "boost_from_average": False,
}


def dataset(parameters, label, weight, group, init):
    return lgb.Dataset(column, label=label, weight=weight, group=group, init_score=init, params=parameters,
                       free_raw_data=False)


def trees(booster):
    """leaf_value and leaf_weight of every tree, all digits."""
    result = []
    for block in booster.model_to_string(num_iteration=-1).split("Tree=")[1:]:
        fields = dict(line.split("=", 1) for line in block.split("\n") if "=" in line)
        result.append(([float(v) for v in fields["leaf_value"].split()],
                       [float(v) for v in fields.get("leaf_weight", "").split()]))
    return result


def train(parameters, label, weight, group, init, rounds=1):
    data = dataset(parameters, label, weight, group, init)
    booster = lgb.Booster(parameters, data)
    for _ in range(rounds):
        booster.update()
    return booster


def leaves(booster):
    found = booster.predict(column, pred_leaf=True, num_iteration=-1)
    return np.asarray(found).reshape(ROWS, -1)


def short(value):
    """The shortest decimal that a float is read from."""
    value = float(str(np.float32(value)))
    return int(value) if value.is_integer() else value


def structure(outputs):
    """One tree per output with one row per leaf, and the leaf of every row in each."""
    parameters = dict(COMMON, objective="regression", learning_rate=0.5)
    label = np.arange(ROWS)[::-1].astype(np.float32) ** 1.5
    booster = train(parameters, label, None, None, None, rounds=outputs)
    where = leaves(booster)
    assert where.shape == (ROWS, outputs) and all(len(set(where[:, k])) == ROWS for k in range(outputs))
    return booster, where


def derivatives(parameters, outputs, label, weight, group, init):
    """Gradient and hessian of every row and output. None where the gradient is 0: then h does not show."""
    booster, where = structure(outputs)
    found = []
    for penalty in [0.0, 1.0]:
        booster.params = dict(parameters, lambda_l2=penalty)
        again = booster.refit(column, label, decay_rate=0.0, weight=weight, group=group, init_score=init,
                              dataset_params=dict(parameters, lambda_l2=penalty))
        values = [np.array(tree) for tree, _ in trees(again)]
        found.append(np.array([values[k][where[:, k]] / 0.5 for k in range(outputs)]))
    with np.errstate(invalid="ignore", divide="ignore"):
        hessian = found[1] / (found[0] - found[1])
        gradient = -found[0] * hessian
    visible = found[0] != 0
    gradient = np.where(visible, gradient, 0)
    return ([[short(v) for v in row] for row in gradient],
            [[short(v) if seen else None for v, seen in zip(row, flags)] for row, flags in zip(hessian, visible)])


def case(objective, label_name, outputs, extra, metrics, renews, weighted, score_name):
    label = labels[label_name]
    weight = weights if weighted else None
    group = GROUPS if objective in ("lambdarank", "rank_xendcg") else None
    init = scores[score_name][:outputs]
    flat = init.T.copy() if outputs > 1 else init[0]
    base = dict(COMMON, objective=objective, num_class=outputs, metric="None", **extra)
    result = {"objective": objective, "labels": label_name, "weighted": weighted, "scores": score_name,
              "outputs": outputs, "parameters": extra, "grouped": group is not None}
    result["g"], result["h"] = derivatives(base, outputs, label, weight, group, flat)
    if renews:
        small = dict(base, num_leaves=6, min_data_in_leaf=7)
        booster = train(small, label, weight, group, flat)
        values = trees(booster)[0][0]
        if len(values) > 1:  # a constant is not renewed
            result["leaf"] = [int(v) for v in leaves(booster)[:, 0]]
            result["renewed"] = values
    constant = train(dict(base, boost_from_average=True, min_data_in_leaf=ROWS), label, weight, group, None)
    result["initial"] = [values[0] for values, _ in trees(constant)]
    result["name"] = next(l for l in constant.model_to_string().split("\n") if l.startswith("objective="))[10:]
    probe = dict(base, metric=metrics)
    still = lgb.Booster(probe, dataset(probe, label, weight, group, flat))
    result["metrics"] = {name: float(value) for _, name, value, *_ in
                         [tuple(e)[:4] if isinstance(e, tuple) else (e.dataset_name, e.metric_name, e.metric_value)
                          for e in still.eval_train()]}
    return result


cases = [case(*c, weighted, score_name) for c in CASES for weighted in [False, True] for score_name in scores
         if score_name == "wide" or (c[0] in ("binary", "multiclass", "lambdarank") and len(c[3]) < 2)]
output = {
    "version": lgb.__version__, "groups": GROUPS,
    "labels": {k: [short(x) for x in v] for k, v in labels.items()}, "weights": [short(w) for w in weights],
    "scores": {k: v.tolist() for k, v in scores.items()}, "cases": cases,
}
with open(sys.argv[1], "w") as file:
    json.dump(output, file, separators=(",", ":"))
for c in cases:
    missing = sum(v is None for row in c["h"] for v in row)
    print(c["name"], c["weighted"], c["scores"], "without h:", missing, "initial:", c["initial"][:2], c["metrics"])
