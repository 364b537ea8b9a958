#!/usr/bin/env bash
# Runs scripts/lightgbm-interop.py with the real LightGBM in a virtual environment of its own, .build-lightgbm. Says so and
# succeeds where neither Python nor a package index is at hand: the product never needs either.
#
#   scripts/lightgbm-interop.sh [arguments of the script]
set -euo pipefail
cd "$(dirname "$0")/.."
environment=.build-lightgbm
python=$environment/bin/python
if ! [ -x "$python" ] || ! "$python" -c 'import lightgbm, numpy' 2>/dev/null; then
    python3 -m venv "$environment" 2>/dev/null || {
        echo "skipped: no python3 with venv"
        exit 0
    }
    "$python" -m pip install -q --disable-pip-version-check lightgbm==4.7.0 numpy scipy 2>/dev/null || {
        echo "skipped: LightGBM cannot be installed here"
        exit 0
    }
fi
"$python" scripts/lightgbm-interop.py --polybot .build/release/polybot "$@"
