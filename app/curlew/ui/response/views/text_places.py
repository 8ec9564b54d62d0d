"""Which value of a structured text is at the caret, and where a place is in the text: at once in short texts, else in a worker."""

from __future__ import annotations

from collections.abc import Generator

from curlew.preview.buffer import Buffer
from curlew.preview.json import structure as json_structure
from curlew.preview.picked import PickedValue
from curlew.preview.places import Place
from curlew.preview.working import in_worker, worked_off
from curlew.preview.xml import places as xml_places

LANGUAGES = frozenset({"json", "xml"})
AT_ONCE = 32 * 1024
_BREAKS = b"\r\n"


async def place_at(data: Buffer, language: str, caret: int) -> Place:
    """Return the place of the value that a caret stands at."""
    steps = _place(data, language, _beside(data, caret))
    if len(data) <= AT_ONCE:
        return worked_off(steps) or ()
    return await in_worker(steps)


async def value_at(data: Buffer, language: str, caret: int) -> PickedValue | None:
    """Return the value that a caret stands at."""
    steps = _picked(data, language, _beside(data, caret))
    return worked_off(steps) if len(data) <= AT_ONCE else await in_worker(steps)


async def span_of(data: Buffer, language: str, place: Place) -> tuple[int, int] | None:
    """Return where the value at a place stands, None if there is none: of a container its first character."""
    steps = _span(data, language, place)
    return worked_off(steps) if len(data) <= AT_ONCE else await in_worker(steps)


def _beside(data: Buffer, caret: int) -> int:
    """Return the byte that a caret stands at: behind the end of a line the last one of it, for what comes next stands in another line."""
    at_end = caret >= len(data) or data[caret] in _BREAKS
    return caret - 1 if at_end and caret and data[caret - 1] not in _BREAKS else caret


def _place(data: Buffer, language: str, offset: int) -> Generator[None, None, Place]:
    if language == "xml":
        place, _value = yield from xml_places.finding_place(data, offset)
        return place
    return (yield from json_structure.finding_place(data, min(offset, max(0, len(data) - 1))))


def _picked(data: Buffer, language: str, offset: int) -> Generator[None, None, PickedValue | None]:
    if language == "xml":
        place, value = yield from xml_places.finding_place(data, offset)
        if value.kind == "top":
            return None
        key = str(place[-1]) if value.key is not None else None
        return PickedValue(place, key, data, value.kind, value.start, value.end)
    place, found = yield from json_structure.finding_at(data, min(offset, max(0, len(data) - 1)))
    if found is None or found.kind == "top":
        return None
    key = str(place[-1]) if place and isinstance(place[-1], str) else None
    return PickedValue(place, key, data, found.kind, found.start, found.end)


def _span(data: Buffer, language: str, place: Place) -> Generator[None, None, tuple[int, int] | None]:
    if language == "xml":
        value = yield from xml_places.finding_value(data, place)
        if value is None:
            return None
        return (value.start, value.start) if value.kind in ("element", "top") else (value.start, value.end)
    found = yield from json_structure.finding_value(data, place)
    if found is None:
        return None
    return (found.start, found.start) if found.kind in ("object", "array", "top") else (found.start, found.end)
