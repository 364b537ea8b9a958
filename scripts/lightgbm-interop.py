#!/usr/bin/env python3
"""Proves against the real LightGBM that it reads what GBDT writes, and that both train the same trees.

    scripts/lightgbm-interop.py --polybot PATH [--only NAME]

For every objective and every kind of tree: GBDT trains on small data; LightGBM loads the file; raw scores, predictions,
leaves and contributions of both are compared on training rows and on edge rows (NaN, infinities, zeros, thresholds and
their neighbours, unknown categories). LightGBM trains with the same parameters (one thread, deterministic, no bundles)
and trees are compared split by split. Prints a Markdown table; exits non-zero when a bar is missed.

Bars: raw within 1e-12 of the row's sum of absolute leaf outputs, leaves equal, contributions within 1e-9 of it;
trees equal with leaf values within 1e-10, except where chance cannot be repeated (`by nature`).
"""
import argparse
import sys

import numpy as np

import lightgbm_cases as lc

lgb = lc.lgb


def data(seed=3, n=900, categories=False):
    rng = np.random.default_rng(seed)
    X = rng.normal(size=(n, 6))
    X[:, 1] = np.round(X[:, 1], 1)
    X[:, 2] = np.where(rng.random(n) < .6, 0, X[:, 2])
    X[:, 3] = np.where(rng.random(n) < .15, np.nan, X[:, 3])
    X[:, 4] = np.exp(3 * X[:, 4])
    if categories:
        X[:, 5] = rng.integers(0, 14, size=n)
        X[:, 0] = rng.integers(0, 3, size=n)
        X[rng.random(n) < .05, 5] = np.nan
    s = np.nan_to_num(X[:, 0]) - X[:, 2] + np.sin(3 * X[:, 1]) + .3 * rng.normal(size=n) + .2 * np.nan_to_num(X[:, 3])
    return X, s + np.where(np.nan_to_num(X[:, 5]) % 3 == 1, .8, 0) if categories else s


