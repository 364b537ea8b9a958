#!/usr/bin/env bash
# Whether a release binary runs on every x86-64 machine: instructions beyond the baseline (SSE2) may stand only in the
# kernels that are chosen at run time, and in C libraries that look at the processor themselves.
#
#   scripts/check-instructions.sh [--allow REGEX] ... [BINARY]      default .build/release/polybot
#
# 1. Disassembles BINARY. Functions of the modules ZGBDTKernelsV3 and ZGBDTKernelsV4 may use what they like; so may
#    BoringSSL's, which are known by their prefix and, the local ones of its assembly, by the objects beside BINARY;
#    and so may functions whose names match REGEX.
# 2. Counts vpermb in ZGBDTKernelsV4: none means that the byte-permute kernel was compiled to something slow.
# 3. Looks for weak functions in the objects of both modules that other objects define too. The linker keeps one of
#    them, and it may be the one with instructions the machine does not have.
# Elsewhere than on x86-64 there is nothing to check.
set -euo pipefail

allowed='^CCryptoBoringSSL_'
while [ $# -gt 0 ]; do
    case $1 in
    --allow) allowed+="|$2" && shift 2 ;;
    -*) echo "unknown option $1" >&2 && exit 2 ;;
    *) break ;;
    esac
done
binary=${1:-$(dirname "$0")/../.build/release/polybot}
[ -r "$binary" ] || { echo "no binary $binary: build it first" >&2 && exit 2; }
if ! objdump -f "$binary" | grep -q 'file format elf64-x86-64'; then
    echo "$binary is not for x86-64: nothing to check"
    exit 0
fi
folder=$(cd "$(dirname "$binary")" && pwd)
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
failed=0

objects() { find -L "$folder" -path "*/$1.build/*" -name '*.o' 2>/dev/null || true; }

# Functions of BoringSSL, local ones included.
objects CCryptoBoringSSL | xargs -r nm --defined-only 2>/dev/null | awk 'NF == 3 { print $3 }' | sort -u >"$work/boring"

# Everything from SSE3 on, but tzcnt: older processors run it as bsf, which is what compilers mean by it.
beyond='^(v[a-z].*|k(mov|and|or|xor|not|test|shift|unpck|add)[a-z]*|andn|bextr|bls(i|r|msk)|bzhi|pdep|pext|rorx|sarx'
beyond+='|shlx|shrx|mulx|popcnt|lzcnt|movbe|ad[co]x|crc32[bwlq]?|cmpxchg16b|rdrand|rdseed|aes(enc|dec|imc|key).*'
beyond+='|pclmul.*|sha(1|256).*|addsubp.|h(add|sub)p.|mov(ddup|shdup|sldup)|lddqu|fisttp.*|pshufb|ph(add|sub|min).*'
beyond+='|palignr|pabs.|psign.|pmulhrsw|pmaddubsw|p?blend.*|dpp.|extractps|insertps|mpsadbw|packusdw|pcmp(eqq|gtq)'
beyond+='|pcmp[ie]str.*|p(ext|ins)r[bdq]|pm(ax|in)(sb|sd|uw|ud)|pmov[sz]x.*|pmuldq|pmulld|ptest|round[ps].|movntdqa)$'
objdump -d --no-show-raw-insn "$binary" | awk -v allowed="$allowed" -v beyond="$beyond" -v boring="$work/boring" '
    BEGIN { while ((getline name < boring) > 0) known[name] = 1 }
    /^[0-9a-f]+ </ {
        name = substr($2, 2, length($2) - 3)
        isKernel = name ~ /^\$s14ZGBDTKernelsV[34]/
        isWide = name ~ /^\$s14ZGBDTKernelsV4/
        isAllowed = isKernel || name in known || name ~ allowed
        next
    }
    isWide && $2 == "vpermb" { permutes++ }
    isKernel && $2 ~ beyond { inside++ }
    !isAllowed && $2 ~ beyond { outside[name]++; total++ }
    END {
        print "permutes", permutes + 0
        print "inside", inside + 0
        print "total", total + 0
        for (name in outside) print "outside", outside[name], name
    }' >"$work/counts"
count() { awk -v key="$1" '$1 == key { print $2 }' "$work/counts"; }

if [ "$(count total)" != 0 ]; then
    failed=1
    echo "beyond the x86-64 baseline, outside the kernels that are chosen at run time:" >&2
    awk '$1 == "outside" { print $2, $3 }' "$work/counts" | sort -rn | head -20 |
        while read -r number name; do
            echo "  $number instructions in $(swift demangle --compact "$name" 2>/dev/null || echo "$name")" >&2
        done
fi
if [ "$(count permutes)" = 0 ]; then
    failed=1
    echo "no vpermb in ZGBDTKernelsV4: the byte-permute kernel is missing or was compiled without it" >&2
fi

weak() { xargs -r readelf -sW 2>/dev/null | awk '$4 == "FUNC" && $5 == "WEAK" && $7 != "UND" { print $8 }' | sort -u; }
for level in V3 V4; do
    module=ZGBDTKernels$level
    objects $module >"$work/own"
    if [ ! -s "$work/own" ]; then
        failed=1
        echo "no objects of $module below $folder: its weak functions cannot be checked" >&2
        continue
    fi
    weak <"$work/own" >"$work/weak"
    # Static libraries of other packages lie in the same folder and are objects too.
    find -L "$folder" -name '*.o' -path '*.build/*' ! -path "*/$module.build/*" -print0 |
        xargs -0 -r readelf -sW 2>/dev/null |
        awk '$4 == "FUNC" && ($5 == "WEAK" || $5 == "GLOBAL") && $7 != "UND" { print $8 }' | sort -u >"$work/others"
    if comm -12 "$work/weak" "$work/others" | grep . >"$work/shared"; then
        failed=1
        echo "weak functions of $module that other objects define too:" >&2
        head -20 "$work/shared" | sed 's/^/  /' >&2
    fi
done

[ $failed = 0 ] && echo "$(count inside) instructions beyond the baseline, all in the kernels; $(count permutes) vpermb"
exit $failed
