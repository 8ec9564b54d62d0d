#!/bin/bash
# Builds the one-folder program into dist/curlew and checks that it starts, opens its window and sends one request.
set -eu
cd "$(dirname "$0")/.."
venv=$1
"$venv/bin/pyinstaller" --noconfirm --log-level WARN --distpath dist --workpath build/pyinstaller packaging/curlew.spec
mkdir -p dist/curlew/share
[ -d packaging/linux ] && cp -r packaging/linux/. dist/curlew/share/

program=dist/curlew/curlew
work=$(mktemp -d)
trap 'kill $server 2>/dev/null || true; rm -rf "$work"' EXIT
export CURLEW_HOME=$work/home
"$program" --version

"$program" echo --port 0 >"$work/echo" 2>&1 &
server=$!
for _ in $(seq 100); do grep -qo 'http://127[^ ]*' "$work/echo" && break; sleep 0.1; done
address=$(grep -o 'http://127[0-9.:]*' "$work/echo" | head -1)
"$program" send "$address/get?built=yes" --json >"$work/answer"
grep -q '"status": *200' "$work/answer" || { echo "The built program did not get its answer:" >&2; cat "$work/answer" >&2; exit 1; }
echo "The built program sent a request and got 200."

bash packaging/with-display.sh bash -c '
    '"$program"' >'"$work"'/window 2>&1 & window=$!
    for _ in $(seq 150); do xdotool search --onlyvisible --name "Curlew$" >/dev/null 2>&1 && break; sleep 0.2; done
    xdotool search --onlyvisible --name "Curlew$" >/dev/null; found=$?
    kill $window; wait $window 2>/dev/null
    exit $found' || { echo "The built program showed no window:" >&2; cat "$work/window" >&2; exit 1; }
echo "The built program opened its window; it takes $(du -sh dist/curlew | cut -f1)."
