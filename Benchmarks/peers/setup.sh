#!/bin/sh
# setup.sh FOLDER: a virtual environment with the pinned libraries in FOLDER. Does nothing when it is there and current.
set -eu
folder=$1
here=$(dirname "$0")
if cmp -s "$here/requirements.txt" "$folder/installed.txt"; then exit 0; fi
python3 -m venv "$folder"
"$folder/bin/pip" install --quiet --upgrade pip
"$folder/bin/pip" install --quiet --requirement "$here/requirements.txt"
# Only for its file diamonds.csv, therefore without what it depends on.
"$folder/bin/pip" install --quiet --no-deps plotnine==0.15.9
cp "$here/requirements.txt" "$folder/installed.txt"
