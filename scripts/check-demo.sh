#!/bin/sh
# A short demo in two processes and two folders: the same JSON apart from `timing`. Of the program that is there, such as
# `make test` leaves it; built if there is none.
set -eu
cd "$(dirname "$0")/.."
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT

[ -x .build/release/polybot ] || make -s build
for run in a b; do
    .build/release/polybot demo --seed 7 --days 5 --out "$folder/$run" --json >"$folder/$run.json" 2>"$folder/$run.log" || {
        cat "$folder/$run.log" >&2
        exit 1
    }
    # The keys are sorted and indented by two, so `timing` is one block.
    sed '/^  "timing" : {/,/^  }/d' "$folder/$run.json" >"$folder/$run.stable"
done
cat "$folder/a.json"
grep -q '"timing"' "$folder/a.json"
diff "$folder/a.stable" "$folder/b.stable"
echo "two processes agree"
