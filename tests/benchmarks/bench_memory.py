"""Memory of bodies that are shown, each figure in a fresh process: bytes a byte shown, and what is left of a hundred responses."""

from __future__ import annotations

import gc
import json
import os
import subprocess
import sys
from pathlib import Path

from benchmarks.viewing import a_viewer, json_whole, show, spooled, tell, turn
from curlew.model.content import Content

MB = 1_000_000
MOST_A_BYTE, MOST_LEFT_MB = 2, 150
RESPONSES, RESPONSE = 100, 2 * MB
SETTLE_MS = 500


def main() -> None:
    if sys.platform != "linux":
        print("  memory is told apart on Linux only")
        return
    print("100 MB JSON shown from its file")
    for view_id in ("raw", "pretty"):
        grown = _in_child("shown", view_id)
        of_files = f"anonymous {grown['anonymous'] / MB:.0f} MB, of files {grown['file'] / MB:.0f} MB (the system takes those back)"
        tell(f"{view_id}: memory a byte shown", (grown["anonymous"] + grown["file"]) / (100 * MB), " bytes", MOST_A_BYTE, of_files)
    print(f"{RESPONSES} responses of {RESPONSE / MB:.0f} MB, one after another")
    for view_id in ("raw", "pretty"):
        grown = _in_child("many", view_id)
        tell(f"{view_id}: memory grown by", (grown["anonymous"] + grown["file"]) / MB, " MB", MOST_LEFT_MB)


def _in_child(what: str, view_id: str) -> dict[str, int]:
    code = f"from benchmarks.bench_memory import {what}; {what}({view_id!r})"
    place = os.pathsep.join((str(Path(__file__).parents[1]), os.environ.get("PYTHONPATH", "")))
    done = subprocess.run([sys.executable, "-c", code], check=True, stdout=subprocess.PIPE, env={**os.environ, "PYTHONPATH": place})
    grown: dict[str, int] = json.loads(done.stdout.splitlines()[-1])
    return grown


def shown(view_id: str) -> None:
    """Show a large body after a small one, and print what memory grew by."""
    with a_viewer() as (viewer, folder):
        body = spooled(folder, json_whole(100 * MB))
        show(viewer, Content.of(b'{"a": 1}'), view_id)
        before = _memory()
        show(viewer, body, view_id)
        turn(SETTLE_MS)
        after = _memory()
    print(json.dumps({name: after[name] - before[name] for name in before}))


def many(view_id: str) -> None:
    """Show a hundred bodies in a row, and print what memory grew by."""
    with a_viewer() as (viewer, folder):
        bodies = [spooled(folder, json_whole(RESPONSE)) for _number in range(3)]
        show(viewer, bodies[0], view_id)
        before = _memory()
        for number in range(RESPONSES):
            show(viewer, bodies[number % len(bodies)], view_id)
        turn(SETTLE_MS)
        after = _memory()
    print(json.dumps({name: after[name] - before[name] for name in before}))


def _memory() -> dict[str, int]:
    """Return the memory of this process that is in use: its own, and what it maps of files."""
    gc.collect()
    found = {}
    for line in Path("/proc/self/smaps_rollup").read_text().splitlines():
        name, _colon, rest = line.partition(":")
        if rest.strip().endswith("kB"):
            found[name] = int(rest.split()[0]) * 1024
    return {"anonymous": found["Anonymous"], "file": found["Rss"] - found["Anonymous"]}


if __name__ == "__main__":
    main()
