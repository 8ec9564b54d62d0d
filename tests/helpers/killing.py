"""Processes that are killed while they write, and what they leave."""

from __future__ import annotations

import random
import subprocess
import sys
import time
from pathlib import Path

from curlew.storage.drafts import Drafts

TYPING = """
import sys, time
from pathlib import Path
from curlew.model.request import Request
from curlew.storage.drafts import Draft, Drafts
drafts = Drafts(Path(sys.argv[1]))
number = 0
while True:
    number += 1
    for tab in range(int(sys.argv[2])):
        drafts.put(Draft(f"tab{tab}", Request(name="typed", url=f"https://x/{number}/" + "a" * 2000)))
    print(number, time.monotonic(), flush=True)
    time.sleep(0.02)
"""


def count_lost_drafts(folder: Path, runs: int, texts: int) -> list[str]:
    """Kill a process that types into `texts` tabs, `runs` times at random moments; return what was lost of texts older than 1 s."""
    lost = []
    for run in range(runs):
        place = folder / f"run{run}"
        place.mkdir()
        process = subprocess.Popen([sys.executable, "-c", TYPING, str(place), str(texts)], stdout=subprocess.PIPE, text=True)
        assert process.stdout is not None
        typed: list[tuple[int, float]] = []
        until = 1.2 + random.random() / 2
        while not typed or typed[-1][1] - typed[0][1] < until:
            number, moment = process.stdout.readline().split()
            typed.append((int(number), float(moment)))
        process.kill()
        killed = time.monotonic()
        process.communicate()
        wanted = max((number for number, moment in typed if moment < killed - 1), default=0)
        found = {draft.id: draft for draft in Drafts(place).load()}
        for tab in range(texts):
            draft = found.get(f"tab{tab}")
            written = int(draft.value.url.split("/")[3]) if draft else 0  # type: ignore[union-attr]
            if written < wanted:
                lost.append(f"run {run} tab {tab}: {written} of {wanted}")
    return lost
