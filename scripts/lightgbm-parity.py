#!/usr/bin/env python3
"""Trains GBDT and LightGBM on random data with random parameters and compares the trees they write.

    scripts/lightgbm-parity.py --polybot PATH --cases 300 --seed 1

Prints every case that differs with its first difference, then a summary. A case is made again from its own number:
`--only SEED` runs just that one; `--keep DIR` keeps its files. Exits non-zero when trees differ whose difference is not
by nature (--strict).
"""
import argparse
import collections
import sys

import numpy as np

import lightgbm_cases as lc

REGRESSION = ["regression", "regression_l1", "huber", "fair", "poisson", "quantile", "mape", "gamma", "tweedie"]
OTHER = ["binary", "multiclass", "multiclassova", "cross_entropy", "cross_entropy_lambda", "lambdarank", "rank_xendcg"]


def column(rng, n):
    kind = rng.choice(["normal", "ties", "heavy", "sparse", "integer", "wide", "constant", "category", "tiny", "binary"],
                      p=[.22, .16, .1, .14, .1, .05, .02, .15, .03, .03])
    if kind == "normal":
        v = rng.normal(size=n)
    elif kind == "ties":
        v = np.round(rng.normal(size=n), int(rng.integers(0, 3)))
    elif kind == "heavy":
        v = rng.standard_cauchy(size=n) * 10.0 ** rng.integers(-3, 6)
    elif kind == "sparse":
        v = np.where(rng.random(n) < rng.choice([.5, .8, .95]), 0.0, rng.normal(size=n))
    elif kind == "integer":
        v = rng.integers(-3, rng.choice([1, 5, 40]), size=n).astype(float)
    elif kind == "wide":
        v = np.exp(rng.normal(size=n) * 20)
    elif kind == "constant":
        v = np.full(n, rng.choice([0.0, 3.5]))
    elif kind == "category":
        v = rng.integers(0, rng.choice([2, 3, 5, 12, 60]), size=n).astype(float)
        if rng.random() < .3:
            v = np.floor(np.abs(rng.standard_cauchy(size=n)))
            v = np.minimum(v, 1000)
    elif kind == "tiny":
        v = rng.choice([0.0, -0.0, 1e-36, -1e-36, 2e-35, -2e-35, 1e-30, 1.0], size=n)
    else:
        v = rng.integers(0, 2, size=n).astype(float)
    if rng.random() < .35:
        v = np.where(rng.random(n) < rng.choice([.02, .2, .6]), np.nan, v)
    return v, kind == "category"


def labels(rng, objective, X, classes):
    n = len(X)
    Z = np.nan_to_num(np.clip(X, -5, 5))
    s = Z @ rng.normal(size=X.shape[1]) / max(1, X.shape[1]) ** .5 + .5 * np.sin(3 * Z[:, 0])
    s = s + rng.normal(size=n) * rng.choice([.1, 1.0])
    s = (s - s.mean()) / max(s.std(), 1e-9)
    if objective in ("poisson", "tweedie"):
        y = rng.poisson(np.exp(np.clip(s, -3, 3))).astype(float)
        y[0] = 1.0
    elif objective == "gamma":
        y = np.exp(s) + .01
    elif objective == "binary":
        y = (s > rng.choice([0, 0, 1.0])).astype(float)
        y[:2] = 0, 1
    elif objective.startswith("multiclass"):
        y = np.digitize(s, np.linspace(-1, 1, classes - 1)).astype(float)
        y[:classes] = np.arange(classes)
    elif objective.startswith("cross_entropy"):
        y = 1 / (1 + np.exp(-s))
        if rng.random() < .5:
            y = (y > .5).astype(float)
            y[:2] = 0, 1
    elif objective in ("lambdarank", "rank_xendcg"):
        y = np.clip(np.digitize(s, [-.5, .3, 1, 1.7]), 0, 4).astype(float)
    else:
        y = s * rng.choice([1, 1, 100, 1e-3]) + rng.choice([0, 10])
        if rng.random() < .2:
            y = np.round(y, 1)
    return y.astype(np.float32).astype(float)


