#!/usr/bin/env bash
# Whether a single-row prediction allocates: N and 2N predictions under valgrind must allocate equally often, and a
# control that allocates once per row must show N more, or the count would mean nothing.
#
#   scripts/check-allocations.sh [N]        default 2000
#
# Valgrind does not know AVX-512, so the kernels that need it are counted once more without it, by a malloc that counts.
#
# Without valgrind (scripts/setup.sh --tools installs it) nothing can be counted: says so and ends with 0.
set -euo pipefail
cd "$(dirname "$0")/.."
count=${1:-2000}
command -v valgrind >/dev/null || {
    echo "skipped: valgrind is not installed (scripts/setup.sh --tools)"
    exit 0
}
swift=${SWIFT:-swift}
"$swift" build -c release --package-path Benchmarks --product allocations >&2
program=$("$swift" build -c release --package-path Benchmarks --show-bin-path)/allocations
# Dictionaries grow by their hashes, which are random otherwise.
export SWIFT_DETERMINISTIC_HASHING=1
log=$(mktemp)
trap 'rm -f "$log"' EXIT

allocations() {
    valgrind --log-file="$log" "$program" "$@" >/dev/null
    sed -n 's/.*total heap usage: \([0-9,]*\) allocs.*/\1/p' "$log" | tr -d ,
}

failed=0
printf '%-12s %12s %12s %12s %12s\n' model "N=$count" "2N" control "control 2N"
for model in $("$program"); do
    one=$(allocations "$model" "$count")
    two=$(allocations "$model" $((2 * count)))
    control=$(allocations "$model" "$count" control)
    controls=$(allocations "$model" $((2 * count)) control)
    printf '%-12s %12d %12d %12d %12d\n' "$model" "$one" "$two" "$control" "$controls"
    if [ "$one" != "$two" ]; then
        echo "$model: $count more rows made $((two - one)) more allocations" >&2
        failed=1
    fi
    if [ $((control - one)) != "$count" ] || [ $((controls - two)) != $((2 * count)) ]; then
        echo "$model: the control makes $((control - one)) and $((controls - two)) more allocations than rows without" \
            "it, not one a row" >&2
        failed=1
    fi
done
# The same on the processor as it is. How arrays grow while a model is made depends on what the heap has to give, so the
# control shows about N more, not just N.
if command -v gcc >/dev/null; then
    counter=$(mktemp --suffix .so)
    trap 'rm -f "$log" "$counter"' EXIT
    gcc -shared -fPIC -O1 -o "$counter" scripts/count-allocations.c
    counted() { LD_PRELOAD=$counter "$program" "$@" 2>&1 >/dev/null | sed -n 's/^allocations: //p'; }
    for model in $("$program"); do
        one=$(counted "$model" "$count")
        two=$(counted "$model" $((2 * count)))
        control=$(counted "$model" "$count" control)
        printf '%-12s %12d %12d %12d  without valgrind\n' "$model" "$one" "$two" "$control"
        if [ "$one" != "$two" ] || [ $((control - one)) -lt $((count / 2)) ]; then
            echo "$model: $count more rows made $((two - one)) more allocations" >&2
            failed=1
        fi
    done
fi
[ $failed = 0 ] && echo "no allocations in single-row predictions"
exit $failed
