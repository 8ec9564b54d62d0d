"""What a JSON text of any size consists of: its values at the top, the value at a place, the place of a byte."""

from __future__ import annotations

import json
import re
from collections.abc import Generator
from dataclasses import replace
from typing import TypeVar

from curlew.preview.buffer import Buffer
from curlew.preview.json.children import KEY, KINDS, WORD, Children, JsonValue, after_blanks, before_blanks, value_within
from curlew.preview.json.path_scan import PathScan
from curlew.preview.json.scan import BACKSLASH, STEP, WORTH_IMPORTING, Scan
from curlew.preview.json.tokens import PREFIX, TOKEN, WRAPPER, WRAPPER_END
from curlew.preview.places import Place

__all__ = [
    "Children",
    "JsonValue",
    "decoded",
    "finding_at",
    "finding_place",
    "finding_value",
    "frame_of",
    "place_at",
    "root",
    "root_of",
    "value_at",
]

Result = TypeVar("Result")

MOST_BLANKS = 4 * 1024 * 1024
"""Blanks in one place that are looked through at once."""

_ESCAPE = re.compile(r'\\(?:u([0-9a-fA-F]{4})|(["\\/bfnrt]))')
_SHORT = {"b": "\b", "f": "\f", "n": "\n", "r": "\r", "t": "\t"}


def frame_of(data: Buffer) -> tuple[int, int]:
    """Return where the JSON in a text begins and ends, without a byte order mark, a guard such as `)]}'`, or a function's call (JSONP).

    Runs in the window's thread: what stands behind megabytes of blanks is not looked for, and such blanks at the end stay.
    """
    prefix = PREFIX.match(data)
    assert prefix is not None
    near = min(len(data), prefix.end() + MOST_BLANKS)
    start = after_blanks(data, prefix.end(), near)
    if start == near < len(data):
        return len(data), len(data)
    end = before_blanks(data, max(start, len(data) - MOST_BLANKS), len(data))
    wrapper = WRAPPER.match(data, start)
    if wrapper is not None:
        closing = WRAPPER_END.search(data, max(wrapper.end(), end - 64), end)
        start = after_blanks(data, wrapper.end(), end)
        end = before_blanks(data, start, end if closing is None else closing.start())
    return start, end


def root(data: Buffer) -> JsonValue:
    """Return the value of a text; kind "top" where several stand one after another; "broken" where there is none.

    Looks at the beginning and the end of a large text only: `Children.end` and `.problem` tell whether it was one value.
    """
    start, end = frame_of(data)
    if start >= end:
        return JsonValue("broken", start, end)
    if data[start] not in b"{[":
        first = value_within(data, start, end, "top")
        return first if first.kind != "broken" else _several(data, start, end) or first
    scan = Scan(data, start, end)
    while not scan.done and scan.at - start < WORTH_IMPORTING:
        scan.step()
    near = min(end, scan.closed + MOST_BLANKS)
    if scan.closed >= 0 and after_blanks(data, scan.closed + 1, near) < near:
        return JsonValue("top", start, end)
    return JsonValue(KINDS[data[start]], start, scan.closed + 1 if scan.closed >= 0 else end)


def _several(data: Buffer, start: int, end: int) -> JsonValue | None:
    """Return the whole as "top" where at least two values stand there, the first of them a scalar."""
    if end - start > WORTH_IMPORTING:
        return JsonValue("top", start, end)
    children = Children(data, start, end, "top")
    for _step in children.steps():
        pass
    return JsonValue("top", start, end) if len(children) > 1 else None


def root_of(data: Buffer) -> list[JsonValue]:
    """Return the values at the top: one for JSON, more where several stand one after another.

    A large text with several gives one value of kind "top" instead, whose `Children` are found in steps.
    """
    value = root(data)
    if value.kind != "top" or value.end - value.start > WORTH_IMPORTING:
        return [value]
    children = Children(data, value.start, value.end, "top")
    for _step in children.steps():
        pass
    return [children.value(index) for index in range(len(children))]


def decoded(data: Buffer, start: int, end: int) -> str:
    """Return a text in quotes, or a key, as text. Lone surrogates stay; escapes that JSON does not know stay as they are written."""
    literal = data[start:end]
    if literal[:1] == b'"':
        literal = literal[1:-1] if len(literal) > 1 and literal[-1:] == b'"' else literal[1:]
    text = literal.decode("utf-8", "replace")
    if "\\" not in text:
        return text
    try:
        whole: str = json.loads(f'"{text}"', strict=False)
    except ValueError:
        return _ESCAPE.sub(_unescaped, text)
    return whole


def _unescaped(match: re.Match[str]) -> str:
    return chr(int(match[1], 16)) if match[1] else _SHORT.get(match[2], match[2])


def place_at(data: Buffer, offset: int) -> Place:
    """Return the place of the value that a byte belongs to: of its key, its blanks before, its brackets. `()` for the root."""
    return _whole(finding_place(data, offset))


def value_at(data: Buffer, place: Place) -> JsonValue | None:
    """Return the value at a place, None where there is none; the first of several with the same key."""
    return _whole(finding_value(data, place))


def finding_place(data: Buffer, offset: int) -> Generator[None, None, Place]:
    """Do `place_at` in steps of a few milliseconds, for large texts in a worker."""
    place, _value, _start, _key = yield from _way(data, offset)
    return place


def finding_at(data: Buffer, offset: int) -> Generator[None, None, tuple[Place, JsonValue | None]]:
    """Find the place of the value that a byte belongs to, and this very value: at a place several can stand, by a key that comes twice."""
    place, value, start, key = yield from _way(data, offset)
    if start == value.start:
        return place, value
    if start >= value.end or data[start] in b"}]":
        return place, None
    return place, (yield from _value_from(data, start, value.end, key))


