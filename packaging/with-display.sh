#!/bin/bash
# Runs a command with a display: the present one, else a private virtual one that ends with the command.
set -u
cd "$(dirname "$0")/.."
if [ -n "${CURLEW_KEEP_DISPLAY:-}" ] && [ -n "${DISPLAY:-}" ]; then exec "$@"; fi
command -v Xvfb >/dev/null 2>&1 || { echo "No virtual display: install xvfb (make setup does it as root)." >&2; exit 1; }
number=$(mktemp)
Xvfb -displayfd 5 -screen 0 1600x1000x24 -nolisten tcp -noreset 5>"$number" >/dev/null 2>&1 &
server=$!
window_manager=''
trap 'kill $window_manager $server 2>/dev/null; rm -f "$number"' EXIT
for _ in $(seq 100); do [ -s "$number" ] && break; sleep 0.1; done
[ -s "$number" ] || { echo "The virtual display did not start." >&2; exit 1; }
export DISPLAY=":$(tr -d ' \n' <"$number")" NO_AT_BRIDGE=1
unset WAYLAND_DISPLAY
if command -v openbox >/dev/null 2>&1; then openbox >/dev/null 2>&1 & window_manager=$!; fi
"$@"
