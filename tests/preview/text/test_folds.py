"""Which lines fold away: one at a time, and all of a text."""

import json
import random

import pytest

from curlew.preview.text import folds
from curlew.preview.text.folds import AllFolds, FoldSearch, begins_fold, line_start, next_line, tail_of

PRETTY = b'{\n  "a": {\n    "b": [\n      1,\n      2\n    ]\n  },\n  "c": []\n}\n'


def fold_at(data: bytes, start: int) -> tuple[int, int] | None:
    search = FoldSearch(data, start)
    for _step in search.steps():
        pass
    return search.found


def hidden(data: bytes, line: bytes) -> bytes:
    found = fold_at(data, line_start(data, data.index(line)))
    return data[slice(*found)] if found else b""


def all_folds(data: bytes) -> list[tuple[int, int]]:
    found = AllFolds(data)
    for _step in found.steps():
        pass
    return list(zip(found.starts, found.ends, strict=True))


def one_by_one(data: bytes) -> list[tuple[int, int]]:
    starts = [0, *(at + 1 for at, byte in enumerate(data) if byte == 10)]
    return sorted(found for start in starts if start < len(data) and (found := fold_at(data, start)))


def random_json(rng: random.Random, depth: int = 0) -> object:
    if depth > 5 or rng.random() < 0.4:
        return rng.choice([1, "x", None, True, "}", "] {", {}, []])
    if rng.random() < 0.5:
        return [random_json(rng, depth + 1) for _ in range(rng.randrange(4))]
    return {f"k{n}": random_json(rng, depth + 1) for n in range(rng.randrange(4))}


def random_lines(rng: random.Random) -> bytes:
    parts = ["a", "}", "]", "</x>", "<x>", "{", "", "  ", "}, {", "- y", "}" * 130, "\t", "x\r"]
    return "\n".join(" " * rng.randrange(4) + rng.choice(parts) for _ in range(rng.randrange(1, 30))).encode() + rng.choice(
        [b"", b"\n", b"\n\n "]
    )


def test_a_container_folds_with_its_closing_bracket():
    assert hidden(PRETTY, b'"b"') == b"      1,\n      2\n    ]\n"
    assert hidden(PRETTY, b'"a"') == PRETTY[PRETTY.index(b'    "b"') : PRETTY.index(b'  "c"')]
    assert hidden(PRETTY, b"{") == PRETTY[2:]
    assert hidden(PRETTY, b'"c"') == b""


def test_what_stands_behind_a_folded_line_is_its_closing_line():
    start, end = fold_at(PRETTY, PRETTY.index(b'  "a"'))
    tail = tail_of(PRETTY, start, end)
    assert tail is not None
    assert PRETTY[slice(*tail)] == b"},"


@pytest.mark.parametrize(
    ("text", "line", "wanted"),
    [
        (b"a:\n  b: 1\n  c:\n    d\n\ne: 2\n", b"a:", b"  b: 1\n  c:\n    d\n"),  # YAML has no closing line
        (b"<a>\n  <b>x</b>\n</a>\n", b"<a>", b"  <b>x</b>\n</a>\n"),
        (b"[{\n  1\n}, {\n  2\n}]", b"[{", b"  1\n"),  # the closing line opens the next one, so it stays
        (b"if x {\r\n\ty\r\n}\r\n", b"if", b"\ty\r\n}\r\n"),
        (b"a\n\n\n  b\n  ", b"a", b"\n\n  b\n"),
        (b"a\n  b", b"a", b"  b"),
    ],
)
def test_lines_that_fold_by_their_indentation(text, line, wanted):
    assert hidden(text, line) == wanted


def test_whether_a_line_folds_is_told_from_the_next_one():
    assert begins_fold(PRETTY, 0, 2)
    assert not begins_fold(PRETTY, PRETTY.index(b'  "c"'), next_line(PRETTY, PRETTY.index(b'  "c"')))


@pytest.mark.parametrize("by_hand", [True, False], ids=["by hand", "numpy"])
def test_all_folds_are_those_that_are_found_one_by_one(by_hand, monkeypatch):
    if not by_hand:
        monkeypatch.setattr(folds, "BY_HAND", -1)
        monkeypatch.setattr(folds, "CHUNK", 40)
    monkeypatch.setattr(folds, "SLICE", 16)
    rng = random.Random(4)
    for _ in range(300):
        data = random_lines(rng) if rng.random() < 0.5 else json.dumps(random_json(rng), indent=2).encode()
        assert all_folds(data) == one_by_one(data), data


@pytest.mark.parametrize("by_hand", [True, False], ids=["by hand", "numpy"])
def test_levels_count_from_the_outside(by_hand, monkeypatch):
    monkeypatch.setattr(folds, "BY_HAND", 1 << 40 if by_hand else -1)
    found = AllFolds(PRETTY + PRETTY)
    for _step in found.steps():
        pass
    assert list(found.levels) == [1, 2, 3, 1, 2, 3]


def test_G04_text_of_very_many_indentations_folds(monkeypatch):
    monkeypatch.setattr(folds, "BY_HAND", -1)
    data = b"\n".join(b" " * depth + b"[" for depth in range(2000))
    found = AllFolds(data)
    for _step in found.steps():
        pass
    assert found.levels[-1] == 1999
