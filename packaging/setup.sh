#!/bin/bash
# Makes the virtual environment in $1 and installs the locked packages and Curlew itself.
# What the system lacks is installed through apt when we are root, else named in one line.
set -eu
cd "$(dirname "$0")/.."
venv=$1

# Libraries that Qt's xcb platform and its test display need (Debian 12 names).
runtime="libglib2.0-0 libgl1 libegl1 libx11-6 libdbus-1-3 libfontconfig1 libfreetype6 libxkbcommon0 libx11-xcb1 libxcb1 libxcb-cursor0
 libxcb-glx0 libxcb-icccm4 libxcb-image0 libxcb-keysyms1 libxcb-randr0 libxcb-render-util0 libxcb-render0 libxcb-shape0 libxcb-shm0
 libxcb-sync1 libxcb-util1 libxcb-xfixes0 libxcb-xkb1 libxkbcommon-x11-0 fonts-dejavu-core"
display="xvfb xauth openbox xdotool fonts-inter fonts-jetbrains-mono"

python=''
for candidate in python3.11 python3.12 python3.13 python3; do
    if command -v "$candidate" >/dev/null 2>&1 &&
        "$candidate" -c 'import sys; sys.exit(not (3, 11) <= sys.version_info[:2] < (3, 14))' 2>/dev/null; then
        python=$candidate
        break
    fi
done
[ -n "$python" ] || { echo "Curlew needs Python 3.11, 3.12 or 3.13: install one of them and try again." >&2; exit 1; }

missing=''
"$python" -c 'import venv, ensurepip' 2>/dev/null || missing="python3-venv"
if command -v dpkg-query >/dev/null 2>&1; then
    for package in $runtime $display; do
        dpkg-query -W -f='${Status}' "$package" 2>/dev/null | grep -q 'ok installed' || missing="$missing $package"
    done
fi
if [ -n "$missing" ]; then
    if [ "$(id -u)" = 0 ] && command -v apt-get >/dev/null 2>&1; then
        echo "Installing system packages:$missing"
        export DEBIAN_FRONTEND=noninteractive
        # shellcheck disable=SC2086
        apt-get install -y -qq --no-install-recommends $missing >/dev/null 2>&1 ||
            { apt-get update -qq && apt-get install -y -qq --no-install-recommends $missing >/dev/null; }
    elif ! "$python" -c 'import venv, ensurepip' 2>/dev/null; then
        echo "Missing system packages; run: sudo apt-get install$missing" >&2
        exit 1
    else
        echo "Some system packages are missing; if the window does not open, run: sudo apt-get install$missing" >&2
    fi
fi

[ -x "$venv/bin/python" ] || "$python" -m venv "$venv"
"$venv/bin/python" -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements.lock
"$venv/bin/python" -m pip install --quiet --disable-pip-version-check --no-deps --no-build-isolation -e .
