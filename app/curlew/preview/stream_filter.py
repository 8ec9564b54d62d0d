"""What a person types to see only some events of a stream: words, `event:name`, `id:value`, and comparisons such as `price > 9.5`."""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from typing import Any

from curlew.preview.stream import StreamEvent

Test = Callable[[StreamEvent], bool]

_TERM = re.compile(r"""([\w.$@-]+)\s*(<=|>=|!=|==|=|<|>)\s*("[^"]*"|'[^']*'|[^\s"']+)|(event|id):(\S+)|"([^"]+)"|(\S+)""")
_COMPARE: dict[str, Callable[[Any, Any], bool]] = {
    "<": lambda a, b: a < b,
    ">": lambda a, b: a > b,
    "<=": lambda a, b: a <= b,
    ">=": lambda a, b: a >= b,
    "=": lambda a, b: a == b,
    "==": lambda a, b: a == b,
    "!=": lambda a, b: a != b,
}


def stream_filter(text: str) -> Test | None:
    """Return a test that an event passes if all terms fit, ignoring case; None where nothing is asked."""
    tests = [_term(found) for found in _TERM.finditer(text)]
    if not tests:
        return None
    return lambda event: all(test(event) for test in tests)


def _term(found: re.Match[str]) -> Test:
    path, operator, value, field, wanted, quoted, word = found.groups()
    if path:
        return _comparison(path.removeprefix("$.").split("."), operator, value.strip("\"'"))
    if field:
        wanted = wanted.lower()
        return (lambda event: event.kind.lower() == wanted) if field == "event" else (lambda event: event.id.lower() == wanted)
    text = (quoted or word).lower()
    raw = text.encode()
    if text.isascii():
        return lambda event: raw in event.data.lower() or text in event.kind.lower() or text in event.id.lower()
    return lambda event: text in event.text.lower() or text in event.kind.lower() or text in event.id.lower()


def _comparison(path: list[str], operator: str, value: str) -> Test:
    compare = _COMPARE[operator]
    try:
        number: float | None = float(value)
    except ValueError:
        number = None

    def test(event: StreamEvent) -> bool:
        found = _at(event.data, path)
        if found is None:
            return operator == "!="
        if isinstance(found, bool) or found == "null":
            return compare(str(found).lower(), value.lower())
        if number is not None and isinstance(found, (int, float)):
            return compare(found, number)
        return compare(str(found).lower(), value.lower())

    return test


def _at(data: bytes, path: list[str]) -> Any:
    """Return what stands at a path of an event's JSON; None if nothing does."""
    if path[-1].encode() not in data and not path[-1].isdigit():
        return None
    try:
        value = json.loads(data)
    except (ValueError, RecursionError):
        return None
    for name in path:
        if isinstance(value, dict) and name in value:
            value = value[name]
        elif isinstance(value, list) and name.isdigit() and int(name) < len(value):
            value = value[int(name)]
        else:
            return None
    return "null" if value is None else value
