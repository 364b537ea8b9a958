#!/bin/sh
# Installs the system packages that the build needs and does not find: SQLite, zlib and libsecp256k1 with their headers;
# with --tools also what scripts/check-allocations.sh and scripts/check-instructions.sh use.
set -eu

packages="libsqlite3-dev zlib1g-dev libsecp256k1-dev"
case "${1:-}" in
"") ;;
--tools) packages="$packages valgrind binutils" ;;
*)
    echo "usage: scripts/setup.sh [--tools]" >&2
    exit 2
    ;;
esac
missing=""
for package in $packages; do
    dpkg-query -W -f='${Status}' "$package" 2>/dev/null | grep -q 'install ok installed' || missing="$missing $package"
done

command -v "${SWIFT:-swift}" >/dev/null || {
    echo "polybot needs a Swift 6 toolchain: put 'swift' on the PATH (https://www.swift.org/install/linux/)." >&2
    exit 1
}
[ -z "$missing" ] && exit 0

if [ "$(id -u)" = 0 ]; then
    root=""
elif command -v sudo >/dev/null; then
    root="sudo"
else
    echo "polybot needs these packages; install them as root: apt-get install -y$missing" >&2
    exit 1
fi
echo "installing$missing" >&2
$root apt-get update -qq
# shellcheck disable=SC2086
$root env DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends $missing >/dev/null
