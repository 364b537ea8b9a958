#!/bin/sh
# Imports every recorded set below DIR (default ../shared/data) into a store of its own, runs the loop over it, and leaves
# the two reports of each set in OUT (default real-data): what docs/REAL-DATA.md is written from.
set -eu
cd "$(dirname "$0")/.."
data=${1:-../shared/data}
out=${2:-real-data}
[ -d "$data" ] || {
    echo "no recorded data in $data" >&2
    exit 2
}
make -s build
mkdir -p "$out"
for set in "$data"/*/; do
    name=$(basename "$set")
    rm -rf "$out/$name" "$out/$name.sqlite"*
    .build/release/polybot import "$set" --journal "$out/$name.sqlite" --json >"$out/$name.import.json"
    .build/release/polybot replay "$out/$name.sqlite" --json >"$out/$name.replay.json" 2>"$out/$name.log"
    rm -f "$out/$name.sqlite"*
    echo "$name done"
done
