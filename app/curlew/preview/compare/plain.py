"""Two texts compared line by line."""

from __future__ import annotations

import re
from array import array
from collections import Counter

from curlew.preview.compare.arrays import best_in_order
from curlew.preview.compare.json_tape import Tick
from curlew.preview.compare.lines import Lines
from curlew.preview.compare.result import ADDED, CHANGED, REMOVED, Comparison, Piece, Told, Writing
from curlew.preview.compare.sequence import Matching
from curlew.text import _

_MOST_PAIRED = 900
"""Lines of a changed stretch, squared, that are compared each with each."""
_LONGEST = 400
_WORD = re.compile(rb"\w+|[^\w\s]")
_ALIKE = 0.5
_TOLD = 300
_SLICE = 1024 * 1024


def compare_lines(a: Lines, b: Lines, tick: Tick = lambda _share: None) -> Comparison:
    """Return the lines that were added, removed and changed, each stretch as one difference."""
    ids_a, ids_b = _ids(a, tick, 0.0), _ids(b, tick, 0.4)
    matching = Matching(ids_a, ids_b)
    tick(0.9)
    writing = Writing()
    at_a = at_b = 0
    for start_a, start_b, count in [*matching.blocks, (len(a), len(b), 0)]:
        _stretch(writing, (a, at_a, start_a), (b, at_b, start_b))
        if count:
            writing.same(start_a, start_b, count)
        at_a, at_b = start_a + count, start_b + count
    result = writing.result
    result.exact = matching.exact
    if not matching.exact:
        result.notes = (_("The texts differ in very many lines: the answer is right, but another one could be shorter."),)
    return result


def _ids(lines: Lines, tick: Tick, begun: float) -> array[int]:
    """Return a number for each line. Equal lines have equal ones; different ones practically never."""
    found = array("q")
    data, pending = lines.data, list[bytes]()
    for start in range(0, len(data), _SLICE):
        first, *more = data[start : start + _SLICE].split(b"\n")
        pending.append(first)
        if more:
            found.append(hash(b"".join(pending)))
            found.extend(map(hash, more[:-1]))
            pending = more[-1:]
        tick(begun + 0.4 * start / len(data))
    found.append(hash(b"".join(pending)))
    return found


def _stretch(writing: Writing, one: tuple[Lines, int, int], other: tuple[Lines, int, int]) -> None:
    """Show lines without an equal counterpart: those that are alike beside each other, the others as removed and added."""
    lines_a, a, a_end = one
    lines_b, b, b_end = other
    for i, j in [*_alike(one, other), (a_end, b_end)]:
        if a < i:
            _one_sided(writing, REMOVED, lines_a, a, i)
        if b < j:
            _one_sided(writing, ADDED, lines_b, b, j)
        if i < a_end and j < b_end:
            told = Told("text", lines_a.text(i, _TOLD)), Told("text", lines_b.text(j, _TOLD))
            number = writing.differs(CHANGED, ((i,), (j,)), told)
            writing.add(Piece(CHANGED, i, j, 1, 1, number))
        a, b = i + 1, j + 1


def _one_sided(writing: Writing, kind: str, lines: Lines, first: int, end: int) -> None:
    told, nothing = Told("text", lines.text(first, _TOLD), end - first), Told()
    if kind == REMOVED:
        number = writing.differs(kind, ((first,), None), (told, nothing))
        writing.add(Piece(kind, first, -1, end - first, 0, number))
    else:
        number = writing.differs(kind, (None, (first,)), (nothing, told))
        writing.add(Piece(kind, -1, first, 0, end - first, number))


def _alike(one: tuple[Lines, int, int], other: tuple[Lines, int, int]) -> list[tuple[int, int]]:
    """Return the lines of a stretch that are rather one changed line than two."""
    lines_a, a, a_end = one
    lines_b, b, b_end = other
    if a == a_end or b == b_end:
        return []
    if (a_end - a) * (b_end - b) > _MOST_PAIRED:
        if a_end - a != b_end - b:
            return []
        pairs = [(a + n, b + n) for n in range(a_end - a)]
        return [(i, j) for i, j in pairs if _likeness(lines_a.raw(i, _LONGEST), lines_b.raw(j, _LONGEST)) >= _ALIKE]
    words_a = [lines_a.raw(line, _LONGEST) for line in range(a, a_end)]
    words_b = [lines_b.raw(line, _LONGEST) for line in range(b, b_end)]
    scores = [[score if (score := _likeness(x, y)) >= _ALIKE else 0.0 for y in words_b] for x in words_a]
    return [(a + i, b + j) for i, j in best_in_order(scores)]


def _likeness(a: bytes, b: bytes) -> float:
    """Return which share of the words two lines have in common."""
    one, other = Counter(_WORD.findall(a)), Counter(_WORD.findall(b))
    total = one.total() + other.total()
    return 2 * (one & other).total() / total if total else 0.0
