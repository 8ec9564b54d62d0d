#!/bin/bash
# Checks that Curlew and Bruno read each other's files, with Bruno's own packages (installed into build/, versions in check-bruno/package.json).
# usage: check-bruno.sh VENV        Says why where it cannot check, and ends well then.
set -eu
cd "$(dirname "$0")/.."
venv=$1
modules=build/check-bruno

if ! command -v node >/dev/null 2>&1 || ! command -v npm >/dev/null 2>&1; then
    echo "check-bruno: skipped, there is no node and npm here"
    exit 0
fi
mkdir -p "$modules"
if ! cmp -s packaging/check-bruno/package.json "$modules/package.json"; then
    cp packaging/check-bruno/package.json "$modules/package.json.new"
    if ! (cd "$modules" && mv package.json.new package.json &&
        npm install --no-audit --no-fund --no-package-lock --ignore-scripts --loglevel=error >npm.log 2>&1); then
        rm -f "$modules/package.json"
        echo "check-bruno: skipped, Bruno's packages could not be installed:"
        tail -5 "$modules/npm.log"
        exit 0
    fi
fi
BRUNO_MODULES="$PWD/$modules" PYTHONPATH="$PWD/app:$PWD/tests" exec "$venv/bin/python" packaging/check_bruno.py "$modules"
