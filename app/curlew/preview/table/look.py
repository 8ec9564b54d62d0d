"""Where a body has something that can be shown as a table."""

from __future__ import annotations

import time
from collections.abc import Iterator
from dataclasses import dataclass, replace

from curlew.preview.buffer import Buffer
from curlew.preview.json.structure import Children, JsonValue, decoded, frame_of, root
from curlew.preview.opened import Opened
from curlew.preview.places import Place, as_jsonpath
from curlew.preview.table.csv import sniff
from curlew.preview.table.rows import JsonRows

SAMPLED = 20
"""Children by which a container is judged."""

DEEPEST = 4
MOST_FOUND = 100
MOST_MEMBERS = 200
PEEKED = 8 * 1024
"""Bytes from each container's beginning that are looked at in the window's thread."""

PATIENCE_S = 0.004
"""Time for a look at a body whose beginning says nothing."""

_CONTAINERS = ("object", "array")


@dataclass(frozen=True, slots=True)
class Found:
    """A container whose children can be rows. holds: what they are, `object`, `array` or `scalar`. count: None while it is not known."""

    place: Place
    start: int
    end: int
    kind: str
    holds: str
    count: int | None = None

    @property
    def title(self) -> str:
        return as_jsonpath(self.place)

    @property
    def worth(self) -> int:
        """How good a table it makes: objects in a list first, then members that are objects, lists in a list, anything else."""
        if self.holds == "object":
            return 3 if self.kind != "object" else 2
        return 1 if self.holds == "array" else 0

    def rows(self, data: Buffer) -> JsonRows:
        return JsonRows(data, self.start, self.end, self.kind, self.place)


def votes(opened: Opened) -> float:
    """Tell how well a body suits a table; 0 where it has nothing that could be one. Looks at the beginning only."""
    if opened.kind == "json":
        best = first_found(opened.text)
        return 0.0 if best is None else 0.6 if best.worth >= 2 else 0.4
    if opened.kind not in ("csv", "text") or not len(opened.text):
        return 0.0
    if opened.kind == "csv":
        return 0.95
    return 0.35 if sniff(opened.text, opened.declared) is not None else 0.0


def first_found(data: Buffer) -> Found | None:
    """Return the best container that a look at the beginning finds; its `end` may be no more than the end of the text."""
    found = _peek(data) if len(data) > PEEKED else None
    return found or _best_of(data, None if len(data) <= PEEKED else time.perf_counter() + PATIENCE_S)


def _best_of(data: Buffer, until: float | None) -> Found | None:
    """Return the best one that a look finds, in the time that there is."""
    found = []
    for one in look(data):
        if one is not None:
            found.append(one)
        if until is not None and time.perf_counter() > until:
            break
    return max(found, key=lambda one: (one.worth, -len(one.place)), default=None)


def look(data: Buffer) -> Iterator[Found | None]:
    """Find all of them, in steps of a few milliseconds; None: nothing new yet."""
    value = root(data)
    count = 0
    for found in _within(data, value, (), 0):
        yield found
        if found is not None:
            count += 1
            if count >= MOST_FOUND:
                return


def _within(data: Buffer, value: JsonValue, place: Place, depth: int) -> Iterator[Found | None]:
    if not value.holds_values:
        return
    children = Children(data, value.start, value.end, value.kind)
    for _step in children.steps():
        yield None
    sample = [children.value(index) for index in range(min(len(children), SAMPLED))]
    if sample:
        holds = _judged(sample)
        if value.kind != "object" or (holds == "object" and len(sample) > 1):
            yield Found(place, value.start, children.end, value.kind, holds, len(children))
    if value.kind == "object" and depth < DEEPEST:
        for index in range(min(len(children), MOST_MEMBERS)):
            child = children.value(index)
            if child.key is not None and child.kind in _CONTAINERS:
                yield from _within(data, child, (*place, decoded(data, *child.key)), depth + 1)


def _judged(sample: list[JsonValue]) -> str:
    kinds = {child.kind for child in sample}
    if "object" in kinds:
        return "object" if kinds <= {"object", "null", "broken"} else "scalar"
    return "array" if kinds <= {"array", "null"} and "array" in kinds else "scalar"


def _peek(data: Buffer) -> Found | None:
    """Look at the beginning of a large text: go into the first containers without knowing where they end."""
    value = _root_at(data)
    place: Place = ()
    best: Found | None = None
    for _depth in range(DEEPEST):
        if not value.holds_values:
            break
        sample, unended = _beginning(data, value)
        holds = _judged(sample) if sample else "scalar"
        if value.kind == "array" and not sample and unended is not None:
            holds = unended.kind if unended.kind in _CONTAINERS else "scalar"
        if sample or unended is not None:
            found = Found(place, value.start, value.end, value.kind, holds)
            good = value.kind != "object" or (holds == "object" and len(sample) > 1)
            best = found if good and (best is None or found.worth > best.worth) else best
        if value.kind != "object":
            break
        best = _better(data, sample, place, best)
        if unended is None or unended.key is None or (best is not None and best.worth == 3):
            break
        place = (*place, decoded(data, *unended.key))
        value = replace(unended, key=None)
    return best


def _root_at(data: Buffer) -> JsonValue:
    """Return what the text most likely is, by its beginning: one container, or several values one after another."""
    start, end = frame_of(data)
    ahead = Children(data, start, min(end, start + PEEKED), "top")
    for _step in ahead.steps():
        pass
    if len(ahead) > 1:
        return JsonValue("top", start, end)
    return JsonValue(_kind_at(data, JsonValue("broken", start, end)), start, end)


def _beginning(data: Buffer, value: JsonValue) -> tuple[list[JsonValue], JsonValue | None]:
    """Return the first children of a container, and one whose end is too far away to be seen."""
    stop = min(value.end, value.start + PEEKED)
    children = Children(data, value.start, stop, value.kind)
    for _step in children.steps():
        pass
    count = len(children)
    if stop == value.end or children.end < stop or not count:
        return [children.value(index) for index in range(min(count, MOST_MEMBERS))], None
    last = children.value(count - 1)
    found = [children.value(index) for index in range(min(count - 1, MOST_MEMBERS))]
    return found, replace(last, kind=_kind_at(data, last), end=value.end)


def _kind_at(data: Buffer, value: JsonValue) -> str:
    return {b"{": "object", b"[": "array"}.get(bytes(data[value.start : value.start + 1]), value.kind)


def _better(data: Buffer, sample: list[JsonValue], place: Place, best: Found | None) -> Found | None:
    """Return the best of what the small children of an object hold."""
    for child in sample:
        if child.key is None or child.kind not in _CONTAINERS:
            continue
        for found in _within(data, child, (*place, decoded(data, *child.key)), 1):
            if found is not None and (best is None or found.worth > best.worth):
                best = found
    return best