def cases():
    X, s = data()
    z = (s - s.mean()) / s.std()
    grades = np.clip(np.digitize(z, [-.5, .3, 1, 1.7]), 0, 4).astype(float)
    group = np.array([15] * 60)
    labels = {
        "poisson": np.floor(np.exp(z)), "gamma": np.exp(z) + .01, "tweedie": np.floor(np.exp(z)),
        "binary": (z > .3).astype(float), "multiclass": np.digitize(z, [-.7, 0, .8]).astype(float),
        "multiclassova": np.digitize(z, [-.7, 0, .8]).astype(float), "cross_entropy": 1 / (1 + np.exp(-z)),
        "cross_entropy_lambda": 1 / (1 + np.exp(-z)), "lambdarank": grades, "rank_xendcg": grades,
    }
    made = []

    def case(name, params, y=None, X=X, **extra):
        params = dict({"num_leaves": 15, "min_data_in_leaf": 10, "metric": "none"}, **params)
        y = labels.get(params.get("objective"), s) if y is None else y
        y = np.asarray(y).astype(np.float32).astype(float)
        made.append(lc.Case(name, params, X, y, rounds=extra.pop("rounds", 12), **extra))

    for objective in ["regression", "regression_l1", "huber", "fair", "poisson", "quantile", "mape", "gamma", "tweedie",
                      "binary", "multiclass", "multiclassova", "cross_entropy", "cross_entropy_lambda", "lambdarank",
                      "rank_xendcg"]:
        params = {"objective": objective}
        if objective.startswith("multi"):
            params["num_class"] = 4
        case(objective, params, group=group if objective in ("lambdarank", "rank_xendcg") else None)
    for objective in ["regression", "regression_l1", "quantile", "mape", "fair", "huber"]:
        case(objective + " sqrt", {"objective": objective, "reg_sqrt": True})
    weight = np.random.default_rng(8).uniform(.2, 3, size=len(X)).astype(np.float32).astype(float)
    for objective in ["regression", "binary", "regression_l1", "mape", "lambdarank"]:
        case(objective + " weights", {"objective": objective}, weight=weight,
             group=group if objective == "lambdarank" else None)
    case("init score", {"objective": "regression"}, init=np.random.default_rng(1).normal(size=len(X)))
    case("init score multiclass", {"objective": "multiclass", "num_class": 4},
         init=np.random.default_rng(1).normal(size=(len(X), 4)))
    XC, sc = data(categories=True)
    case("categorical", {"objective": "regression", "min_data_per_group": 10}, y=sc, X=XC, categorical=[0, 5])
    case("categorical binary", {"objective": "binary", "cat_smooth": 2.0, "cat_l2": 1.0}, y=(sc > 0) * 1., X=XC,
         categorical=[0, 5])
    case("categorical one-hot", {"objective": "regression", "max_cat_to_onehot": 30}, y=sc, X=XC, categorical=[0, 5])
    case("categorical smoothed", {"objective": "regression", "path_smooth": 5.0, "max_delta_step": .7}, y=sc, X=XC,
         categorical=[0, 5])
    case("dart", {"objective": "regression", "boosting": "dart", "drop_rate": .4, "skip_drop": .2})
    case("dart uniform", {"objective": "binary", "boosting": "dart", "uniform_drop": True, "skip_drop": 0.0})
    case("dart xgboost", {"objective": "regression", "boosting": "dart", "xgboost_dart_mode": True, "skip_drop": 0.0})
    case("random forest", {"objective": "regression", "boosting": "rf", "bagging_freq": 1, "bagging_fraction": .6})
    case("random forest multiclass", {"objective": "multiclass", "num_class": 4, "boosting": "rf", "bagging_freq": 1,
                                      "bagging_fraction": .6, "feature_fraction": .7})
    case("goss", {"objective": "regression", "data_sample_strategy": "goss", "learning_rate": .3})
    case("goss multiclass", {"objective": "multiclass", "num_class": 4, "data_sample_strategy": "goss",
                             "learning_rate": .3})
    case("bagging", {"objective": "regression", "bagging_freq": 2, "bagging_fraction": .4, "feature_fraction": .7})
    case("bagging by class", {"objective": "binary", "bagging_freq": 1, "pos_bagging_fraction": .9,
                              "neg_bagging_fraction": .4})
    # With a share above one half LightGBM 4.7 adds a tree's output for row 0 in place of those of the rows out of the
    # bag, as the row numbers it walks are never filled in: only small bags of queries can be compared.
    case("bagging by query", {"objective": "rank_xendcg", "bagging_freq": 1, "bagging_fraction": .4,
                              "bagging_by_query": True}, group=group)
    case("feature fraction by node", {"objective": "regression", "feature_fraction_bynode": .5})
    up = [1, 0, -1, 1, 0, 0]
    case("monotone basic", {"objective": "regression", "monotone_constraints": up})
    case("monotone basic penalty", {"objective": "binary", "monotone_constraints": up, "monotone_penalty": 1.5})
    case("monotone intermediate", {"objective": "regression", "monotone_constraints": up,
                                   "monotone_constraints_method": "intermediate"})
    case("monotone intermediate extra", {"objective": "regression", "monotone_constraints": up, "extra_trees": True,
                                         "monotone_constraints_method": "intermediate",
                                         "feature_fraction_bynode": .6})
    case("linear", {"objective": "regression", "linear_tree": True, "linear_lambda": .1})
    case("linear binary", {"objective": "binary", "linear_tree": True})
    case("extra trees", {"objective": "regression", "extra_trees": True})
    case("quantised", {"objective": "regression", "use_quantized_grad": True})
    case("quantised renewed", {"objective": "binary", "use_quantized_grad": True, "quant_train_renew_leaf": True})
    case("interaction", {"objective": "regression", "interaction_constraints": [[0, 1], [2, 3, 4], [4, 5]]})
    case("interaction by node", {"objective": "regression", "interaction_constraints": [[0, 1, 2], [2, 3, 4, 5]],
                                 "feature_fraction_bynode": .6})
    case("forced splits", {"objective": "regression"},
         forced_splits={"feature": 1, "threshold": .2, "left": {"feature": 4, "threshold": 1.0},
                        "right": {"feature": 3, "threshold": 0.0}})
    case("forced bins", {"objective": "regression", "max_bin": 20},
         forced_bins=[{"feature": 0, "bin_upper_bound": [-.5, .1, .7]}, {"feature": 4, "bin_upper_bound": [1.0]}])
    case("wide bins", {"objective": "regression", "max_bin": 1000, "min_data_in_bin": 1})
    case("few bins", {"objective": "binary", "max_bin": 4})
    for size in [.01, .1, .2]:
        case(f"histogram pool {size}", {"objective": "regression", "histogram_pool_size": size, "num_leaves": 31})
    case("histogram pool extra trees", {"objective": "binary", "histogram_pool_size": .1, "extra_trees": True,
                                        "feature_fraction_bynode": .6})
    case("histogram pool bagging", {"objective": "regression", "histogram_pool_size": .1, "bagging_freq": 1,
                                    "bagging_fraction": .6, "max_depth": 5})
    case("bins by feature", {"objective": "regression", "max_bin_by_feature": [3, 300, 10, 255, 2, 63]})
    case("zero as missing", {"objective": "regression", "zero_as_missing": True})
    case("missing off", {"objective": "regression", "use_missing": False})
    case("path smoothing", {"objective": "regression", "path_smooth": 10.0})
    case("max delta step", {"objective": "poisson", "max_delta_step": .2})
    case("penalties", {"objective": "binary", "lambda_l1": .5, "lambda_l2": 3.0, "min_gain_to_split": .1,
                       "max_depth": 4})
    case("feature contributions", {"objective": "regression", "feature_contri": [.2, 1.0, .5, 1.0, .7, 1.0]})
    return made


