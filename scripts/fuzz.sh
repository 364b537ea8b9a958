#!/usr/bin/env bash
# Fuzzes the readers of GBDT, coverage-guided, under the address sanitizer. A reader may take 1 s of the processor (and
# 30 s of the clock) and 512 MB an input; traps, hangs and wrong memory end the run with status 1, and the input stays
# in .build-fuzz/findings.
#
#   scripts/fuzz.sh [--runs N] [--seconds S] [reader ...]   N inputs a reader; at most S seconds in all
#   scripts/fuzz.sh --golden N [--seconds S]                N mutations of the whole golden models
#
# Readers: model table libsvm numpy config numbers. To see one input again:
#   GBDT_FUZZ_READER=model .build-fuzz/fuzz FILE
set -euo pipefail
cd "$(dirname "$0")/.."
build=.build-fuzz
golden=${GOLDEN:-../shared/gbdt/golden}
runs=-1
seconds=0
readers=()
while [ $# -gt 0 ]; do
    case $1 in
    --runs) runs=$2 && shift 2 ;;
    --seconds) seconds=$2 && shift 2 ;;
    --golden) runs=$2 && readers+=(golden) && shift 2 ;;
    -*) echo "unknown option $1" >&2 && exit 2 ;;
    *) readers+=("$1") && shift ;;
    esac
done
[ ${#readers[@]} -gt 0 ] || readers=(model table libsvm numpy config numbers)
[ "$runs" != -1 ] || [ "$seconds" != 0 ] || seconds=60

# Optimised, yet with all checks: a trap must stay a trap. Each part is built anew only when it has changed.
flags=(-O -wmo -parse-as-library -swift-version 6 -sanitize=fuzzer,address)
mkdir -p $build
features=(-enable-upcoming-feature ExistentialAny -enable-upcoming-feature InternalImportsByDefault
    -enable-upcoming-feature MemberImportVisibility)
# Without WIDE_KERNELS: the portable kernels, with their checks.
if [ ! -e $build/GBDT.o ] || [ -n "$(find Sources/GBDT -name '*.swift' -newer $build/GBDT.o)" ]; then
    for module in GBDTLayout:Layout GBDTKernels:Kernels GBDT:Library; do
        find "Sources/GBDT/${module#*:}" -name '*.swift' >$build/sources
        module=${module%:*}
        swiftc "${flags[@]}" "${features[@]}" -enable-testing -module-name $module -I $build -emit-module \
            -emit-module-path $build/$module.swiftmodule -c -o $build/$module.o "@$build/sources"
    done
fi
if [ ! -e $build/fuzz ] || [ -n "$(find Fuzzing/Sources $build/GBDT.o -newer $build/fuzz)" ]; then
    swiftc "${flags[@]}" -module-name Fuzzing -I $build Fuzzing/Sources/*.swift $build/GBDT{Layout,Kernels,}.o \
        -o $build/fuzz 2> >(grep -v 'Cannot export local symbol' >&2)
fi

# The default back-tracer would hold a crashed process for minutes; leaks are not looked for, and freed memory is not
# held back for long, or it would count as used.
export SWIFT_BACKTRACE=enable=no
export ASAN_OPTIONS=detect_leaks=0:quarantine_size_mb=16:allocator_may_return_null=0
failed=0
table="reader inputs edges features inputs/s seconds"
for reader in "${readers[@]}"; do
    folders=("$build/corpus/$reader" "Fuzzing/Seeds/$reader")
    limits=(-max_len=8192)
    [ "$reader" = numbers ] && limits=(-max_len=256)
    if [ "$reader" = golden ]; then
        folders[1]=$build/golden
        mkdir -p $build/golden
        for model in "$golden"/*/model.txt; do
            cp -f "$model" "$build/golden/$(basename "$(dirname "$model")")"
        done
        limits=(-max_len=131072)
    fi
    [ "$seconds" = 0 ] || limits+=("-max_total_time=$(((seconds + ${#readers[@]} - 1) / ${#readers[@]}))")
    words=Fuzzing/Dictionaries/$reader.dict
    [ -e "$words" ] && limits+=("-dict=$words")
    mkdir -p "${folders[0]}" $build/findings
    log=$build/$reader.log
    begin=$SECONDS
    if ! GBDT_FUZZ_READER=$reader $build/fuzz "${folders[@]}" "${limits[@]}" -runs="$runs" -seed=1 -timeout=30 \
        -rss_limit_mb=512 -malloc_limit_mb=64 -print_final_stats=1 -artifact_prefix="$build/findings/$reader-" \
        >"$log" 2>&1; then
        failed=1
        grep -aE 'ERROR|SUMMARY|Fatal error|Test unit written' "$log" >&2 || tail -20 "$log" >&2
    fi
    inputs=$(sed -n 's/^stat::number_of_executed_units: *//p' "$log")
    rate=$(sed -n 's/^stat::average_exec_per_sec: *//p' "$log")
    reached=$(grep -aoE 'cov: [0-9]+ ft: [0-9]+' "$log" | tail -1 || true)
    table+=$'\n'"$reader ${inputs:-?} $(echo "${reached:-x ? x ?}" | cut -d' ' -f2,4) ${rate:-?} $((SECONDS - begin))"
done
echo "$table" | awk '{ printf "%-8s %9s %7s %9s %9s %8s\n", $1, $2, $3, $4, $5, $6 }'
exit $failed
