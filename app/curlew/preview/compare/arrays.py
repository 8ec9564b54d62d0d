"""Which items of two arrays belong together: by a member such as `id`, by their content, or by their place."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable
from itertools import islice
from operator import lt
from typing import NamedTuple

from curlew.preview.compare.json_tape import OBJECT, Tape
from curlew.preview.compare.json_values import Signatures, key_text, scalar_key
from curlew.preview.compare.result import BY_CONTENT, BY_PLACE
from curlew.preview.compare.sequence import Matching, rising

GUESSED = ("id", "_id", "uuid", "guid", "key", "code", "slug", "sku", "name", "email", "username", "login", "path", "url", "href", "title")
"""Members that tell items apart, the likeliest first."""

_MANY = 200
"""Items from which on it pays to look for a key in all of them at once."""
_LONGEST_ID = 40
"""Digits of a number that is told from others by them."""
_MOST_COMPARED = 2500
"""Items between two anchors, squared, that are compared each with each."""


class Pair(NamedTuple):
    """Items that belong together, by their number on each side; -1: on that side there is none. moved: the order is another.

    What moved is shown twice: at its place in a, and, with `here`, at its place in b.
    """

    a: int
    b: int
    moved: bool = False
    here: bool = False


class ArrayMatch(NamedTuple):
    """pairs: every item once, in the order of a. by: the member that they were matched by, if they were."""

    pairs: list[Pair]
    by: str = ""


class Arrays:
    """Matches items of two tapes. key: as in `Rules`."""

    def __init__(self, one: Tape, other: Tape, key: str, signatures: Signatures) -> None:
        self._one, self._other, self._key = one, other, key
        self._signatures = signatures

    def match(self, items_a: list[int], items_b: list[int]) -> ArrayMatch:
        if self._key == BY_PLACE:
            return ArrayMatch(_by_place(len(items_a), len(items_b)))
        if self._key != BY_CONTENT:
            for name in (self._key,) if self._key else GUESSED:
                ids_a, ids_b = self._ids(self._one, items_a, name), self._ids(self._other, items_b, name)
                if ids_a is not None and ids_b is not None and not (set(ids_a).isdisjoint(ids_b) and not self._key):
                    return ArrayMatch(_by_ids(ids_a, ids_b), name)
        return ArrayMatch(self._by_content(items_a, items_b))

    def _ids(self, tape: Tape, items: list[int], name: str) -> list[object] | None:
        """Return the value of a member of each item, None where it does not tell them apart."""
        if not items or _member(tape, items[0], name) is None:
            return None
        found = ids_by_lines(tape, items, name) if len(items) > _MANY else None
        if found is None:
            found = _ids_of_each(tape, items, name)
        return found if found is not None and None not in found and len(set(found)) == len(found) else None

    # --- by content ---

    def _by_content(self, items_a: list[int], items_b: list[int]) -> list[Pair]:
        contents_a, contents_b = self._contents(items_a, items_b)
        blocks = Matching(contents_a, contents_b).blocks
        pairs = [Pair(a + n, b + n) for a, b, count in blocks for n in range(count)]
        left_a, left_b = _left(len(items_a), (p.a for p in pairs)), _left(len(items_b), (p.b for p in pairs))
        moved = _moved(contents_a, contents_b, left_a, left_b)
        pairs += moved
        taken_a, taken_b = {pair.a for pair in moved}, {pair.b for pair in moved}
        gaps = _gaps(blocks, len(items_a), len(items_b))
        for start_a, end_a, start_b, end_b in gaps:
            rest_a = [a for a in range(start_a, end_a) if a not in taken_a]
            rest_b = [b for b in range(start_b, end_b) if b not in taken_b]
            pairs += self._likest(items_a, items_b, rest_a, rest_b)
        return show_order(pairs, len(items_a), len(items_b))

    def _contents(self, items_a: list[int], items_b: list[int]) -> tuple[list[object], list[object]]:
        """Return what tells the items apart: their text where it stands on both sides, else their value."""
        raw_a, raw_b = [self._one.raw(item) for item in items_a], [self._other.raw(item) for item in items_b]
        known = set(raw_a) & set(raw_b)
        values = {raw: self._signatures.of(self._one, item) for raw, item in zip(raw_a, items_a, strict=True) if raw not in known}
        others = {raw: self._signatures.of(self._other, item) for raw, item in zip(raw_b, items_b, strict=True) if raw not in known}
        return [values.get(raw, raw) for raw in raw_a], [others.get(raw, raw) for raw in raw_b]

    def _likest(self, items_a: list[int], items_b: list[int], rest_a: list[int], rest_b: list[int]) -> list[Pair]:
        """Pair what is left between two anchors: in order, the most alike with each other."""
        if not rest_a or not rest_b:
            return []
        if len(rest_a) == len(rest_b) == 1 or len(rest_a) * len(rest_b) > _MOST_COMPARED:
            return [Pair(a, b) for a, b in zip(rest_a, rest_b, strict=False) if self._alike(items_a[a], items_b[b]) > 0]
        scores = [[self._alike(items_a[a], items_b[b]) for b in rest_b] for a in rest_a]
        return [Pair(rest_a[i], rest_b[j]) for i, j in best_in_order(scores)]

    def _alike(self, a: int, b: int) -> float:
        """Return how alike two different items are: 0 not at all (of other kinds), up to 1."""
        kind_a, kind_b = self._one.kind(a), self._other.kind(b)
        if self._one.is_container(a) != self._other.is_container(b) or (self._one.is_container(a) and kind_a != kind_b):
            return 0.0
        if not self._one.is_container(a):
            return 0.3
        inner_a, inner_b = _inner(self._one, a, self._signatures), _inner(self._other, b, self._signatures)
        return 0.2 + 0.8 * len(inner_a & inner_b) / max(1, len(inner_a), len(inner_b))


def _inner(tape: Tape, node: int, signatures: Signatures) -> set[object]:
    if tape.kind(node) == OBJECT:
        return {(tape.key(child), signatures.of(tape, child)) for child in tape.children(node)[:200]}
    return {signatures.of(tape, child) for child in tape.children(node)[:200]}


def best_in_order(scores: list[list[float]]) -> list[tuple[int, int]]:
    """Return the pairs, both rising, whose scores are the largest together; a score of 0 pairs nothing."""
    rows, columns = len(scores), len(scores[0])
    best = [[0.0] * (columns + 1) for _row in range(rows + 1)]
    for i in range(rows - 1, -1, -1):
        for j in range(columns - 1, -1, -1):
            paired = best[i + 1][j + 1] + scores[i][j] if scores[i][j] > 0 else 0.0
            best[i][j] = max(paired, best[i + 1][j], best[i][j + 1])
    found, i, j = [], 0, 0
    while i < rows and j < columns:
        if scores[i][j] > 0 and best[i][j] == best[i + 1][j + 1] + scores[i][j]:
            found.append((i, j))
            i, j = i + 1, j + 1
        elif best[i][j] == best[i + 1][j]:
            i += 1
        else:
            j += 1
    return found


def _member(tape: Tape, item: int, name: str) -> object:
    """Return a scalar member's value, None where the item has none."""
    if tape.kind(item) != OBJECT:
        return None
    for child in tape.children(item):
        if key_text(tape, child) == name:
            return None if tape.is_container(child) else _id_of(tape.raw(child))
    return None


