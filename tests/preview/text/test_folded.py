"""Which rows the closed folds hide, next to a model that looks at every row."""

import json
import random
from itertools import pairwise

import pytest

from curlew.preview.text import folded as module
from curlew.preview.text import folds
from curlew.preview.text.folded import Folded, ranges_of
from curlew.preview.text.folds import AllFolds
from curlew.preview.text.rows import Rows


def rows_of(data: bytes, longest: int = 1024) -> Rows:
    rows = Rows(data, longest)
    for _step in rows.steps():
        pass
    return rows


def found_in(data: bytes) -> AllFolds:
    found = AllFolds(data)
    for _step in found.steps():
        pass
    return found


def ranges(found: AllFolds, rows: Rows):
    steps = ranges_of(found, rows)
    while True:
        try:
            next(steps)
        except StopIteration as end:
            return end.value


def a_text(rng: random.Random) -> bytes:
    def value(depth: int) -> object:
        if depth > 4 or rng.random() < 0.3:
            return "x" * rng.choice([1, 5, 60])
        return {f"k{n}": value(depth + 1) for n in range(rng.randrange(5))} if rng.random() < 0.5 else [value(depth + 1) for _ in range(3)]

    return json.dumps([value(0) for _ in range(4)], indent=2).encode() + rng.choice([b"", b"\n"])


def shown_rows(data: bytes, rows: Rows, closed: set[tuple[int, int]]) -> list[int]:
    return [row for row in range(len(rows)) if not any(start <= rows.bounds(row)[0] < end for start, end in closed)]


def agrees(folded: Folded, data: bytes, rows: Rows, closed: set[tuple[int, int]]) -> None:
    shown = shown_rows(data, rows, closed)
    assert folded.hidden == len(rows) - len(shown)
    assert [folded.row_at(at) for at in range(len(shown))] == shown
    assert [folded.screen_row(row) for row in shown] == list(range(len(shown)))
    for row, below in pairwise(shown):
        assert folded.next(row) == below
        assert folded.previous(below) == row
        assert (folded.after(row) is not None) == (below != row + 1)
    for row in set(range(len(rows))) - set(shown):
        assert folded.hiding(row) is not None
        assert folded.screen_row(row) == shown.index(max(one for one in shown if one < row))
    assert all(folded.hiding(row) is None for row in shown)


@pytest.mark.parametrize("few", [2000, -1], ids=["by hand", "numpy"])
@pytest.mark.parametrize("longest", [1024, 16])
def test_rows_under_random_folds_are_those_of_a_simple_model(few, longest, monkeypatch):
    monkeypatch.setattr(module, "FEW", few)
    rng = random.Random(7)
    for _ in range(30):
        data = a_text(rng)
        rows, found = rows_of(data, longest), found_in(data)
        every = list(zip(found.starts, found.ends, strict=True))
        folded, closed = Folded(), set()
        for _change in range(12):
            start, end = rng.choice(every)
            if rng.random() < 0.7:
                folded.close(start, end, rows)
                closed.add((start, end))
            else:
                folded.open(start)
                closed.discard((start, end))
            assert set(folded.closed) == closed
            agrees(folded, data, rows, closed)


@pytest.mark.parametrize("few", [2000, -1], ids=["by hand", "numpy"])
@pytest.mark.parametrize("longest", [1024, 16])
def test_folding_to_a_level_closes_what_is_deeper(few, longest, monkeypatch):
    monkeypatch.setattr(module, "FEW", few)
    monkeypatch.setattr(folds, "BY_HAND", 1 << 40 if few > 0 else -1)
    rng = random.Random(8)
    for _ in range(20):
        data = a_text(rng)
        rows, found = rows_of(data, longest), found_in(data)
        folded = Folded()
        for above in (0, 2, 1, 5):
            folded.take_all(found, ranges(found, rows), above)
            every = zip(found.starts, found.ends, found.levels, strict=True)
            closed = {(start, end) for start, end, level in every if level > above}
            agrees(folded, data, rows, closed)
        folded.take_all(found, ranges(found, rows), 0)
        for start, _end in list(folded.closed):
            folded.open(start)
        agrees(folded, data, rows, set())
