#!/usr/bin/env bash
# Compares the features of recorded baseball games with those that scripts/features-check.py computes from the raw
# messages. Says so and succeeds where neither the recordings nor Python's packages are at hand.
#
#   scripts/features-check.sh [arguments of the script]
set -euo pipefail
cd "$(dirname "$0")/.."
data=../shared/data/polymarket-mlb-ws
[ -d "$data" ] || {
    echo "skipped: no ../shared"
    exit 0
}
environment=.build-features
python=$environment/bin/python
if ! [ -x "$python" ] || ! "$python" -c 'import numpy, pandas, scipy, statsmodels' 2>/dev/null; then
    python3 -m venv "$environment" 2>/dev/null || {
        echo "skipped: no python3 with venv"
        exit 0
    }
    "$python" -m pip install -q --disable-pip-version-check numpy scipy pandas statsmodels 2>/dev/null || {
        echo "skipped: the packages cannot be installed here"
        exit 0
    }
fi
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
.build/release/polybot import "$data" --journal "$work/games.sqlite" --on-error skip >/dev/null
POLYBOT_SAMPLE_INTERVAL_SECONDS=60 .build/release/polybot replay "$work/games.sqlite" --out "$work/run" >/dev/null 2>&1
.build/release/polybot features list --json >"$work/columns.json" 2>/dev/null
"$python" scripts/features-check.py --journal "$work/games.sqlite" --store "$work/run" --columns "$work/columns.json" --data "$data" "$@"