def _ids_of_each(tape: Tape, items: list[int], name: str) -> list[object] | None:
    found = []
    for item in items:
        value = _member(tape, item, name)
        if value is None:
            return None
        found.append(value)
    return found


def _id_of(lexeme: bytes) -> object:
    """Return what equal ids have in common; None for null. A whole number is its digits, however it is written."""
    if lexeme.isdigit():
        return lexeme
    if lexeme == b"null":
        return None
    key = scalar_key(lexeme)
    number = key[0] if isinstance(key, tuple) else None
    if number == 0:
        return b"0"
    if isinstance(number, tuple) and not number[0] and 0 <= number[2] < _LONGEST_ID:
        return number[1] + b"0" * number[2]
    return key


def ids_by_lines(tape: Tape, items: list[int], name: str) -> list[object] | None:
    """Do the same for many items at once, by the lines of that key; None where not each item has one such line."""
    text = tape.text(items[0] + 1)
    blanks = text[: len(text) - len(text.lstrip(b" "))]
    key = re.escape(json.dumps(name, ensure_ascii=False).encode("utf-8", "surrogatepass"))
    line = re.compile(b"\n%s(?:\\{$|%s%s: (.+))" % (blanks[2:], blanks[:2], key), re.MULTILINE)
    before = tape.begin(items[0]) - 1
    found = line.findall(tape.data, before, tape.end(items[-1])) if before >= 0 else []
    values = found[1::2]
    if len(found) != 2 * len(items) or any(found[::2]) or not all(values):
        return None
    return None if b"{" in values or b"[" in values else list(map(_id_of, [value.removesuffix(b",") for value in values]))