def random_case(seed):
    rng = np.random.default_rng(seed)
    n = int(np.exp(rng.uniform(np.log(50), np.log(3000))))
    d = int(rng.integers(1, 13))
    columns = [column(rng, n) for _ in range(d)]
    X = np.stack([c[0] for c in columns], axis=1)
    if rng.random() < .1 and n > 100:
        X[n // 2:2 * (n // 2)] = X[:n // 2]
    if rng.random() < .1 and d > 1:
        X[:, -1] = X[:, 0]
        columns[-1] = (X[:, -1], columns[0][1])
    categorical = [i for i, c in enumerate(columns) if c[1] and rng.random() < .7]
    objective = str(rng.choice(REGRESSION if rng.random() < .5 else OTHER))
    p = {"objective": objective}
    classes = int(rng.integers(2, 6)) if objective.startswith("multiclass") else 1
    if classes > 1:
        p["num_class"] = max(3, classes) if objective == "multiclass" else classes
        classes = p["num_class"]
    y = labels(rng, objective, X, classes)
    case = lc.Case(str(seed), p, X, y, rounds=int(rng.integers(2, 16)), categorical=categorical)

    def maybe(chance, name, values):
        if rng.random() < chance:
            value = values[int(rng.integers(len(values)))]
            p[name] = value
            return True
        return False

    maybe(.7, "num_leaves", [2, 3, 4, 7, 15, 31, 63])
    maybe(.4, "learning_rate", [.02, .1, .3, 1.0])
    maybe(.25, "max_depth", [1, 2, 3, 5, 8])
    maybe(.6, "min_data_in_leaf", [0, 1, 2, 5, 10, 40])
    maybe(.25, "min_sum_hessian_in_leaf", [0.0, 1e-3, .5, 10.0])
    maybe(.2, "lambda_l1", [.01, .5, 5.0])
    maybe(.2, "lambda_l2", [.01, 1.0, 20.0])
    maybe(.12, "min_gain_to_split", [1e-4, .1, 2.0])
    maybe(.12, "max_delta_step", [.05, .5, 3.0])
    maybe(.12, "path_smooth", [.1, 1.0, 30.0])
    maybe(.35, "max_bin", [2, 3, 5, 16, 63, 254, 256, 1000, 60000])
    maybe(.25, "min_data_in_bin", [1, 2, 10, 50])
    maybe(.1, "bin_construct_sample_cnt", [50, 200, 1000])
    maybe(.1, "use_missing", [False])
    maybe(.12, "zero_as_missing", [True])
    maybe(.12, "boost_from_average", [False])
    maybe(.15, "seed", [1, 7, 12345])
    maybe(.12, "extra_trees", [True])
    maybe(.05, "feature_pre_filter", [False])
    maybe(.15, "feature_fraction", [.3, .6, .9])
    maybe(.12, "feature_fraction_bynode", [.3, .6, .9])
    boosting = str(rng.choice(["gbdt", "dart", "rf", "goss"], p=[.72, .1, .08, .1]))
    if boosting == "goss":
        p["data_sample_strategy"] = "goss"
        maybe(.6, "top_rate", [.1, .4])
        maybe(.6, "other_rate", [.05, .3])
        p.setdefault("learning_rate", .3)
    else:
        if boosting != "gbdt":
            p["boosting"] = boosting
        if boosting == "rf" or rng.random() < .25:
            p["bagging_fraction"] = float(rng.choice([.3, .5, .632, .8]))
            p["bagging_freq"] = int(rng.choice([1, 1, 2, 3]))
            maybe(.1, "bagging_seed", [11])
            if objective in ("lambdarank", "rank_xendcg"):
                maybe(.5, "bagging_by_query", [True])
            if objective == "binary" and rng.random() < .4:
                p["pos_bagging_fraction"] = float(rng.choice([.5, .9]))
                p["neg_bagging_fraction"] = float(rng.choice([.3, .8]))
    if boosting == "dart":
        maybe(.5, "drop_rate", [.3, .6])
        maybe(.5, "skip_drop", [0.0, .3])
        maybe(.3, "uniform_drop", [True])
        maybe(.3, "xgboost_dart_mode", [True])
        maybe(.2, "max_drop", [1, 3])
    linear = boosting == "gbdt" and objective != "regression_l1" and "zero_as_missing" not in p and rng.random() < .06
    if linear:
        p["linear_tree"] = True
        maybe(.5, "linear_lambda", [.01, 1.0])
    if not linear and objective not in ("regression_l1", "quantile", "mape") and rng.random() < .15:
        p["monotone_constraints"] = [0 if i in categorical else int(rng.choice([-1, 0, 1, 1])) for i in range(d)]
        maybe(.5, "monotone_constraints_method", ["intermediate"])
        maybe(.3, "monotone_penalty", [.5, 1.0, 2.0])
    if d > 2 and rng.random() < .1:
        order = [int(v) for v in rng.permutation(d)]
        cut = int(rng.integers(1, d))
        sets = [sorted(order[:cut]), sorted(order[cut:])]
        if rng.random() < .5:
            sets.append(sorted(order[cut - 1:cut + 1]))
        p["interaction_constraints"] = sets
    if rng.random() < .08:
        p["feature_contri"] = [float(v) for v in rng.choice([.2, .5, 1.0, 1.5], size=d)]
    if rng.random() < .08:
        p["max_bin_by_feature"] = [int(v) for v in rng.choice([2, 4, 20, 255, 400], size=d)]
    if rng.random() < .08:
        f = int(rng.integers(d))
        if f not in categorical:
            case.forced_bins = [{"feature": f, "bin_upper_bound": sorted(float(v) for v in np.round(rng.normal(size=3), 2))}]
    if rng.random() < .08:
        f, g = (int(v) for v in rng.integers(d, size=2))
        if f not in categorical and g not in categorical:
            case.forced_splits = {"feature": f, "threshold": float(np.round(rng.normal() / 2, 2))}
            if rng.random() < .6:
                case.forced_splits["left"] = {"feature": g, "threshold": float(np.round(rng.normal() / 2, 2))}
            if rng.random() < .4:
                case.forced_splits["right"] = {"feature": g, "threshold": 0.0}
    if categorical:
        maybe(.3, "max_cat_to_onehot", [1, 2, 10, 100])
        maybe(.3, "cat_smooth", [0.0, 1.0, 50.0])
        maybe(.3, "cat_l2", [0.0, 1.0])
        maybe(.3, "min_data_per_group", [1, 10])
        maybe(.3, "max_cat_threshold", [1, 3])
    if objective in ("regression", "regression_l1", "huber", "fair", "quantile", "mape"):
        maybe(.1, "reg_sqrt", [True])
    if objective in ("binary", "multiclassova", "lambdarank"):
        maybe(.2, "sigmoid", [.5, 2.0])
    if objective == "binary":
        if not maybe(.15, "is_unbalance", [True]):
            maybe(.15, "scale_pos_weight", [.3, 5.0])
    if objective in ("huber", "quantile"):
        maybe(.4, "alpha", [.1, .5, .95])
    if objective == "fair":
        maybe(.3, "fair_c", [.3, 3.0])
    if objective == "poisson":
        maybe(.3, "poisson_max_delta_step", [.1, 2.0])
    if objective == "tweedie":
        maybe(.3, "tweedie_variance_power", [1.1, 1.9])
    if objective == "lambdarank":
        maybe(.3, "lambdarank_truncation_level", [1, 5])
        maybe(.2, "lambdarank_norm", [False])
        maybe(.2, "label_gain", [[0, 1, 2, 4, 10]])
    if objective in ("lambdarank", "rank_xendcg"):
        sizes = []
        while sum(sizes) < n:
            sizes.append(min(int(rng.integers(1, 30)), n - sum(sizes)))
        case.group = np.array(sizes)
    if rng.random() < .2 and boosting != "rf":
        case.weight = rng.choice([rng.uniform(.1, 3, size=n), rng.choice([0., 1., 2.], size=n)])
        case.weight = case.weight.astype(np.float32).astype(float)
        if not case.weight.any():
            case.weight[0] = 1
    if rng.random() < .08 and boosting != "rf":
        case.init = rng.normal(size=n if classes == 1 else (n, classes)) * .3
    if case.forced_splits is None and "monotone_constraints_method" not in p:
        maybe(.15, "histogram_pool_size", [.01, .05, .2])
    return case


def lightgbm_fault(case, tree_count):
    """Why the trees may differ by a fault of LightGBM 4.7 that is not repeated here, or None."""
    p = case.params
    if p.get("boosting") == "dart" and tree_count < case.rounds * p.get("num_class", 1):
        return "DART: dropped trees stay negated after a round without a split"
    rows_in_bag = p.get("bagging_fraction", 1) / p.get("bagging_freq", 1)
    if p.get("bagging_by_query") and rows_in_bag > .5:
        return "bagging by query: row 0 gets the outputs of all rows out of the bag"
    if case.forced_splits and "right" in case.forced_splits or case.forced_splits and "left" in case.forced_splits:
        return "forced split below the root: a feature without a split in the parent has a stale histogram"
    return None


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--polybot", required=True)
    parser.add_argument("--cases", type=int, default=100)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--only", type=int)
    parser.add_argument("--keep")
    parser.add_argument("--without", default="", help="parameters, separated by commas, to leave out of every case")
    parser.add_argument("--strict", action="store_true")
    options = parser.parse_args()
    counts = collections.Counter()
    seeds = [options.only] if options.only is not None else range(options.seed * 100000, options.seed * 100000 + options.cases)
    for seed in seeds:
        case = random_case(seed)
        for name in options.without.split(","):
            case.params.pop(name, None)
            if name == "forced_splits" or name == "forced_bins" or name == "init" or name == "weight":
                setattr(case, name, None)
        with lc.working_folder() as folder:
            if options.keep:
                import os
                os.makedirs(options.keep, exist_ok=True)
                folder = options.keep
            theirs = mine = None
            try:
                theirs = lc.train_theirs(case, folder)
            except lc.Refused as error:
                their_reason = str(error)
            try:
                mine = lc.train_ours(options.polybot, case, folder)
            except lc.Refused as error:
                my_reason = str(error)
            if options.keep:
                open(f"{folder}/theirs.txt", "w").write(theirs or "")
        described = {k: v for k, v in case.params.items()}
        extra = [k for k in ("weight", "group", "init", "forced_splits", "forced_bins") if getattr(case, k) is not None]
        where = f"n={len(case.X)} d={case.X.shape[1]} rounds={case.rounds} cat={case.categorical} {'+'.join(extra)} {described}"
        if theirs is None and mine is None:
            counts["both refuse"] += 1
            continue
        if theirs is None or mine is None:
            kind = "only LightGBM refuses" if theirs is None else "only GBDT refuses"
            counts[kind] += 1
            print(f"{seed} {kind}: {their_reason if theirs is None else my_reason}\n    {where}", flush=True)
            continue
        found = lc.compare(mine, theirs)
        kind = ("equal bytes" if found.same_bytes else "equal trees, values within 1e-10" if found.same_structure and found.same_values
                else "equal structure, values differ" if found.same_structure else "structure differs")
        fault = lightgbm_fault(case, theirs.count("\nTree="))
        if fault and not found.same_structure:
            kind = "structure differs, " + fault
        elif fault and not found.same_values:
            kind = "values differ, " + fault
        counts[kind] += 1
        if found.same_bytes and found.first:
            counts["of these: header differs"] += 1
        if found.first:
            print(f"{seed} {kind}: same {found.summary}; {found.first}\n    {where}", flush=True)
    print("\n| Outcome | Cases |\n|---|---|")
    for kind, count in counts.most_common():
        print(f"| {kind} | {count} |")
    sys.exit(1 if options.strict and counts["structure differs"] else 0)


if __name__ == "__main__":
    main()
