#!/usr/bin/env python3
"""Writes Tests/GBDTTests/Golden/ParityTrees.swift: small trees as LightGBM trains them where its rules are peculiar.

    scripts/lightgbm-golden-trees.py > Tests/GBDTTests/Golden/ParityTrees.swift
"""
import numpy as np

import lightgbm_cases as lc

ROWS = 150
KEPT = ["split_feature", "split_gain", "threshold", "leaf_value", "leaf_count", "cat_threshold", "leaf_const",
        "leaf_features", "leaf_coeff"]


def examples():
    """The same numbers as ParityTreesTests makes: all of them multiples of 1/1024."""
    state = 1
    X, y, weight = np.zeros((ROWS, 4)), np.zeros(ROWS), np.zeros(ROWS)

    def draw():
        nonlocal state
        state = (214013 * state + 2531011) % 2 ** 32
        return (state >> 16) & 0x7FFF

    for row in range(ROWS):
        a, b, c, d, e, f = (draw() for _ in range(6))
        X[row] = [a % 17 - 8, b / 1024, np.nan if c % 11 == 0 else c % 6, np.nan if d % 13 == 0 else d % 64 / 8 - 4]
        y[row] = (2 if a % 17 > 9 else 0) + b / 16384 + (1 if c % 6 in (1, 4) else 0) + e % 16 / 16
        weight[row] = (f % 4 + 1) / 2
    return X, y, weight


CASES = {
    "forcedSplits": ({"objective": "regression"}, {"forced": True}),
    "monotoneIntermediate": ({"objective": "regression", "monotone_constraints": [1, 1, 0, -1], "num_leaves": 6,
                              "monotone_constraints_method": "intermediate"}, {}),
    "monotoneIntermediateExtraTrees": ({"objective": "regression", "monotone_constraints": [1, 1, 0, -1],
                                        "num_leaves": 6, "monotone_constraints_method": "intermediate",
                                        "extra_trees": True}, {}),
    "monotoneIntermediateByNode": ({"objective": "regression", "monotone_constraints": [1, 1, 0, -1], "num_leaves": 6,
                                    "monotone_constraints_method": "intermediate",
                                    "feature_fraction_bynode": .5}, {}),
    "weightedMAPE": ({"objective": "mape"}, {"weighted": True}),
    "weightedMAPESmallBag": ({"objective": "mape", "bagging_fraction": .4, "bagging_freq": 1}, {"weighted": True}),
    "rootsOfLabelsAbsolute": ({"objective": "regression_l1", "reg_sqrt": True}, {}),
    "rootsOfLabelsQuantile": ({"objective": "quantile", "reg_sqrt": True, "alpha": .3}, {}),
    "rootsOfLabelsMAPE": ({"objective": "mape", "reg_sqrt": True}, {}),
    "rootsOfLabelsFair": ({"objective": "fair", "reg_sqrt": True}, {}),
    "rootsOfLabelsHuber": ({"objective": "huber", "reg_sqrt": True}, {}),
    "forestThatCannotSplit": ({"objective": "poisson", "boosting": "rf", "bagging_fraction": .5, "bagging_freq": 1,
                               "min_gain_to_split": 8.0}, {"rounds": 3}),
    "sampledQueries": ({"objective": "rank_xendcg", "bagging_fraction": .4, "bagging_freq": 1,
                        "bagging_by_query": True}, {"grouped": True}),
    "missingCountsAsCategoryZero": ({"objective": "regression", "zero_as_missing": True, "min_data_per_group": 1,
                                     "cat_smooth": 1.0}, {"categorical": True}),
    "unsmoothedCategories": ({"objective": "regression", "cat_smooth": 0.0, "min_data_per_group": 1, "num_leaves": 8,
                              "min_data_in_leaf": 1, "cat_l2": 0.0}, {"categorical": True}),
    "linearLeaves": ({"objective": "regression", "linear_tree": True, "linear_lambda": .5}, {}),
}


def trees(params, forced=False, weighted=False, grouped=False, categorical=False, rounds=2):
    X, y, weight = examples()
    params = dict({"num_leaves": 4, "min_data_in_leaf": 8}, **params)
    case = lc.Case("", params, X, np.floor(np.clip(y, 0, 4)) if grouped else y, rounds=rounds,
                   weight=weight if weighted else None, group=np.full(10, 15) if grouped else None,
                   categorical=[2] if categorical else [],
                   forced_splits={"feature": 1, "threshold": 12.5, "left": {"feature": 0, "threshold": 1.0}}
                   if forced else None)
    with lc.working_folder() as folder:
        text = lc.train_theirs(case, folder)
    lines = [line for line in lc.tree_section(text).splitlines() if line.split("=")[0] in KEPT]
    return params, lines, [line for line in text.splitlines() if "objective=" in line][0]


def main():
    print("// Made by scripts/lightgbm-golden-trees.py with LightGBM 4.7.0.\n\n/// A training and what LightGBM's trees say: "
          "some lines of each.\nstruct ParityTrees: Sendable {")
    print("    var name: String\n    /// Separated by spaces.\n    var settings: String\n    var options: Set<String> = []")
    print("    var objective: String\n    var lines: String\n\n    static let cases = [")
    for name in CASES:
        print(f"        {name},")
    print("    ]\n}\n\nextension ParityTrees {")
    for name, (params, options) in CASES.items():
        rounds = options.get("rounds", 2)
        full, lines, objective = trees(params, **options)
        settings = " ".join(f"{k}={lc.text_of(v)}" for k, v in dict(full, num_iterations=rounds).items())
        flags = ", ".join(f'"{k}"' for k in options if k != "rounds")
        print(f'    private static let {name} = ParityTrees(\n        name: "{name}",\n        settings: """')
        write(settings)
        print('            """,\n        ' + (f"options: [{flags}], " if flags else "")
              + f'objective: "{objective}",\n        lines: """')
        for line in lines:
            write(line)
        print('            """)')
    print("}")


def write(line):
    """In lines of at most 120 columns; a backslash joins them."""
    words = line.split(" ")
    while len(" ".join(words)) > 105:
        taken = []
        while words and len(" ".join(taken + words[:1])) <= 100:
            taken.append(words.pop(0))
        print("            " + " ".join(taken) + " \\")
    rest = " ".join(words)
    print("            " + (rest[:-1] + "\\u{20}" if rest.endswith(" ") else rest))


if __name__ == "__main__":
    main()