def _by_place(count_a: int, count_b: int) -> list[Pair]:
    both = min(count_a, count_b)
    pairs = [Pair(n, n) for n in range(both)]
    return pairs + [Pair(n, -1) for n in range(both, count_a)] + [Pair(-1, n) for n in range(both, count_b)]


def _by_ids(ids_a: list[object], ids_b: list[object]) -> list[Pair]:
    places = {value: at for at, value in enumerate(ids_b)}
    both = [(a, places[value]) for a, value in enumerate(ids_a) if value in places]
    places_b = [b for _a, b in both]
    if all(map(lt, places_b, islice(places_b, 1, None))):
        pairs = [Pair(a, b) for a, b in both]
    else:
        in_order = set(rising(places_b))
        pairs = [Pair(a, b, n not in in_order) for n, (a, b) in enumerate(both)]
    return show_order(pairs, len(ids_a), len(ids_b))


def _moved(contents_a: list[object], contents_b: list[object], left_a: list[int], left_b: list[int]) -> list[Pair]:
    """Pair equal items that stand elsewhere."""
    places: dict[object, list[int]] = {}
    for b in reversed(left_b):
        places.setdefault(contents_b[b], []).append(b)
    return [Pair(a, found.pop(), True) for a in left_a if (found := places.get(contents_a[a]))]


def _left(count: int, taken: Iterable[int]) -> list[int]:
    gone = set(taken)
    return [n for n in range(count) if n not in gone]


def _gaps(blocks: list[tuple[int, int, int]], count_a: int, count_b: int) -> list[tuple[int, int, int, int]]:
    found, a, b = [], 0, 0
    for start_a, start_b, count in [*blocks, (count_a, count_b, 0)]:
        if a < start_a and b < start_b:
            found.append((a, start_a, b, start_b))
        a, b = start_a + count, start_b + count
    return found


def show_order(pairs: list[Pair], count_a: int, count_b: int) -> list[Pair]:
    """Return all pairs in the order in which they are shown: those in place keep both orders, others stand where each side has them."""
    by_a = {pair.a: pair for pair in pairs}
    by_b = {pair.b: pair for pair in pairs}
    shown: list[Pair] = []
    b = 0
    for a in range(count_a):
        pair = by_a.get(a)
        if pair is None or pair.moved:
            shown.append(pair or Pair(a, -1))
            continue
        while b < pair.b:
            if b not in by_b:
                shown.append(Pair(-1, b))
            elif by_b[b].moved:
                shown.append(by_b[b]._replace(here=True))
            b += 1
        shown.append(pair)
        b = pair.b + 1
    for rest in range(b, count_b):
        if rest not in by_b:
            shown.append(Pair(-1, rest))
        elif by_b[rest].moved:
            shown.append(by_b[rest]._replace(here=True))
    return shown
