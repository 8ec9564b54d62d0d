"""The headers of two responses: by name and in the order of the wire, one by one where a name stands several times."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from curlew.preview.compare.arrays import Pair, show_order
from curlew.preview.compare.lines import Lines
from curlew.preview.compare.result import ADDED, CHANGED, IGNORED, MOVED, REMOVED, SAME, Comparison, Piece, Told, Writing
from curlew.preview.compare.sequence import rising
from curlew.preview.words import printable

Headers = Sequence[tuple[str, str]]

VOLATILE = (
    "date",
    "age",
    "x-request-id",
    "x-correlation-id",
    "x-trace-id",
    "x-runtime",
    "cf-ray",
    "x-amz-cf-id",
    "x-amzn-trace-id",
    "traceparent",
    "server-timing",
)
"""Headers that another send changes anyway: left out unless a person wants them."""


@dataclass(frozen=True, slots=True)
class HeaderComparison:
    """The comparison, with the lines that it is about."""

    comparison: Comparison
    a: Lines
    b: Lines


def compare_headers(a: Headers, b: Headers, heads: tuple[str, str], ignored: Iterable[str] = ()) -> HeaderComparison:
    """Compare two lists of headers. heads: the first line of each side, such as `HTTP/1.1 200 OK`; ignored: names, in any case."""
    left_out = {name.strip().lower() for name in ignored}
    lines_a, lines_b = _lines(heads[0], a), _lines(heads[1], b)
    writing = Writing()
    if heads[0] == heads[1]:
        writing.same(0, 0, 1)
    else:
        number = writing.differs(CHANGED, ((0,), (0,)), (Told("text", heads[0]), Told("text", heads[1])))
        writing.add(Piece(CHANGED, 0, 0, 1, 1, number))
    for pair in _pairs(a, b):
        _show(writing, pair, a, b, left_out)
    return HeaderComparison(writing.result, lines_a, lines_b)


def _lines(head: str, headers: Headers) -> Lines:
    text = "\n".join([printable(head), *(printable(f"{name}: {value}") for name, value in headers)])
    return Lines(text.encode("utf-8", "backslashreplace"))


def _pairs(a: Headers, b: Headers) -> list[Pair]:
    """Pair headers of one name, the first with the first; equal values first where a name stands several times."""
    places: dict[str, list[int]] = {}
    for at, (name, _value) in enumerate(b):
        places.setdefault(name.lower(), []).append(at)
    partners: dict[int, int] = {}
    for at, (name, value) in enumerate(a):
        twin = next((place for place in places.get(name.lower(), ()) if b[place][1] == value), None)
        if twin is not None:
            partners[at] = twin
            places[name.lower()].remove(twin)
    for at, (name, _value) in enumerate(a):
        rest = places.get(name.lower())
        if at not in partners and rest:
            partners[at] = rest.pop(0)
    both = sorted(partners.items())
    in_order = set(rising([second for _first, second in both]))
    return show_order([Pair(first, second, n not in in_order) for n, (first, second) in enumerate(both)], len(a), len(b))


def _show(writing: Writing, pair: Pair, a: Headers, b: Headers, left_out: set[str]) -> None:
    one, other = (a[pair.a] if pair.a >= 0 else None), (b[pair.b] if pair.b >= 0 else None)
    name = (one or other or ("", ""))[0]
    told = Told("text", one[1]) if one else Told(), Told("text", other[1]) if other else Told()
    places = (name,) if one else None, (name,) if other else None
    at_a, at_b = pair.a + 1 if one else -1, pair.b + 1 if other else -1
    if pair.moved:
        at_a, at_b = (-1, at_b) if pair.here else (at_a, -1)
    lines = int(at_a >= 0), int(at_b >= 0)
    equal = one is not None and other is not None and one[1] == other[1]
    kind = REMOVED if other is None else ADDED if one is None else CHANGED
    if name.lower() in left_out and not (equal and not pair.moved):
        shown_before = pair.moved and pair.here
        writing.add(Piece(IGNORED, at_a, at_b, *lines, -1 if shown_before else writing.differs(IGNORED, places, told)))
    elif equal and not pair.moved:
        writing.same(at_a, at_b, 1)
    elif pair.moved and equal:
        number = -1 if pair.here else writing.differs(MOVED, places, told)
        writing.add(Piece(MOVED if lines != (0, 0) else SAME, at_a, at_b, *lines, number))
    elif pair.moved and not pair.here:
        writing.add(Piece(MOVED, at_a, at_b, *lines))
    else:
        if pair.moved:
            at_a, lines = pair.a + 1, (1, 1)
        writing.add(Piece(kind, at_a, at_b, *lines, writing.differs(kind, places, told)))
