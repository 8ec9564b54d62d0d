#!/bin/bash
# Puts the desktop entry and the icon where the desktop finds them: for this user, or below PREFIX.
# usage: packaging/linux/install.sh [PREFIX]        (default: ~/.local; take it back with --remove [PREFIX])
set -eu
here=$(cd "$(dirname "$0")" && pwd)
remove=0
if [ "${1:-}" = --remove ]; then remove=1; shift; fi
prefix=${1:-$HOME/.local}
entry=$prefix/share/applications/curlew.desktop
icon=$prefix/share/icons/hicolor/scalable/apps/curlew.svg
if [ $remove = 1 ]; then
    rm -f "$entry" "$icon"
    exit 0
fi
install -D -m 644 "$here/curlew.desktop" "$entry"
install -D -m 644 "$here/../../resources/icons/curlew_icon.svg" "$icon"
if command -v update-desktop-database >/dev/null 2>&1; then update-desktop-database -q "$prefix/share/applications" || true; fi
