#!/usr/bin/env bash
# Whether a single-row prediction, an event, a minute or a feature vector allocates: N and 2N of them under valgrind
# must allocate equally often, and a control that allocates once each time must show N more, or the count would mean
# nothing.
#
#   scripts/check-allocations.sh [N [predictions|features|all]]        default 2000, all
#
# Valgrind does not know AVX-512, so the kernels that need it are counted once more without it, by a malloc that counts.
# Features need eight days of events first, which take valgrind some minutes.
#
# Without valgrind (scripts/setup.sh --tools installs it) nothing can be counted: says so and ends with 0.
set -euo pipefail
cd "$(dirname "$0")/.."
count=${1:-2000}
subject=${2:-all}
case $subject in
predictions | features | all) ;;
*)
    echo "usage: scripts/check-allocations.sh [N [predictions|features|all]]" >&2
    exit 2
    ;;
esac
command -v valgrind >/dev/null || {
    echo "skipped: valgrind is not installed (scripts/setup.sh --tools)"
    exit 0
}
swift=${SWIFT:-swift}
# Dictionaries grow by their hashes, which are random otherwise.
export SWIFT_DETERMINISTIC_HASHING=1
work=$(mktemp -d)
log=$work/log
trap 'rm -rf "$work"' EXIT

# build PACKAGE PRODUCT: leaves where the program is in `program`, a copy without debug information, over which valgrind
# stumbles.
build() {
    "$swift" build -c release --package-path "$1" --product "$2" >&2
    program=$work/$2
    strip -g -o "$program" "$("$swift" build -c release --package-path "$1" --show-bin-path)/$2"
}

allocations() {
    valgrind --log-file="$log" "$program" "$@" >/dev/null
    grep -q 'total heap usage' "$log" || {
        cat "$log" >&2
        return 1
    }
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

# The same by a malloc that counts. How arrays grow while a model is made depends on what the heap has to give, so the
# control shows about N more, not just N.
counted() { LD_PRELOAD=$work/counter.so "$program" "$@" 2>&1 >/dev/null | sed -n 's/^allocations: //p'; }
check_counted() {
    local name=$1
    shift
    local one two control
    one=$(counted "$@" "$count")
    two=$(counted "$@" $((2 * count)))
    control=$(counted "$@" "$count" control)
    printf '%-12s %12d %12d %12d  without valgrind\n' "$name" "$one" "$two" "$control"
    if [ "$one" != "$two" ] || [ $((control - one)) -lt $((count / 2)) ]; then
        echo "$name: $count more made $((two - one)) more allocations, the control $((control - one))" >&2
        failed=1
    fi
}
if command -v gcc >/dev/null; then
    gcc -shared -fPIC -O1 -o "$work/counter.so" scripts/count-allocations.c
else
    check_counted() { :; }
fi

printf '%-12s %12s %12s %12s %12s\n' what "N=$count" "2N" control "control 2N"
if [ "$subject" != predictions ]; then
    build Benchmarks/features features
    for kind in $("$program"); do
        check "$kind" allocations "$kind"
        check_counted "$kind" allocations "$kind"
    done
fi
if [ "$subject" != features ]; then
    build Benchmarks allocations
    for model in $("$program"); do
        check "$model" "$model"
        check_counted "$model" "$model"
    done
fi
[ $failed = 0 ] && echo "no allocations in what was counted"
exit $failed
