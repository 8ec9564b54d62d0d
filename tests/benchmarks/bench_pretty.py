"""Laying out 50 MB of minified JSON in a worker, against json.loads + json.dumps, turn and turn about: medians, ratio, gap of the loop."""

from __future__ import annotations

import json
import random
import threading
import time

from PySide6.QtWidgets import QApplication

from benchmarks.viewing import gap, idle_gap, median, seconds, tell, wait_until
from curlew.preview.layout import duplicate_notes, lay_out

RUNS = 7
MB = 1_000_000
LEAST_RATIO, MOST_GAP_MS = 20, 50


def main() -> None:
    app = QApplication.instance() or QApplication(["bench"])
    text = minified(50 * MB)
    laying, gaps, idle, plain, first, laid = [], [], [], [], [], lay_out(text, "json")
    assert bytes(laid.data[:]) == by_objects(text)
    for _run in range(RUNS):
        idle.append(idle_gap())
        gaps.append(gap(lambda: laying.append(_in_worker(text, first))))
        if len(plain) < 3:
            plain.append(seconds(lambda: by_objects(text)))
    checking = median([seconds(lambda: duplicate_notes(text)) for _run in range(3)])
    mine, theirs = median(laying), median(plain)
    print(f"{len(text) / MB:.1f} MB of minified JSON to {len(laid.data) / MB:.1f} MB, {RUNS} runs")
    tell("json.loads + json.dumps(indent=2)", theirs * 1000, " ms")
    tell("laid out in a worker", mine * 1000, " ms")
    ratio = theirs / mine
    print(f"  {ratio:.0f}x faster  (at least {LEAST_RATIO}x: {'ok' if ratio >= LEAST_RATIO else 'MISSED'})")
    tell("its first screen", median(first) * 1000, " ms")
    tell("longest gap of the event loop", median(gaps), " ms", MOST_GAP_MS, f"an idle window {median(idle):.1f} ms")
    tell("looking for keys that stand twice, afterwards", checking * 1000, " ms")
    tell("a text laid out already, recognised", median([seconds(lambda: lay_out(laid.data, "json")) for _run in range(3)]) * 1000, " ms")
    del app


def minified(size: int) -> bytes:
    """Return objects of several kinds of values without blanks."""
    rng = random.Random(4)
    rows = []
    for number in range(size // 155):
        rows.append(
            {
                "id": number,
                "name": f"user {number}",
                "email": f"user{number}@example.com",
                "score": rng.randrange(1000) / 8,
                "tags": ["a", "b"],
                "nested": {"x": 1, "y": [1, 2, {"z": None}]},
                "text": 'some "quoted" text',
            }
        )
    return json.dumps(rows, separators=(",", ":")).encode()


def by_objects(text: bytes) -> bytes:
    return json.dumps(json.loads(text), indent=2).encode()


def _in_worker(text: bytes, first: list[float]) -> float:
    """Lay out in a thread while the event loop goes on; return how long it took."""
    began, took = time.perf_counter(), []

    def work() -> None:
        lay_out(text, "json", lambda _beginning: first.append(time.perf_counter() - began))
        took.append(time.perf_counter() - began)

    worker = threading.Thread(target=work)
    worker.start()
    wait_until(lambda: not worker.is_alive())
    return took[0]


if __name__ == "__main__":
    main()
