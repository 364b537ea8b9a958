"""What is measured: parameters, libraries, models, and the axes along which cost grows. Nothing here runs."""

# Of every library, in LightGBM's terms.
PARAMETERS = {
    "bot": dict(rounds=300, lr=0.02, leaves=31, min_leaf=100, l2=1.0, max_bin=255),
    "wide-rows": dict(rounds=100, lr=0.1, leaves=63, min_leaf=20, l2=0.0, max_bin=255),
    "tall-cat": dict(rounds=200, lr=0.1, leaves=63, min_leaf=20, l2=0.0, max_bin=255),
    "diamonds": dict(rounds=300, lr=0.05, leaves=31, min_leaf=20, l2=0.0, max_bin=255),
    "example-higgs7k": dict(rounds=100, lr=0.1, leaves=31, min_leaf=20, l2=0.0, max_bin=255),
    "example-multiclass": dict(rounds=50, lr=0.1, leaves=31, min_leaf=20, l2=0.0, max_bin=255),
}

# polybot-portable is the same binary, kept to the instructions of the oldest processors.
OURS = ["polybot", "polybot-portable"]

LIGHTGBM = ["lightgbm", "lightgbm-col", "lightgbm-row"]
TRAINERS = LIGHTGBM + ["lightgbm-quant", "xgboost", "catboost-lossguide", "catboost-symmetric", "sklearn"] + OURS

# Compiled from a program in C and called from there, each call timed; `-python` ones offer no call from C.
SINGLE_ROW = [
    "lightgbm-fast", "lightgbm-row-call", "xgboost", "lleaves", "tl2cgen", "tl2cgen-quantize", "treelite-gtil",
    "catboost-python", "sklearn-python", "onedal-python",
] + OURS
BATCH = [
    "lightgbm", "xgboost", "catboost-lossguide", "catboost-symmetric", "sklearn", "lleaves", "tl2cgen",
    "tl2cgen-quantize", "treelite-gtil", "onedal",
] + OURS
LOADERS = [peer for peer in BATCH if peer != "polybot-portable"]
COMPILERS = ["lleaves", "tl2cgen", "tl2cgen-quantize"]
EXPLAINERS = ["lightgbm", "xgboost", "polybot"]

# Models that are asked for predictions: data set and what differs from its parameters.
MODELS = {
    "bot": ("bot", {}),
    "bot-1000x31": ("bot", dict(rounds=1000)),
    "bot-100x255": ("bot", dict(rounds=100, leaves=255)),
    "diamonds": ("diamonds", {}),
    "tall-cat": ("tall-cat", {}),
    "multiclass": ("example-multiclass", {}),
}
# Trained once for predictions; the compiled ones are made from LightGBM's.
MODEL_MAKERS = ["lightgbm", "xgboost", "catboost-lossguide", "catboost-symmetric", "sklearn"]
EXPLAINED_MODELS = ["bot", "diamonds"]

PROFILED = ["bot", "wide-rows", "tall-cat"]

SINGLE_ROWS = 1_024
SINGLE_CALLS = 20_000

READERS = ["lightgbm", "pyarrow", "polybot"]
ARRAY_READERS = ["read", "numpy", "polybot"]
READ_SETS = ["bot", "wide-rows"]

# Around this point one thing varies at a time.
GROWTH_CENTRE = dict(rows=100_000, features=28, rounds=20, leaves=63, max_bin=255, threads=1)
GROWTH_AXES = {
    "rows": [1_000, 10_000, 100_000, 1_000_000],
    "features": [7, 28, 112, 448],
    "max_bin": [15, 63, 255, 1_023],
    "leaves": [7, 15, 31, 63, 127, 255, 511],
    "rounds": [10, 30, 100, 300],
    "threads": [1, 2],
}
GROWTH_ROWS_LARGE = 10_000_000
GROWTH_PARAMETERS = dict(lr=0.1, min_leaf=20, l2=0.0)
GROWERS = ["lightgbm", "polybot"]

SUITES = ["training", "limits", "single-row", "batch", "load", "explain", "reading", "growth", "profile"]
