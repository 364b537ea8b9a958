#!/usr/bin/env bash
# Whether a single-row prediction, an event, a minute or a feature vector allocates: N and 2N of them under valgrind
# must allocate equally often, and a control that allocates once each time must show N more, or the count would mean
# nothing.
#
#   scripts/check-allocations.sh [N [predictions|features]]        default 2000, and both
#
# Valgrind does not know AVX-512, so the kernels that need it are counted once more without it, by a malloc that counts.
#
# Without valgrind (scripts/setup.sh --tools installs it) nothing can be counted: says so and ends with 0.
set -euo pipefail
cd "$(dirname "$0")/.."
count=${1:-2000}
subject=${2:-both}
command -v valgrind >/dev/null || {
    echo "skipped: valgrind is not installed (scripts/setup.sh --tools)"
    exit 0
}
swift=${SWIFT:-swift}
# Dictionaries grow by their hashes, which are random otherwise.
export SWIFT_DETERMINISTIC_HASHING=1
log=$(mktemp)
trap 'rm -f "$log"' EXIT

# build PACKAGE PRODUCT: leaves where the program is in `program`.
build() {
    "$swift" build -c release --package-path "$1" --product "$2" >&2
    program=$("$swift" build -c release --package-path "$1" --show-bin-path)/$2
}

allocations() {
    valgrind --log-file="$log" "$program" "$@" >/dev/null
    sed -n 's/.*total heap usage: \([0-9,]*\) allocs.*/\1/p' "$log" | tr -d ,
}

failed=0
# check NAME ARGUMENTS...: the program is called with the arguments and a count.
check() {
    local name=$1
    shift
    local one two control controls
    one=$(allocations "$@" "$count")
    two=$(allocations "$@" $((2 * count)))
    control=$(allocations "$@" "$count" control)
    controls=$(allocations "$@" $((2 * count)) control)
    printf '%-12s %12d %12d %12d %12d\n' "$name" "$one" "$two" "$control" "$controls"
    if [ "$one" != "$two" ]; then
        echo "$name: $count more made $((two - one)) more allocations" >&2
        failed=1
    fi
    if [ $((control - one)) != "$count" ] || [ $((controls - two)) != $((2 * count)) ]; then
        echo "$name: the control makes $((control - one)) and $((controls - two)) more allocations than without it," \
            "not one each time" >&2
        failed=1
    fi
}

printf '%-12s %12s %12s %12s %12s\n' what "N=$count" "2N" control "control 2N"
if [ "$subject" != predictions ]; then
    build Benchmarks/features features
    for kind in $("$program"); do check "$kind" allocations "$kind"; done
fi
if [ "$subject" = features ]; then
    [ $failed = 0 ] && echo "no allocations in events, minutes and vectors"
    exit $failed
fi
build Benchmarks allocations
for model in $("$program"); do check "$model" "$model"; done
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
[ $failed = 0 ] && echo "no allocations in what was counted"
exit $failed