BY_NATURE = {"quantised", "quantised renewed"}


def rows_for(case, text):
    """Training rows, and rows at the edges of what a tree decides."""
    rng = np.random.default_rng(5)
    rows = [case.X[:60]]
    columns = case.X.shape[1]
    specials = [np.nan, np.inf, -np.inf, 0.0, -0.0, 1e-36, -1e-36, 1.1e-35, 1e300, -1e300, 3.7, -0.5, -1.0, 1e9, 3e9]
    for value in specials:
        rows.append(np.full((1, columns), value))
        mixed = case.X[rng.integers(len(case.X), size=3)].copy()
        mixed[:, rng.integers(columns)] = value
        rows.append(mixed)
    for tree in lc.parse_trees(text)[:4]:
        features = tree.get("split_feature", "").split()
        for feature, threshold in zip(features, lc.numbers(tree, "threshold")):
            for value in (threshold, np.nextafter(threshold, np.inf), np.nextafter(threshold, -np.inf)):
                row = case.X[rng.integers(len(case.X))].copy()
                row[int(feature)] = value
                rows.append(row[None])
    return np.concatenate(rows)


def scales(text, leaves, X, outputs):
    """By row and output: the sum of absolute leaf outputs, linear terms taken one by one."""
    total = np.zeros((len(leaves), outputs))
    for index, tree in enumerate(lc.parse_trees(text)):
        size = np.abs(lc.numbers(tree, "leaf_value"))[leaves[:, index]]
        if tree.get("is_linear") == "1":
            counts = lc.numbers(tree, "num_features").astype(int)
            starts = np.concatenate([[0], np.cumsum(counts)])
            features, factors = lc.numbers(tree, "leaf_features").astype(int), lc.numbers(tree, "leaf_coeff")
            constants = np.abs(lc.numbers(tree, "leaf_const"))
            for row, leaf in enumerate(leaves[:, index]):
                place = slice(starts[leaf], starts[leaf + 1])
                size[row] += constants[leaf] + np.nansum(np.abs(factors[place] * X[row, features[place]]))
        total[:, index % outputs] += size
    return total


def worst(mine, other, scale):
    """The largest difference in units of scale; equal infinities and NaN count as equal."""
    with np.errstate(all="ignore"):
        gap = np.where((mine == other) | (np.isnan(mine) & np.isnan(other)), 0, np.abs(mine - other))
        return float(np.max(np.nan_to_num(gap / np.maximum(scale, 1e-300), nan=np.inf), initial=0))


def load_and_ask(text, X, linear):
    booster = lgb.Booster(model_str=text, params={"num_threads": 1})
    shape = (len(X), -1)
    asked = {
        "--raw": booster.predict(X, raw_score=True), None: booster.predict(X),
        "--leaf": booster.predict(X, pred_leaf=True),
    }
    if not linear:
        asked["--contrib"] = booster.predict(X, pred_contrib=True)
    return {kind: np.asarray(values, dtype=float).reshape(shape) for kind, values in asked.items()}