def _way(data: Buffer, offset: int) -> Generator[None, None, tuple[Place, JsonValue, int, tuple[int, int] | None]]:
    """Return the place of a byte, the value at the top that holds it, and where the value at the place and its key stand."""
    value = root(data)
    place: list[str | int] = []
    if value.kind == "top":
        children = Children(data, value.start, value.end, "top")
        for _step in children.steps():
            if len(children) and children.value(len(children) - 1).end > offset:
                break
            yield
        number = _holding(children, offset)
        place.append(number)
        value = children.value(number)
    if not value.holds_values or not value.start < offset < value.end:
        return tuple(place), value, value.start, None
    scan = PathScan(data, value.start, min(offset, value.end))
    while not scan.done:
        scan.step()
        yield
    levels = scan.levels
    if data[offset] in b"}]":
        levels = levels[:-1]
    start, key = value.start, None
    for bracket, mark, index in levels:
        at = after_blanks(data, mark + 1, value.end)
        if data[bracket] == ord("["):
            place.append(index)
            start, key = at, None
        elif (found := KEY.match(data, at, value.end)) is not None:
            place.append(decoded(data, *found.span(1)))
            start, key = after_blanks(data, found.end(), value.end), found.span(1)
        else:
            break
    return tuple(place), value, start, key


def finding_value(data: Buffer, place: Place) -> Generator[None, None, JsonValue | None]:
    """Do `value_at` in steps of a few milliseconds, for large texts in a worker."""
    value = root(data)
    if not place:
        return value
    kind, start, end = value.kind, value.start, value.end
    key: tuple[int, int] | None = None
    for part in place:
        if kind not in ("object", "array", "top") or isinstance(part, str) != (kind == "object"):
            return None
        found = yield from _child(data, start, end, kind, part)
        if found is None:
            return None
        key, start = found
        kind = KINDS.get(data[start], "") if start < end else ""
    return (yield from _value_from(data, start, end, key))


def _value_from(data: Buffer, start: int, end: int, key: tuple[int, int] | None) -> Generator[None, None, JsonValue]:
    """Return the value that begins here."""
    kind = KINDS.get(data[start], "") if start < end else ""
    if kind not in ("object", "array"):
        return (yield from _scalar(data, start, end, key))
    scan = Scan(data, start, end)
    while not scan.done:
        scan.step()
        yield
    return JsonValue(kind, start, scan.closed + 1 if scan.closed >= 0 else end, key)


def _child(
    data: Buffer, start: int, end: int, kind: str, part: str | int
) -> Generator[None, None, tuple[tuple[int, int] | None, int] | None]:
    """Return the key of a child, and where it begins; no more is read than must be."""
    scan = Scan(data, start, end, top=kind == "top")
    index, mark, gap = 0, start, 0 if kind == "top" else 1
    waiting: list[int] = []
    while True:
        at = after_blanks(data, mark + gap, end)
        if at >= end or (gap and data[at] in b"}]"):
            return None
        if index == part:
            return None, at
        key = KEY.match(data, at, end) if kind == "object" else None
        if key is not None and decoded(data, *key.span(1)) == part:
            return key.span(1), after_blanks(data, key.end(), end)
        if kind != "object" and isinstance(part, int) and len(waiting) > 1:  # indices are counted, not looked at
            many = min(len(waiting), part - index)
            index += many - 1
            del waiting[len(waiting) - many + 1 :]
        while not waiting and not scan.done:
            waiting = scan.step()[::-1].tolist()
            yield
        if not waiting:
            return None
        mark = waiting.pop()
        index += 1


def _scalar(data: Buffer, start: int, end: int, key: tuple[int, int] | None) -> Generator[None, None, JsonValue]:
    """Return the scalar that begins here."""
    stop = min(end, start + STEP)
    token = TOKEN.match(data, start, stop)
    assert token is not None
    behind = token.end()
    if data[start : start + 1] == b'"' and token.lastgroup == "open":
        behind = yield from _string_end(data, start, end)
    elif token.lastgroup in ("mark", "end"):
        behind = start
    elif behind == stop:
        while behind < end and (word := WORD.match(data, behind, min(end, behind + STEP))) is not None:
            behind = word.end()
            yield
    return replace(value_within(data, start, behind, "array"), key=key)


def _string_end(data: Buffer, start: int, end: int) -> Generator[None, None, int]:
    """Return the end of a long text in quotes."""
    at = start + 1
    while at < end:
        stop = min(at + STEP, end)
        quote = data.find(b'"', at, stop)
        at = quote + 1 if quote >= 0 else stop
        if quote >= 0 and not _is_escaped(data, start, quote):
            break
        yield
    return at


def _is_escaped(data: Buffer, start: int, offset: int) -> bool:
    """Tell whether an odd number of backslashes stands before a byte of a text in quotes that begins at `start`."""
    first = offset
    while first > start + 1 and data[first - 1] == BACKSLASH:
        first -= 1
    return (offset - first) % 2 == 1


def _holding(children: Children, offset: int) -> int:
    """Return the number of the child that holds a byte, or comes after it."""
    low, high = 0, max(len(children) - 1, 0)
    while low < high:
        middle = (low + high) // 2
        if children.value(middle).end > offset:
            high = middle
        else:
            low = middle + 1
    return low


def _whole(steps: Generator[None, None, Result]) -> Result:
    while True:
        try:
            next(steps)
        except StopIteration as end:
            result: Result = end.value
            return result
