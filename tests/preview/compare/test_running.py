"""Large comparisons run in a child, tell how far they are, and can be stopped."""

from __future__ import annotations

import json
import threading
import time

import pytest

from curlew.errors import UsageError
from curlew.preview.compare.result import Rules
from curlew.preview.compare.running import AT_ONCE, Comparing, StoppedError


def rows(count: int) -> list[dict[str, object]]:
    return [{"id": n, "name": f"name {n}", "tags": ["a", n], "at": None} for n in range(count)]


def test_a_large_comparison_comes_back_whole_from_its_child():
    a, b = rows(6000), rows(6000)
    b[100]["name"] = "another"
    told: list[float] = []
    texts = [json.dumps(side).encode() for side in (a, b)]
    assert sum(map(len, texts)) > AT_ONCE
    outcome = Comparing("structure", (texts[0], "json"), (texts[1], "json"), Rules()).run(told.append)
    assert outcome.mode == "structure"
    assert [d.place_a for d in outcome.comparison.differences] == [(100, "name")]
    changed = next(piece for piece in outcome.comparison.pieces if piece.mark == "chg")
    assert outcome.a.text(changed.a).strip() == '"name": "name 100",'
    assert outcome.b.text(changed.b).strip() == '"name": "another",'
    assert told == sorted(told)
    assert told


def test_a_wrong_path_is_refused_from_the_child_too():
    text = json.dumps(rows(6000)).encode()
    with pytest.raises(UsageError):
        Comparing("structure", (text, "json"), (text, "json"), Rules(ignored=("$[",))).run()


def test_a_comparison_stops_at_once():
    text, other = (json.dumps(rows(count)).encode() for count in (60_000, 60_001))
    comparing = Comparing("structure", (text, "json"), (other, "json"), Rules())
    began: list[float] = []

    def stop() -> None:
        began.append(time.perf_counter())
        comparing.stop()

    timer = threading.Timer(0.5, stop)
    timer.start()
    with pytest.raises(StoppedError):
        comparing.run()
    assert time.perf_counter() - began[0] < 1
