"""Large comparisons run in a child, tell how far they are, and can be stopped."""

from __future__ import annotations

import json
import time

import pytest

from curlew.errors import UsageError
from curlew.preview.compare.comparing import Body, compare_bodies
from curlew.preview.compare.packing import of_kind
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
    text, other = (json.dumps(rows(count)).encode() for count in (20_000, 20_001))
    comparing = Comparing("structure", (text, "json"), (other, "json"), Rules())
    began: list[float] = []

    def stop(_share: float) -> None:
        began.append(time.perf_counter())
        comparing.stop()

    with pytest.raises(StoppedError):
        comparing.run(stop)
    assert time.perf_counter() - began[0] < 0.5


def test_what_comes_from_the_child_is_what_is_found_here():
    a, b = rows(3000), rows(3000)
    b[7]["name"], b[8]["tags"] = "\ud800", [{"deep": [1, 2]}, 3]
    b[9], b[10] = b[10], b[9]
    b.append({"id": -1, "name": "new"})
    bodies = [Body(json.dumps(side).encode(), "json") for side in (a, b)]
    here = compare_bodies("structure", *bodies, Rules()).with_rows()
    there = Comparing("structure", *((body.data, "json") for body in bodies), Rules()).run()  # type: ignore[arg-type]
    assert sum(len(body.data) for body in bodies) > AT_ONCE
    assert list(there.comparison.pieces) == list(here.comparison.pieces)
    assert list(there.comparison.differences) == list(here.comparison.differences)
    assert there.comparison.counts == here.comparison.counts
    for kept, made in zip(there.rows, here.rows, strict=True):
        assert len(kept) == len(made)
        assert [kept.at(row) for row in range(len(kept))] == [made.at(row) for row in range(len(made))]
    for kinds in (("mov",), ("chg", "add")):
        wanted = [n for n, found in enumerate(here.comparison.differences) if found.kind in kinds]
        assert list(of_kind(there.comparison.differences, kinds)) == list(of_kind(here.comparison.differences, kinds)) == wanted


def test_equal_lines_are_unfolded():
    a, b = [{"id": n, "v": 1} for n in range(400)], [{"id": n, "v": 1 + (n % 50 == 0)} for n in range(400)]
    outcome = compare_bodies("structure", *(Body(json.dumps(side).encode(), "json") for side in (a, b)), Rules()).with_rows()
    rows = outcome.rows[0]
    folds = [row for row in range(len(rows)) if rows.at(row)[0].is_gap]
    for row in reversed(folds):
        assert rows.toggle(row)
        assert not rows.toggle(row)
    assert [run.line_a(offset) for run, offset in map(rows.at, range(len(rows)))] == list(range(len(outcome.a)))


def test_a_value_is_unfolded_and_folded_again():
    bodies = (Body(json.dumps(value).encode(), "json") for value in ([1, {"a": 1, "b": 2}, {"c": 3, "d": 4}], [1]))
    rows = compare_bodies("structure", *bodies, Rules()).with_rows().rows[0]
    before = [rows.at(row) for row in range(len(rows))]
    assert [row for row in range(len(rows)) if rows.can_toggle(row)] == [2, 3]
    assert rows.toggle(3)
    assert rows.toggle(2)
    assert len(rows) == len(before) + 6
    assert rows.row_of_piece(before[3][0].number) == 6
    assert rows.toggle(2)
    assert rows.toggle(3)
    assert [rows.at(row) for row in range(len(rows))] == before