def check(polybot, case):
    """One line of the table, and whether all bars are met."""
    linear = case.params.get("linear_tree", False)
    outputs = case.params.get("num_class", 1)
    with lc.working_folder() as folder:
        text = lc.train_ours(polybot, case, folder)
        X = rows_for(case, text)
        theirs = lc.apart(load_and_ask, text, X, linear)
        mine = {kind: lc.predict_ours(polybot, text, X, folder, kind) for kind in theirs}
        other_text = lc.train_theirs(case, folder)
    leaves = theirs["--leaf"].astype(int)
    scale = np.minimum(scales(text, leaves, X, outputs), 1e150)
    raw = worst(mine["--raw"], theirs["--raw"], scale)
    # A conversion such as exp turns a difference of scores into one of predictions relative to its slope.
    size = np.clip(np.nan_to_num(np.abs(theirs[None])), 1, 1e300)
    converted = worst(mine[None], theirs[None], size * np.clip(scale, 1, 1e3))
    wrong = int(np.sum(mine["--leaf"] != theirs["--leaf"]))
    contributions = "-"
    good = raw <= 1e-12 and converted <= 1e-12 and wrong == 0
    if not linear:
        wide = np.maximum(np.repeat(scale, X.shape[1] + 1, axis=1), 1e-12)
        gap = worst(mine["--contrib"], theirs["--contrib"], wide)
        contributions = f"{gap:.1e}"
        good = good and gap <= 1e-9
    found = lc.compare(text, other_text)
    trees = found.same_structure and found.same_values
    by_nature = case.name in BY_NATURE
    note = "equal bytes" if found.same_bytes and not found.first else found.first
    if by_nature and not trees:
        note = "by nature: " + note
    good = good and (trees or by_nature)
    line = (f"| {case.name} | {len(X)} | {raw:.1e} | {converted:.1e} | {wrong} | {contributions} | {found.summary} "
            f"| {note} | {'yes' if good else 'NO'} |")
    return line, good


def quantised_metrics(polybot, seed):
    """Losses of both on other rows; chance is drawn otherwise, so only their size can be compared."""
    X, s = data(seed=100 + seed, n=3000)
    case = lc.Case("quantised", {"objective": "regression", "use_quantized_grad": True, "min_data_in_leaf": 20,
                                 "seed": seed, "metric": "none"}, X[:2000], s[:2000].astype(np.float32).astype(float),
                   rounds=40)
    with lc.working_folder() as folder:
        mine = lc.predict_ours(polybot, lc.train_ours(polybot, case, folder), X[2000:], folder)[:, 0]
        text = lc.train_theirs(case, folder)
        theirs = lc.predict_ours(polybot, text, X[2000:], folder)[:, 0]
    return [float(np.sqrt(np.mean((p - s[2000:]) ** 2))) for p in (mine, theirs)]


def quantised_table(polybot, seeds=10):
    values = np.array([quantised_metrics(polybot, seed) for seed in range(seeds)])
    gap = values[:, 0] - values[:, 1]
    error = gap.std(ddof=1) / len(gap) ** .5
    print(f"\nQuantised gradients, RMSE on 1,000 other rows over {seeds} seeds: GBDT {values[:, 0].mean():.5f} "
          f"(sd {values[:, 0].std(ddof=1):.5f}), LightGBM {values[:, 1].mean():.5f} (sd {values[:, 1].std(ddof=1):.5f}), "
          f"difference {gap.mean():+.5f} with standard error {error:.5f}")
    return gap.mean() <= 3 * error


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--polybot", required=True)
    parser.add_argument("--only")
    options = parser.parse_args()
    print("| Case | Rows | Raw, worst | Predicted, worst | Other leaves | Contributions, worst | Same trees "
          "| First difference in training | Good |\n|---|---|---|---|---|---|---|---|---|")
    misses = 0
    for case in cases():
        if options.only and options.only != case.name:
            continue
        try:
            line, good = check(options.polybot, case)
        except lc.Refused as error:
            line, good = f"| {case.name} | | | | | | | refused: {error} | NO |", False
        misses += not good
        print(line, flush=True)
    if not options.only:
        misses += not quantised_table(options.polybot)
    print(f"\n{misses} missed")
    sys.exit(1 if misses else 0)


if __name__ == "__main__":
    main()
