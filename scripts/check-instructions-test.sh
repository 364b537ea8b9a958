#!/usr/bin/env bash
# Whether check-instructions.sh finds what it is there to find: small programs made to be right and to be wrong.
set -euo pipefail
here=$(cd "$(dirname "$0")" && pwd)
[ "$(uname -m)" = x86_64 ] || { echo "not x86-64: nothing to test" && exit 0; }
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT

compiler=$(command -v clang || command -v cc)

# A program of three modules. Arguments: instructions of GBDT, of V3, of V4, and whether a weak function is shared.
program() {
    rm -rf "${folder:?}"/*
    local module shared
    for module in GBDT ZGBDTKernelsV3 ZGBDTKernelsV4; do
        mkdir "$folder/$module.build"
        {
            printf '.text\n.globl "$s%d%s4workyyF"\n.type "$s%d%s4workyyF", @function\n"$s%d%s4workyyF":\n%s\nret\n' \
                ${#module} $module ${#module} $module ${#module} $module "$1"
            shared=$4
            [ $shared = shared ] || shared='$s'${#module}$module
            printf '.weak "%s3minyyF"\n.type "%s3minyyF", @function\n"%s3minyyF":\nret\n' "$shared" "$shared" "$shared"
            [ $module != GBDT ] || printf '.globl main\n.type main, @function\nmain:\nret\n'
            printf '.section .note.GNU-stack,"",@progbits\n'
        } >"$folder/$module.s"
        "$compiler" -c "$folder/$module.s" -o "$folder/$module.build/$module.o"
        set -- "$2" "$3" "" "$4"
    done
    "$compiler" "$folder"/*.build/*.o -o "$folder/program"
}

expect() { # name, expected status, words of the message
    local status=0
    "$here/check-instructions.sh" "$folder/program" >"$folder/out" 2>&1 || status=$?
    if [ $status != "$2" ] || ! grep -q "$3" "$folder/out"; then
        echo "$1: status $status, expected $2 and '$3':" >&2
        cat "$folder/out" >&2
        exit 1
    fi
}

wide='vpermb %zmm0, %zmm1, %zmm2'
program 'addps %xmm0, %xmm1' 'vaddps %ymm0, %ymm1, %ymm2' "$wide" own
expect "right" 0 "1 vpermb"
for planted in 'vaddps %ymm0, %ymm1, %ymm2' 'pshufb %xmm0, %xmm1' 'popcnt %rax, %rcx' 'mulx %rax, %rcx, %rdx'; do
    program "$planted" 'vaddps %ymm0, %ymm1, %ymm2' "$wide" own
    expect "$planted outside" 1 "1 instructions in .*GBDT"
done
program nop 'vaddps %ymm0, %ymm1, %ymm2' 'vaddps %zmm0, %zmm1, %zmm2' own
expect "no permute" 1 "no vpermb"
program nop nop "$wide" shared
expect "shared weak function" 1 "weak functions of ZGBDTKernelsV3"
echo "check-instructions.sh finds all that was planted"
