#!/usr/bin/env bash
# Whether GBDT can be had alone: Examples/consumer is copied out of the tree, takes the library without the trait Bot,
# must fetch nothing but polybot, is built and run.
set -euo pipefail
cd "$(dirname "$0")/.."
swift=${SWIFT:-swift}
POLYBOT=$PWD
export POLYBOT
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cp -R Examples/consumer "$folder"
rm -rf "$folder/consumer/.build"
cd "$folder/consumer"

# A package that is a folder goes by the folder's name.
self=$(basename "$POLYBOT" | tr '[:upper:]' '[:lower:]')
"$swift" package show-dependencies --format flatlist >"$folder/dependencies"
if [ "$(cat "$folder/dependencies")" != "$self" ]; then
    echo "the library alone brings along:" >&2
    grep -vx "$self" "$folder/dependencies" | sed 's/^/  /' >&2
    exit 1
fi
"$swift" build -c release
fetched=$(ls .build/checkouts 2>/dev/null || true)
if [ -n "$fetched" ]; then
    echo "building the library alone fetched:" $fetched >&2
    exit 1
fi
"$swift" run --skip-build -c release consumer
